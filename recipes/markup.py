"""Markdown to safe HTML. Imports nothing of ours.

What people write is hostile until sanitised: only the tags below come out, links lead to the
web or to a mailbox (one that says only where in its own site is left as text), and a picture in
Markdown becomes a link to it, because a page of ours asks nothing of another site.

A line typed below another is shown below it, unlike in other Markdown: people who press Enter mean
it. Only where a program has wrapped a paragraph, or a sentence plainly goes on, do lines flow
together; `breaks` says how that is told.
"""

import html
import re
from collections.abc import MutableMapping
from itertools import pairwise
from threading import local
from typing import Any
from xml.etree.ElementTree import Element

import bleach
import markdown
from bleach.linkifier import TLDS, LinkifyFilter
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

TAGS = frozenset({
    "a", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h3", "h4", "h5", "h6", "hr",
    "li", "ol", "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr",
    "ul",
})  # fmt: skip
ATTRIBUTES = {"a": ["href", "rel"], "ol": ["start"]}
PROTOCOLS = frozenset({"http", "https", "mailto"})
HEADINGS_BELOW = 2
"""How far the headings of a text go down: its `#` is the `h3` of our page."""

# What a text may cost. Parser and cleaner take some 0.2 ms for each piece they make (a line, a
# cell, an emphasis), and much longer where something opened is looked for to the end of the text,
# or where many things stand in a row. These bounds keep the worst text of `content.TEXT_LENGTH` at
# about half a second. Texts that people write stay far below: of all the cards we know, one of
# 32 kB is at a fifth of the first, and none at a hundredth of the others.
MOST_PIECES = 2_500
MOST_REACH = 1_500_000
"""Sum, over all that opens, of the signs up to what closes it."""
MOST_TITLES = 250
"""Headings and rules in one block, with no empty line between: each is cut off a copy of it."""
MOST_NESTED = 30
"""Quotations and lists begun one inside the other on one line."""

WRAPPED_FROM, WRAPPED_TO = 55, 120
"""Characters of the lines that programs make of a paragraph."""

_SPARE = 10
_NEARLY_ALL = 0.8
_ENDS_A_SENTENCE = re.compile(r"[.!?…:;][\s»”\")*_]*$")
_GOES_ON = re.compile(r"[\w,’'-]$")
_BREAK = re.compile(r"(?:  |<br */?>\s*)$", re.IGNORECASE)
_MARK = re.compile(r"[*_`|\\&~]")
_OPENING = re.compile(r"[\[<]|^ {0,3}: ", re.MULTILINE)
_TITLE = re.compile(r"^ {0,3}(?:#|: |[=*_-][=*_ -]*$)", re.MULTILINE)
_NESTED = re.compile(rf"^(?:[ \t]*(?:[>+*:-]|\d+\.)){{{MOST_NESTED}}}(?![-*_ ]*$)", re.MULTILINE)
# As `bleach.linkifier.URL_RE`, but that brackets before an address and parts of its name are
# counted: without an end, each was looked at again from each of its signs (« ((((( »: minutes).
_ADDRESS = re.compile(
    rf"""\({{0,9}}\b(?<![@.])(?:(?:{"|".join(sorted(PROTOCOLS))}):/{{0,3}}(?:(?:\w+:)?\w+@)?)?
    (?:[\w-]{{1,63}}\.){{1,10}}(?:{"|".join(TLDS)})(?::[0-9]+)?(?!\.\w)\b
    (?:[/?][^\s{{}}|\\^`<>"]*)?""",
    re.IGNORECASE | re.VERBOSE,
)
_LEADS_OUT = re.compile(r"(?:https?:)?//|mailto:", re.IGNORECASE)
_OUTER_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)


class _Tame(Treeprocessor):
    """Lower the headings, and turn pictures into links; one that is a link already is its words."""

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            for picture in list(link.iter("img")):
                picture.text = picture.get("alt") or picture.get("src", "")
                picture.tag = "span"
        for element in root.iter():
            if re.fullmatch("h[1-6]", element.tag):
                element.tag = f"h{min(int(element.tag[1]) + HEADINGS_BELOW, 6)}"
            elif element.tag == "img":
                source = element.get("src", "")
                element.text = element.get("alt") or source
                element.tag = "a"
                element.attrib.clear()
                element.set("href", source)


def breaks(paragraph: str) -> list[bool]:
    """Say of each line of a paragraph but the last whether it ends where somebody ended it.

    What stands between two breaks that are written (two spaces, `<br>`) is looked at by itself. No
    line of it is ended where a program has wrapped it: nearly all lines (four in five) are so long
    that the first word below would not have fitted, in a width of 55 to 120 characters (with a few
    to spare, for the marks of lists), and not all of them end a sentence. Elsewhere a line ends by
    itself, unless it is long, ends in the midst of a sentence, and the next goes on with a small
    letter, as where lines were copied from a PDF.
    """
    ends: list[bool] = []
    together: list[str] = []
    for line in paragraph.split("\n"):
        together.append(line)
        if _BREAK.search(line):
            ends += [*_ends(together), True]
            together = []
    return [*ends, *_ends(together)] if together else ends[:-1]


def _ends(typed: list[str]) -> list[bool]:
    lines = [line.strip() for line in typed]
    pairs = list(pairwise(lines))
    # A word longer than the width stands alone on its line, and says nothing of the width.
    width = max((len(line) for line in lines if " " in line), default=0)
    fills = sum(len(line) + 1 + len(_first_word(below)) > width - _SPARE for line, below in pairs)
    sentences = all(_ENDS_A_SENTENCE.search(line) for line, _below in pairs)
    nearly_all = fills >= _NEARLY_ALL * len(pairs)
    if nearly_all and WRAPPED_FROM <= width <= WRAPPED_TO and not sentences:
        return [False] * len(pairs)
    return [
        not (len(line) >= WRAPPED_FROM and _GOES_ON.search(line) and below[:1].islower())
        for line, below in pairs
    ]


def _first_word(line: str) -> str:
    return line.split(maxsplit=1)[0] if line else ""


class _Breaks(Treeprocessor):
    """Give the lines that somebody ended the two spaces that end a line in Markdown."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            words = element.text
            if words and "\n" in words and not isinstance(words, AtomicString):
                element.text = _broken(words.strip("\n"))


def _broken(paragraph: str) -> str:
    *lines, last = paragraph.split("\n")
    made = [
        f"{line.rstrip()}  " if ends and not _BREAK.search(line) else line
        for line, ends in zip(lines, breaks(paragraph), strict=True)
    ]
    return "\n".join([*made, last])


class _Tamed(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (the library's name)
        md.treeprocessors.register(_Breaks(md), "breaks", 25)  # before what stands in lines is read
        md.treeprocessors.register(_Tame(md), "tame", 0)


def _mark_foreign(
    attributes: MutableMapping[Any, str],
    new: bool = False,  # noqa: FBT001, FBT002  # bleach passes it by position
) -> Any:  # the attributes or `None`, which the types of bleach leave out
    """Tell search engines that a visitor put the link there; nobody earns rank by writing here.

    A word with a dot is no address unless it says so: « README.md », « fini.Et ». Nothing is
    given for what is no link.
    """
    told = attributes["_text"] if new else attributes.get((None, "href"), "")
    if not _LEADS_OUT.match(html.unescape(told)) and not (new and told.lower().startswith("www.")):
        return None
    attributes[(None, "rel")] = "nofollow ugc"
    return attributes


def render(source: str) -> str:
    """Give safe HTML for a Markdown text; never raises, whatever the text.

    Text nested deeper than the parser goes, or that would take it too long, is shown as it was
    typed.
    """
    if not source:
        return ""
    if _costs_too_much(source):
        return as_typed(source)
    try:
        return str(_mine.cleaner.clean(_mine.parser.reset().convert(source)))
    except RecursionError:
        _mine.make()  # the parser stopped half-way and would take the next text for a part of this
        return as_typed(source)


def pieces(source: str) -> float:
    """Say about how many pieces the parser makes of a text: what drawing it costs."""
    lines = sum(1 for line in source.split("\n") if line.strip())
    return lines + len(_OPENING.findall(source)) + len(_MARK.findall(source)) / 2


def _costs_too_much(source: str) -> bool:
    """Say whether a text would take the parser or the cleaner much longer than people write."""
    if pieces(source) > MOST_PIECES or _NESTED.search(source):
        return True
    blocks = source.split("\n\n")
    if any(len(_TITLE.findall(block)) > MOST_TITLES for block in blocks):
        return True
    reach = _reach(source, r"<(?=[A-Za-z/!?])", ">")
    reach += sum(_reach(block, r"\[", r"\]") + _reach(block, r"\]\(", r"\)") for block in blocks)
    return reach > MOST_REACH


def _reach(text: str, opening: str, closing: str) -> int:
    """Add up, for all that opens, the signs up to what closes it, else up to the end."""
    total = 0
    opened: list[int] = []
    for sign in re.finditer(f"(?P<opens>{opening})|{closing}", text):
        if sign["opens"]:
            opened.append(sign.start())
        elif opened:
            total += sign.start() - opened.pop()
    return total + sum(len(text) - start for start in opened)


def as_typed(source: str) -> str:
    """Give safe HTML that shows a text as it was typed, its signs included."""
    return f"<pre>{html.escape(source)}</pre>"


def render_line(source: str) -> str:
    """Give safe HTML for a text of one line: emphasis and links, no paragraph around."""
    made = render(source)
    alone = _OUTER_PARAGRAPH.fullmatch(made.strip())
    return alone[1] if alone else made


class _Renderer(local):
    """A parser and a cleaner for each thread: making them costs more than using them."""

    def __init__(self) -> None:
        self.make()

    def make(self) -> None:
        self.parser = markdown.Markdown(
            extensions=["tables", "sane_lists", "fenced_code", "def_list", _Tamed()],
            output_format="html",
        )
        self.cleaner = bleach.Cleaner(
            tags=TAGS,
            attributes=ATTRIBUTES,
            protocols=PROTOCOLS,
            strip=True,
            filters=[
                lambda source: LinkifyFilter(
                    source,
                    callbacks=[_mark_foreign],
                    skip_tags={"pre", "code"},
                    parse_email=False,
                    url_re=_ADDRESS,
                )
            ],
        )


_mine = _Renderer()
