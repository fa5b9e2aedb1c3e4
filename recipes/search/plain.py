"""The words of a Markdown text, its signs taken away: what is indexed and cut excerpts from.

It never has to be exact, for nothing is shown as HTML from here: `markup.render` does that, at a
hundred times the price.
"""

import re
from collections.abc import Iterable

# Each pattern takes a time in proportion to the text, whatever the text: `*+` never gives back.
_FENCE = re.compile(r"^[ \t]*+(?:```|~~~).*+$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*+(?:[-*_=|:][ \t]*+){3,}+$", re.MULTILINE)
_BLOCK_SIGNS = re.compile(
    r"^[ \t]*+(?:>[ \t]?|#{1,6}+[ \t]++|[-*+][ \t]++|\d{1,3}+[.)][ \t]++)++", re.MULTILINE
)
_QUOTING = set("> \t")
_REFERENCE = re.compile(r"^[ \t]*+\[[^\]\n]++\]:.*+$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]*+)\](?:\([^()]*+(?:\([^()]*+\)[^()]*+)*+\)|\[[^\[\]]*+\])")
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.|mailto:)[^\s<>]++>?")
_TAG = re.compile(r"</?[A-Za-z][^<>]*+>|<!--(?:[^<>-]|-(?!->))*+-->")
_ESCAPES_AND_EMPHASIS = re.compile(
    r"\\([!-/:-@\[-`{-~])|(?<!\w)[*_]{1,3}+(?=\S)|(?<=\S)[*_]{1,3}+(?!\w)|\*\*|~~|`++"
)
_BLANKS = re.compile(r"[ \t]++")
_LISTED = "\x1e"
"""Stands for the sign of an item or a heading while a text is made plain; no text holds it."""

_NEEDS_NO_POINT = tuple(".!?…:;,·")


def plain(markdown: str) -> str:
    """Give the words of a Markdown text, one line a line; addresses are no words.

    Behind an item, a heading or a paragraph that ends without a sign there is a « · », so that it
    is told from what follows where all is shown on one line.
    """
    text = _FENCE.sub("", markdown)
    text = _RULE.sub("", text)
    text = _BLOCK_SIGNS.sub(lambda found: "" if set(found[0]) <= _QUOTING else _LISTED, text)
    text = _REFERENCE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _ADDRESS.sub("", text)
    text = _TAG.sub("", text)
    text = _ESCAPES_AND_EMPHASIS.sub(lambda found: found[1] or "", text)
    return _parted(_BLANKS.sub(" ", text).split("\n"))


def joined(parts: Iterable[str]) -> str:
    """Give plain texts as one, with a « · » between two where no other sign is."""
    return _parted(f"{_LISTED}{part}" for part in parts)


def _parted(lines: Iterable[str]) -> str:
    made: list[str] = []
    apart = False
    for line in lines:
        bare = line.strip(f" {_LISTED}")
        apart = apart or not bare or line.lstrip(" ").startswith(_LISTED)
        if not bare:
            continue
        if made and apart and not made[-1].endswith(_NEEDS_NO_POINT):
            made[-1] += " ·"
        made.append(bare)
        apart = False
    return "\n".join(made)
