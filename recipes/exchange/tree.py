"""What pandoc read, made simple enough for the Markdown that recipes are written in.

Pandoc gives a document as a tree (its JSON form). Ours knows no attributes, raw HTML, footnotes,
underlining or tables in tables: their words stay, in the nearest thing we have. Pictures go and are
counted, and so does a table of contents, whose words are the headings'.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from recipes.exchange.headings import part_named

Node = dict[str, Any]

NO_ATTRIBUTES: list[Any] = ["", [], []]
_TRANSPARENT = {"Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Span", "Cite"}
_PARAGRAPHS = {"Para", "Plain"}
_LISTS = {"BulletList", "OrderedList"}
_STRESSED = {"Strong", "Underline"}
_SHORT_LABEL = 80
_SHORT_CELL = 300
_MOST_COLUMNS = 30
_LEADS_OUT = ("http://", "https://", "mailto:")
NOTES_HEADING = "Notes"


@dataclass(slots=True)
class Simplifier:
    """Makes one document simple, counting what it leaves out."""

    images: int = 0
    contents_lines: int = 0
    notes: list[list[Node]] = field(default_factory=list)

    def document(self, tree: Node, *, title: str = "") -> Node:
        """Give the whole document: what it says of itself first, its footnotes last.

        `title` are the words of the paragraph that is its title, where only its style tells.
        Raises `RecursionError` for one nested deeper than Python follows.
        """
        body = self.blocks(tree["blocks"])
        if title:
            body = _with_title(body, title)
        body = [*self._front(tree["meta"]), *body]
        for number, note in enumerate(self.notes, 1):
            if number == 1:
                body.append(_heading(_level_of_parts(body), [_str(NOTES_HEADING)]))
            body += _prefixed(f"[{number}]", note)
        return {"pandoc-api-version": tree["pandoc-api-version"], "meta": {}, "blocks": body}

    def _front(self, meta: Node) -> Iterator[Node]:
        """Put in the text what the document has in fields: title, authors, date."""
        for key in ("title", "subtitle", "author", "date", "abstract"):
            for told in _told(meta.get(key)):
                blocks = self.blocks(told)
                inlines = _inlines_of(blocks)
                if key == "title" and inlines:
                    yield _heading(1, inlines)
                elif key == "author" and inlines:
                    yield _para([_str("Auteur"), _space(), _str(":"), _space(), *inlines])
                else:
                    yield from blocks

    # Blocks

    def blocks(self, found: Iterable[Node]) -> list[Node]:
        """Make blocks simple, each giving none, one or several."""
        return [made for block in found for made in self._block(block)]

    def _block(self, block: Node) -> list[Node]:
        told: Any = block.get("c")
        match block["t"]:
            case "Para" | "Plain" as kind:
                return self._paragraph(kind, told)
            case "Header":
                inlines = _on_one_line(_unstressed(self.inlines(told[2])))
                return [_heading(told[0], inlines)] if _plain(inlines) else []
            case "LineBlock":
                lines = [self.inlines(line) for line in told]
                return [_para(_joined(lines, {"t": "LineBreak"}))]
            case "CodeBlock" | "RawBlock":
                return [{"t": "CodeBlock", "c": [NO_ATTRIBUTES, told[1]]}]
            case "Table":
                return self._table(told)
            case "Figure":
                return [*self.blocks(told[2]), *self.blocks(told[1][1])]
            case "Div":
                return self.blocks(told[1])
            case _:
                return self._holder(block, told)

    def _holder(self, block: Node, told: Any) -> list[Node]:
        """Make simple what holds other blocks: a quotation, a list."""
        match block["t"]:
            case "BlockQuote":
                inside = self.blocks(told)
                return [{"t": "BlockQuote", "c": inside}] if inside else []
            case "BulletList":
                items = self._items(told)
                return [{"t": "BulletList", "c": items}] if items else []
            case "OrderedList":
                items = self._items(told[1])
                numbers = [told[0][0], {"t": "Decimal"}, {"t": "Period"}]
                return [{"t": "OrderedList", "c": [numbers, items]}] if items else []
            case "DefinitionList":
                return self._definitions(told)
            case _:
                return [block]

    def _paragraph(self, kind: str, told: list[Node]) -> list[Node]:
        if _is_contents_line(told):
            self.contents_lines += 1
            return []
        inlines = self.inlines(told)
        if not _plain(inlines):
            return []
        shown = [inline for inline in told if inline["t"] not in {"Space", "SoftBreak"}]
        if shown and all(inline["t"] in _STRESSED for inline in shown):
            inlines = [{"t": "Strong", "c": _unstressed(inlines)}]
        return [{"t": kind, "c": inlines}]

    def _items(self, told: list[list[Node]]) -> list[list[Node]]:
        """Make items simple; where each is one paragraph, no blank lines part them."""
        items = [blocks for blocks in map(self.blocks, told) if blocks]
        tight = all(sum(block["t"] not in _LISTS for block in blocks) <= 1 for blocks in items)
        return [[_as_plain(block) for block in blocks] for blocks in items] if tight else items

    def _definitions(self, told: list[Any]) -> list[Node]:
        made: list[Node] = []
        for term, meanings in told:
            if inlines := self.inlines(term):
                made.append(_para([{"t": "Strong", "c": _unstressed(inlines)}]))
            for meaning in meanings:
                made += map(_as_paragraph, self.blocks(meaning))
        return made

    # Tables

    def _table(self, told: list[Any]) -> list[Node]:
        _attributes, caption, columns, head, bodies, foot = told
        above = self.blocks(caption[1])
        rows = _grid([head, *bodies, foot], len(columns))
        cells = _without_empty([[self.blocks(cell) for cell in row] for row in rows])
        width = len(cells[0]) if cells else 0
        if width < 2 or len(cells) < 2:
            spliced = (block for row in cells for cell in row for block in cell)
            return [*above, *map(_as_paragraph, spliced)]
        if _is_form(cells):
            return [*above, *_unfolded(cells)]
        flat = [[_flat(cell) for cell in row] for row in cells]
        if any(len(_plain(cell)) > _SHORT_CELL for row in flat for cell in row) and not all(
            _is_simple(cell) for row in cells for cell in row
        ):
            return [*above, *_spread(cells)]
        return [*above, _simple_table(flat)]

    # Inlines

    def inlines(self, found: Iterable[Node]) -> list[Node]:
        """Make inlines simple; pictures go and are counted, footnotes leave their number."""
        return [made for inline in found for made in self._inline(inline)]

    def _inline(self, inline: Node) -> list[Node]:
        kind = inline["t"]
        told: Any = inline.get("c")
        if kind in _TRANSPARENT:
            return self.inlines(told if kind not in {"Span", "Cite"} else told[1])
        match kind:
            case "Emph" | "Strong":
                inside = self.inlines(told)
                return [{"t": kind, "c": inside}] if _plain(inside) else inside
            case "Quoted":
                first, last = ("“", "”") if told[0]["t"] == "DoubleQuote" else ("‘", "’")
                return [_str(first), *self.inlines(told[1]), _str(last)]
            case "Code" | "Math" | "RawInline":
                return [{"t": "Code", "c": [NO_ATTRIBUTES, told[1]]}]
            case "Link":
                return self._link(told)
            case "Image":
                self.images += 1
                return []
            case "Note":
                self.notes.append([])
                number = len(self.notes)
                self.notes[number - 1] = self.blocks(told)
                return [_str(f"[{number}]")]
            case "SoftBreak":
                return [_space()]
            case _:
                return [inline]

    def _link(self, told: list[Any]) -> list[Node]:
        """Keep a link that leads to the web or a mailbox; of another one, its words."""
        _attributes, shown, (address, _title) = told
        inside = self.inlines(shown)
        if not address.lower().startswith(_LEADS_OUT):
            return inside
        if not _plain(inside):
            return inside if any(one["t"] == "Image" for one in shown) else [_str(address)]
        return [{"t": "Link", "c": [NO_ATTRIBUTES, inside, [address, ""]]}]


# Small makers


def _str(words: str) -> Node:
    return {"t": "Str", "c": words}


def _space() -> Node:
    return {"t": "Space"}


def _para(inlines: list[Node]) -> Node:
    return {"t": "Para", "c": inlines}


def _heading(level: int, inlines: list[Node]) -> Node:
    return {"t": "Header", "c": [level, NO_ATTRIBUTES, inlines]}


def _as_paragraph(block: Node) -> Node:
    return _para(block["c"]) if block["t"] == "Plain" else block


def _as_plain(block: Node) -> Node:
    return {"t": "Plain", "c": block["c"]} if block["t"] == "Para" else block


def _joined(parts: Iterable[list[Node]], *between: Node) -> list[Node]:
    made: list[Node] = []
    for part in filter(None, parts):
        made += [*between, *part] if made else part
    return made


def _told(value: Node | None) -> Iterator[list[Node]]:
    """Give the texts of one field of a document as blocks; several authors are several."""
    if value is None:
        return
    match value["t"]:
        case "MetaInlines":
            yield [_para(value["c"])]
        case "MetaBlocks":
            yield value["c"]
        case "MetaList":
            for entry in value["c"]:
                yield from _told(entry)


def _plain(inlines: Iterable[Node]) -> str:
    """Give the words a reader sees."""
    said = []
    for inline in inlines:
        told: Any = inline.get("c")
        match inline["t"]:
            case "Str":
                said.append(told)
            case "Code":
                said.append(told[1])
            case "Link":
                said.append(_plain(told[1]))
            case "Emph" | "Strong":
                said.append(_plain(told))
            case _:
                said.append(" ")
    return "".join(said).strip()


def _inlines_of(blocks: list[Node]) -> list[Node]:
    return blocks[0]["c"] if len(blocks) == 1 and blocks[0]["t"] in _PARAGRAPHS else []


def _unstressed(inlines: list[Node]) -> list[Node]:
    return [
        inner
        for inline in inlines
        for inner in (inline["c"] if inline["t"] == "Strong" else [inline])
    ]


def _on_one_line(inlines: list[Node]) -> list[Node]:
    return [_space() if inline["t"] == "LineBreak" else inline for inline in inlines]


def _is_contents_line(inlines: list[Node]) -> bool:
    """Say whether a paragraph is one line of a table of contents: a link into the document."""
    shown = [inline for inline in inlines if inline["t"] not in {"Space", "SoftBreak"}]
    return len(shown) == 1 and shown[0]["t"] == "Link" and shown[0]["c"][2][0].startswith("#")


def _level_of_parts(blocks: list[Node]) -> int:
    """Give the level of the headings of parts: the least one below the title."""
    levels = [block["c"][0] for block in blocks if block["t"] == "Header"]
    return min(levels[1:], default=2)


def _with_title(blocks: list[Node], title: str) -> list[Node]:
    for position, block in enumerate(blocks):
        inlines = block["c"] if block["t"] in _PARAGRAPHS else []
        if inlines and _plain(inlines).split() == title.split():
            made = _heading(1, _on_one_line(_unstressed(inlines)))
            return [*blocks[:position], made, *blocks[position + 1 :]]
    return blocks


def _prefixed(words: str, blocks: list[Node]) -> list[Node]:
    if blocks and blocks[0]["t"] in _PARAGRAPHS:
        return [_para([_str(words), _space(), *blocks[0]["c"]]), *blocks[1:]]
    return [_para([_str(words)]), *blocks]


# Tables


def _grid(parts: list[Any], width: int) -> list[list[list[Node]]]:
    """Lay the cells of all rows on a grid; where a cell spans others, those are empty.

    A part is the head, a body or the foot; its rows stand in its last elements.
    """
    rows = [
        row for part in parts for listed in part[1:] if isinstance(listed, list) for row in listed
    ]
    columns = min(width, _MOST_COLUMNS) or 1
    taken: dict[int, int] = {}
    grid = []
    for _attributes, cells in rows:
        made: list[list[Node]] = []
        waiting = list(cells)
        while len(made) < columns or waiting:
            column = len(made)
            if taken.get(column, 0):
                taken[column] -= 1
                made.append([])
            elif waiting:
                _attr, _alignment, down, across, blocks = waiting.pop(0)
                spanned = range(column, min(column + max(across, 1), max(columns, column + 1)))
                for place in spanned:
                    taken[place] = down - 1
                    made.append(blocks if place == column else [])
            else:
                made.append([])
        grid.append(made)
    widest = max(map(len, grid), default=0)
    return [row + [[] for _ in range(widest - len(row))] for row in grid]


def _without_empty(cells: list[list[list[Node]]]) -> list[list[list[Node]]]:
    rows = [row for row in cells if any(row)]
    used = [column for column in range(len(rows[0]) if rows else 0) if any(r[column] for r in rows)]
    return [[row[column] for column in used] for row in rows]


def _label(cell: list[Node]) -> list[Node]:
    inlines = _on_one_line(_unstressed(_inlines_of(cell)))
    return inlines if 0 < len(_plain(inlines)) <= _SHORT_LABEL else []


def _is_form(cells: list[list[list[Node]]]) -> bool:
    """Say whether a table is a card in two columns: names of parts, and what they hold."""
    labels = [_plain(_label(row[0])) for row in cells]
    return len(cells[0]) == 2 and all(labels) and sum(map(bool, map(part_named, labels))) >= 2


def _unfolded(cells: list[list[list[Node]]]) -> Iterator[Node]:
    for label, cell in cells:
        yield _heading(2, _label(label))
        yield from map(_as_paragraph, cell)


def _spread(cells: list[list[list[Node]]]) -> Iterator[Node]:
    """Write a table too rich for a line a row as text, each row begun by its first cell."""
    for row in cells:
        first, *rest = row
        if label := _label(first):
            yield _para([{"t": "Strong", "c": label}])
        else:
            yield from map(_as_paragraph, first)
        for cell in rest:
            yield from map(_as_paragraph, cell)


def _is_simple(cell: list[Node]) -> bool:
    return len(cell) <= 1 and all(block["t"] in _PARAGRAPHS for block in cell)


def _flat(blocks: list[Node]) -> list[Node]:
    """Write blocks on one line: paragraphs after a slash, items after a semicolon."""
    slash, semicolon = [_space(), _str("/"), _space()], [_space(), _str(";"), _space()]
    parts = []
    for block in blocks:
        told: Any = block.get("c")
        match block["t"]:
            case "Para" | "Plain":
                parts.append(_on_one_line(told))
            case "Header":
                parts.append(told[2])
            case "BulletList":
                parts.append(_joined(map(_flat, told), *semicolon))
            case "OrderedList":
                parts.append(_joined(map(_flat, told[1]), *semicolon))
            case "BlockQuote":
                parts.append(_flat(told))
            case "CodeBlock":
                parts.append([{"t": "Code", "c": [NO_ATTRIBUTES, " ".join(told[1].split())]}])
            case "Table":
                rows = [cell[4] for part in _table_rows(told) for cell in part]
                parts.append(_joined(map(_flat, rows), *semicolon))
    return _joined(parts, *slash)


def _table_rows(told: list[Any]) -> list[list[Any]]:
    return [row[1] for row in (*told[3][1], *(row for body in told[4] for row in body[3]))]


def _simple_table(rows: list[list[list[Node]]]) -> Node:
    def row(cells: list[list[Node]]) -> list[Any]:
        usual = [NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1]
        return [NO_ATTRIBUTES, [[*usual, [{"t": "Plain", "c": c}] if c else []] for c in cells]]

    column = [{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]
    head, *body = rows
    return {
        "t": "Table",
        "c": [
            NO_ATTRIBUTES,
            [None, []],
            [column for _ in head],
            [NO_ATTRIBUTES, [row(head)]],
            [[NO_ATTRIBUTES, 0, [], list(map(row, body))]],
            [NO_ATTRIBUTES, []],
        ],
    }
