"""HTML as word processors put it on the clipboard, made plain before pandoc reads it.

Word hides its lists in paragraphs (`mso-list`) with the bullet typed inside a conditional comment,
Google Docs wraps everything in a `<b>` that is not bold, LibreOffice speaks in `<font>`. What comes
out is balanced, shallow, and made of a few tags without attributes; so nothing in it can ask the
converter for a file or an address, or keep it busy (its HTML reader fetches frames, and its time
grows fast with tags that nobody closes).
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape, unescape
from typing import NamedTuple

_KEPT = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre",
    "table", "tr", "td", "th", "a", "strong", "em", "code",
}  # fmt: skip
_RENAMED = {"b": "strong", "i": "em", "dt": "p", "dd": "p", "figcaption": "p", "caption": "p",
            "dir": "ul", "menu": "ul", "center": "p", "address": "p"}  # fmt: skip
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table"}
_INLINE = {"a", "strong", "em", "code"}
_PARTS_TEXT = {
    "div", "section", "article", "main", "header", "footer", "aside", "nav", "form", "fieldset",
    "figure", "details", "summary", "dl", "body", "html",
}  # fmt: skip
"""Tags that end a paragraph and say nothing more."""

_UNSEEN = {"style", "script", "head", "title", "xml", "template", "noscript", "svg", "math",
           "iframe", "object", "select", "textarea"}  # fmt: skip
_VOID = {
    "br",
    "img",
    "hr",
    "meta",
    "link",
    "input",
    "wbr",
    "col",
    "base",
    "area",
    "source",
    "track",
}
_HOLDERS = {"li": {"ul", "ol"}, "tr": {"table"}, "td": {"tr"}, "th": {"tr"}}
DEEPEST = 40
MOST_SPANNED = 20

_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(normal|[1-5]00)", re.IGNORECASE)
_ITALIC = re.compile(r"(?<![\w-])font-style\s*:\s*(italic|oblique)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_LIST_GLYPH = re.compile(r"mso-list\s*:\s*Ignore", re.IGNORECASE)
_LIST_LEVEL = re.compile(r"mso-list\s*:\s*[^;]*?\blevel(\d)", re.IGNORECASE)
_NUMBER = re.compile(r"[(]?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)°]", re.IGNORECASE)
_TITLE_CLASS = re.compile(r"\b(?:Mso)?Title\b", re.IGNORECASE)


# Possessive (`++`), so that what is no tag after all is gone through once, however long.
_TAG = re.compile(r"""(/?)([a-zA-Z][^\s/>]*+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""")
_TAG_ANYHOW = re.compile(r"(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")  # with a quote nobody closed
_ATTRIBUTE = re.compile(
    r"""(?:^|(?<=[\s"']))([^\s="']++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"']++))"""
)
_MOST_ATTRIBUTES = 4_000
"""Characters read of the attributes of one tag."""


class _Token(NamedTuple):
    """A tag (`name`, whether it ends, its attributes), or words where `name` is empty."""

    name: str
    ends: bool
    told: str
    words: str = ""


def plain_html(html: str) -> str:
    """Give HTML that says the same with few tags, each closed where it should be."""
    reader = _Reader()
    for token in _tokens(html):
        if not token.name:
            reader.data(token.words)
        elif token.ends:
            reader.end(token.name)
        else:
            reader.start(token.name, _attributes(token.told))
    return reader.finished()


def _tokens(html: str) -> Iterator[_Token]:
    """Cut HTML at its `<`; what is no tag is words, comments and declarations are nothing."""
    first, *pieces = html.split("<")
    yield _Token("", ends=False, told="", words=unescape(first))
    in_comment = False
    for piece in pieces:
        rest = piece
        if in_comment or piece.startswith("!--"):
            _comment, closed, rest = piece.partition("-->")
            in_comment = not closed
        elif piece.startswith(("!", "?")):
            rest = piece.partition(">")[2]
        elif tag := _TAG.match(piece) or _TAG_ANYHOW.match(piece):
            yield _Token(tag[2].lower(), ends=bool(tag[1]), told=tag[3])
            rest = piece[tag.end() :]
        else:
            rest = f"<{piece}"
        if rest:
            yield _Token("", ends=False, told="", words=unescape(rest))


def _attributes(told: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(told[:_MOST_ATTRIBUTES])
    return {one[1].lower(): unescape(one[2] or one[3] or one[4] or "") for one in found}


class _Reader:
    def __init__(self) -> None:
        self.made: list[str] = []
        self.open: list[tuple[str, str]] = []  # the tag as it was named, the tag it became
        self.unseen: list[str] = []
        self.hidden: Counter[str] = Counter()  # how many of each tag are in `unseen`
        self.glyph: list[str] | None = None
        self.lists: list[str] = []  # Word's own lists, outermost first
        self.item: int | None = None  # where the item of such a list begins in `made`

    def finished(self) -> str:
        """Close what is open, and give it all."""
        self._close_to(0)
        self._end_lists()
        return "".join(self.made)

    # What is met

    def start(self, tag: str, told: dict[str, str]) -> None:
        """Meet the beginning of an element."""
        if self.unseen:
            if tag not in _VOID:
                self._hide(tag)
            return
        style = told.get("style", "")
        if tag in _VOID:
            self._void(tag)
        elif tag in _UNSEEN or _HIDDEN.search(style):
            self._hide(tag)
        elif _LIST_GLYPH.search(style):
            self.glyph = []
            self.open.append((tag, ""))
        elif len(self.open) < DEEPEST:
            self._start(tag, style, told)

    def end(self, tag: str) -> None:
        """Meet the end of one, which may never have begun."""
        if self.unseen:
            if self.hidden[tag]:
                found = ""
                while found != tag:
                    found = self.unseen.pop()
                    self.hidden[found] -= 1
            return
        names = [named for named, _became in self.open]
        if tag in names:
            self._close_to(len(names) - 1 - names[::-1].index(tag))
        elif tag in _PARTS_TEXT:
            self._end_paragraph()

    def data(self, data: str) -> None:
        """Meet words."""
        if self.unseen:
            return
        if self.glyph is not None:
            self.glyph.append(data)
            return
        if data.strip():
            self._leave_lists()
        self.made.append(escape(data, quote=False))

    # What is made of it

    def _hide(self, tag: str) -> None:
        self.unseen.append(tag)
        self.hidden[tag] += 1

    def _void(self, tag: str) -> None:
        if tag == "br":
            self.made.append("<br>")
        elif tag == "img":
            self.made.append('<img src="image">')
        elif tag == "hr":
            self._end_paragraph()
            self.made.append("<hr>")

    def _start(self, tag: str, style: str, told: dict[str, str]) -> None:
        name = _RENAMED.get(tag, tag)
        if name == "p" and _TITLE_CLASS.search(told.get("class", "")):
            name = "h1"
        if tag in _PARTS_TEXT:
            self._end_paragraph()
            return
        if name in _BLOCKS or name in _HOLDERS:
            self._end_paragraph()
            if name in _HOLDERS and not self._inside(_HOLDERS[name]):
                name = "p"
            level = _LIST_LEVEL.search(style)
            if name == "p" and level and not self._inside({"td", "th", "li"}):
                self._begin_item(int(level[1]))
                self.open.append((tag, "item"))
                return
            self._end_lists()
        nested = name in _INLINE and self._inside({name})
        if nested or (name == "strong" and _NOT_BOLD.search(style)):
            name = ""
        if name in _KEPT:
            self._write(name, told)
            self.open.append((tag, name))
        else:
            self.open.append((tag, ""))
        if name not in _BLOCKS and _BOLD.search(style) and not self._inside({"strong"}):
            self._also("strong")
        if name not in _BLOCKS and _ITALIC.search(style) and not self._inside({"em"}):
            self._also("em")

    def _also(self, name: str) -> None:
        """Add what a style says to the element just opened; both close together."""
        tag, became = self.open[-1]
        self.made.append(f"<{name}>")
        self.open[-1] = (tag, f"{became} {name}".strip())

    def _write(self, name: str, told: dict[str, str]) -> None:
        attributes = ""
        if name == "a":
            attributes = f' href="{escape(told.get("href", ""))}"'
        elif name in {"td", "th"}:
            for spanned in ("colspan", "rowspan"):
                if re.fullmatch(r"\d{1,2}", told.get(spanned, "")):
                    attributes += f' {spanned}="{min(int(told[spanned]), MOST_SPANNED)}"'
        self.made.append(f"<{name}{attributes}>")

    def _inside(self, names: set[str]) -> bool:
        return any(name in names for _tag, became in self.open for name in became.split())

    def _end_paragraph(self) -> None:
        """Close the innermost paragraph or heading, and what is stressed in it."""
        for place in range(len(self.open) - 1, -1, -1):
            became = self.open[place][1].split(" ")[0]
            if became in {"p", "pre", "item"} or re.fullmatch("h[1-6]", became):
                self._close_to(place)
                return
            if became not in _INLINE and became:
                return

    def _close_to(self, place: int) -> None:
        while len(self.open) > place:
            _tag, became = self.open.pop()
            if self.glyph is not None and not became:
                self._end_glyph()
                continue
            for name in reversed(became.split()):
                self.made.append("" if name == "item" else f"</{name}>")

    # Word's lists, which are paragraphs that say their level

    def _begin_item(self, level: int) -> None:
        while len(self.lists) > level:
            self.made.append(f"</li></{self.lists.pop()}>")
        if len(self.lists) == level:
            self.made.append("</li>")
        while len(self.lists) < level:
            self.lists.append("ul")
            self.item = len(self.made)
            self.made.append("<ul>")
            if len(self.lists) < level:
                self.made.append("<li>")
        self.made.append("<li>")

    def _end_glyph(self) -> None:
        """Let the bullet say whether the list is a numbered one."""
        glyph, self.glyph = "".join(self.glyph or []).strip(), None
        if self.lists and self.item is not None and _NUMBER.fullmatch(glyph):
            self.lists[-1] = "ol"
            self.made[self.item] = "<ol>"
        self.item = None

    def _leave_lists(self) -> None:
        if self.lists and not self._inside({"item"}):
            self._end_lists()

    def _end_lists(self) -> None:
        while self.lists:
            self.made.append(f"</li></{self.lists.pop()}>")
