"""The words of a Markdown text, its signs taken away: what is indexed and cut excerpts from.

It never has to be exact, for nothing is shown as HTML from here: `markup.render` does that, at a
hundred times the price.
"""

import re

# Each pattern takes a time in proportion to the text, whatever the text: `*+` never gives back.
_FENCE = re.compile(r"^[ \t]*+(?:```|~~~).*+$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*+(?:[-*_=|:][ \t]*+){3,}+$", re.MULTILINE)
_BLOCK_SIGNS = re.compile(
    r"^[ \t]*+(?:>[ \t]?|#{1,6}+[ \t]++|[-*+][ \t]++|\d{1,3}+[.)][ \t]++)++", re.MULTILINE
)
_REFERENCE = re.compile(r"^[ \t]*+\[[^\]\n]++\]:.*+$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]*+)\](?:\([^()]*+(?:\([^()]*+\)[^()]*+)*+\)|\[[^\[\]]*+\])")
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.|mailto:)[^\s<>]++>?")
_TAG = re.compile(r"</?[A-Za-z][^<>]*+>|<!--(?:[^<>-]|-(?!->))*+-->")
_ESCAPES_AND_EMPHASIS = re.compile(
    r"\\([!-/:-@\[-`{-~])|(?<!\w)[*_]{1,3}+(?=\S)|(?<=\S)[*_]{1,3}+(?!\w)|\*\*|~~|`++"
)
_BLANKS = re.compile(r"[ \t]++")
_LINES = re.compile(r" ?\n[ \n]*+")


def plain(markdown: str) -> str:
    """Give the words of a Markdown text, one line a line; addresses are no words."""
    text = _FENCE.sub("", markdown)
    text = _RULE.sub("", text)
    text = _BLOCK_SIGNS.sub("", text)
    text = _REFERENCE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _ADDRESS.sub("", text)
    text = _TAG.sub("", text)
    text = _ESCAPES_AND_EMPHASIS.sub(lambda found: found[1] or "", text)
    return _LINES.sub("\n", _BLANKS.sub(" ", text)).strip()
