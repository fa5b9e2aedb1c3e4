"""Markdown to safe HTML, and HTML to plain text. Imports nothing of ours.

What people write is hostile until sanitised: only the tags below come out, links lead to the
web or to an address, and a picture elsewhere becomes a link to it, because a page of ours asks
nothing of another site.
"""

import html
import re
from collections.abc import MutableMapping
from html.parser import HTMLParser
from threading import local
from xml.etree.ElementTree import Element

import bleach
import markdown
from bleach.linkifier import LinkifyFilter
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

TAGS = frozenset({
    "a", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h3", "h4", "h5", "h6", "hr",
    "li", "ol", "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr",
    "ul",
})  # fmt: skip
ATTRIBUTES = {"a": ["href", "rel"], "ol": ["start"]}
PROTOCOLS = frozenset({"http", "https", "mailto"})
HEADINGS_BELOW = 2
"""How far the headings of a text go down: its `#` is the `h3` of our page."""

_OUTER_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)
_BLOCKS = frozenset(
    {"p", "li", "h3", "h4", "h5", "h6", "tr", "td", "th", "dt", "dd", "br", "hr", "pre"}
)


class _Tame(Treeprocessor):
    """Lower the headings, and turn pictures into links."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if re.fullmatch("h[1-6]", element.tag):
                element.tag = f"h{min(int(element.tag[1]) + HEADINGS_BELOW, 6)}"
            elif element.tag == "img":
                source = element.get("src", "")
                element.text = element.get("alt") or source
                element.tag = "a"
                element.attrib.clear()
                element.set("href", source)


class _Tamed(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (the library's name)
        md.treeprocessors.register(_Tame(md), "tame", 0)


def _mark_foreign(
    attributes: MutableMapping[tuple[str | None, str], str],
    _new: bool = False,  # noqa: FBT001, FBT002  # bleach passes it by position
) -> MutableMapping[tuple[str | None, str], str]:
    """Tell search engines that a visitor put the link there; nobody earns rank by writing here."""
    attributes[(None, "rel")] = "nofollow ugc"
    return attributes


def render(source: str) -> str:
    """Give safe HTML for a Markdown text; never raises, whatever the text.

    Text nested deeper than the parser goes is shown as it was typed.
    """
    if not source:
        return ""
    try:
        return str(_mine.cleaner.clean(_mine.parser.reset().convert(source)))
    except RecursionError:
        return f"<pre>{html.escape(source)}</pre>"


def render_line(source: str) -> str:
    """Give safe HTML for a text of one line: emphasis and links, no paragraph around."""
    made = render(source)
    alone = _OUTER_PARAGRAPH.fullmatch(made.strip())
    return alone[1] if alone else made


class _Renderer(local):
    """A parser and a cleaner for each thread: making them costs more than using them."""

    def __init__(self) -> None:
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
                    source, callbacks=[_mark_foreign], skip_tags={"pre", "code"}, parse_email=False
                )
            ],
        )


_mine = _Renderer()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def plain(made: str) -> str:
    """Give the words of HTML that `render` made, one block a line."""
    reader = _Text()
    reader.feed(made)
    reader.close()
    lines = (" ".join(line.split(" ")).strip() for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)
