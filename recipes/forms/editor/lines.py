"""The lines of a page, which one adds, takes out and puts in another order.

A line's controls are named `<list>-<number>-<part>` (`steps-2-title`). The numbers only tell lines
apart: their order is the one in which a page sends them, so that moving a line is moving its
controls. There is no count to send, hence none to forge.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from recipes import wording
from recipes.content import RecipeContent, text
from recipes.forms.editor.fields import Words
from recipes.forms.editor.lists import LISTS, Cell, Columns, UnreadableError

SHOWN = "shown"
"""Name of the hidden controls that say which lists a page shows, were one empty."""

_NAME = re.compile(r"([a-z_]+)-(\d{1,9}(?:\+\d{1,9})?)-([a-z_]+)")


@dataclass(frozen=True, slots=True)
class BoundCell:
    """One control of a page: its cell, its name there, what it holds, what is wrong with it."""

    cell: Cell
    name: str
    value: str
    error: Words = ""
    example: Words = ""
    more: Sequence[tuple[str, Words]] = ()
    """What can be chosen besides the cell's own choices."""

    @property
    def attributes(self) -> SafeString:
        """Say to those who do not see the page what describes it, and that it is wrong."""
        parts = [part for part in ("example", "error") if getattr(self, part)]
        if not parts:
            return SafeString("")
        told = " ".join(f"{self.id}_{part}" for part in parts)
        wrong = SafeString(' aria-invalid="true"') if self.error else ""
        return format_html(' aria-describedby="{}"{}', told, wrong)

    @property
    def id(self) -> str:
        """Its id in the page."""
        return f"id_{self.name}"

    @property
    def choices(self) -> list[tuple[str, Words]]:
        """What can be chosen; a value nobody knows is one more, so that it stays."""
        known = [*self.cell.choices, *self.more]
        if self.value not in {value for value, _words in known}:
            known.append((self.value, self.value))
        return known

    @property
    def rows(self) -> int:
        """How high a text is shown before anybody types."""
        least = 3 if self.cell.control == "text" else 1
        return min(20, max(least, sum(1 + len(line) // 70 for line in self.value.split("\n"))))


@dataclass(frozen=True, slots=True)
class Line:
    """One line as typed: the raw values of its controls, by part."""

    columns: Columns
    number: str
    values: Mapping[str, str]
    rank: int | str = ""
    photos: Sequence[tuple[str, Words]] = ()

    @property
    def is_simple(self) -> bool:
        """Say whether it is short enough to stand in a row."""
        return len(self.columns.cells) < 3 and all(
            cell.control in {"line", "choice", "hidden"} for cell in self.columns.cells
        )

    @property
    def cells(self) -> list[BoundCell]:
        """Its controls, in order."""
        is_new, unread = not self.typed, self.unread
        return [
            BoundCell(
                cell,
                f"{self.columns.name}-{self.number}-{cell.name}",
                self.values.get(cell.name, cell.default),
                (cell.wrong or _("This cannot be read.")) if cell.name in unread else "",
                cell.example if is_new else "",
                self.photos if cell.control == "photo" else (),
            )
            for cell in self.columns.cells
        ]

    @property
    def typed(self) -> dict[str, str]:
        """What was typed rather than chosen, by part; blanks left out."""
        return {
            cell.name: raw
            for cell in self.columns.cells
            if cell.control not in {"choice", "photo"}
            and text(raw := self.values.get(cell.name, ""))
        }

    @property
    def unread(self) -> dict[str, str]:
        """What cannot be read, by part."""
        found = {}
        for cell in self.columns.cells:
            raw = self.values.get(cell.name, "")
            try:
                cell.read(raw)
            except UnreadableError:
                found[cell.name] = raw
        return found

    def entry(self) -> Any | None:
        """Give the entry the content holds of it; `None` where it holds nothing."""
        unread = self.unread
        read = {
            cell.name: cell.read("" if cell.name in unread else self.values.get(cell.name, ""))
            for cell in self.columns.cells
        }
        # The content's own rule says which entries hold nothing.
        held: dict[str, Any] = {self.columns.name: (self.columns.entry(**read),)}
        kept = getattr(RecipeContent(**held), self.columns.name)
        return kept[0] if kept else None


@dataclass(slots=True)
class Lines:
    """The lines of one list, in the order of the page."""

    columns: Columns
    lines: list[Line] = field(default_factory=list)
    errors: list[Words] = field(default_factory=list)
    blanks: int = 1
    """Empty lines offered after those that hold something."""
    photos: Sequence[tuple[str, Words]] = ()
    """Photos that a line may show, by file."""

    @property
    def name(self) -> str:
        """The part of the content it is."""
        return self.columns.name

    @property
    def shown(self) -> list[Line]:
        """The lines to show, numbered from 0, with empty ones to fill."""
        held = [line for line in self.lines if line.typed]
        empty = [Line(self.columns, "", {}) for _blank in range(self.blanks)]
        return [
            Line(self.columns, str(number), line.values, number + 1, self.photos)
            for number, line in enumerate([*held, *empty])
        ]

    @property
    def heading(self) -> str:
        """Its name, as a heading begins."""
        words = str(wording.FIELDS[self.name])
        return words[:1].upper() + words[1:]

    @property
    def pattern(self) -> Line:
        """A line to copy where one is added in the page; `NEW` stands for its number."""
        return Line(self.columns, "NEW", {}, "", self.photos)

    def entries(self) -> tuple[Any, ...]:
        """Give what the content holds of them."""
        return tuple(entry for line in self.lines if (entry := line.entry()) is not None)

    def unread(self) -> dict[str, str]:
        """Give what was typed and the content cannot hold, by name of control.

        A number is that of the entry in the content. A line of which the content holds nothing
        (a step that has only a duration) is kept whole, as the n-th before entry i: `i+n`.
        """
        kept: dict[str, str] = {}
        position = apart = 0
        for line in self.lines:
            if line.entry() is not None:
                told, number = line.unread, str(position)
                position, apart = position + 1, 0
            elif line.typed:
                told, number = dict(line.values), f"{position}+{apart}"
                apart += 1
            else:
                continue
            kept |= {f"{self.name}-{number}-{part}": raw for part, raw in told.items()}
        return kept

    # Without JavaScript

    def move(self, number: str, by: int) -> None:
        """Put the line of this number one place earlier (-1) or later (1), where it can go."""
        at = self._position(number)
        if at is not None and 0 <= at + by < len(self.lines):
            self.lines.insert(at + by, self.lines.pop(at))

    def take_out(self, number: str) -> tuple[int, Line] | None:
        """Take out the line of this number, and give it with where it stood."""
        at = self._position(number)
        return None if at is None else (at, self.lines.pop(at))

    def put_back(self, at: int, values: Mapping[str, str]) -> None:
        """Put a line that was taken out where it stood."""
        self.lines.insert(at, Line(self.columns, "", values))

    def _position(self, number: str) -> int | None:
        return next((at for at, one in enumerate(self.lines) if one.number == number), None)


def read_lines(data: QueryDict) -> dict[str, Lines]:
    """Read the lines a page sent, list by list; a list it did not show is left out."""
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for name in data:
        parts = _NAME.fullmatch(name)
        if parts and parts[1] in LISTS:
            found[parts[1]][parts[2]][parts[3]] = str(data[name])
    shown = {*data.getlist(SHOWN), *found}
    return {
        name: Lines(
            columns,
            [Line(columns, number, values) for number, values in found[name].items()],
        )
        for name, columns in LISTS.items()
        if name in shown
    }


def told_lines(
    columns: Columns, entries: Iterable[Any], unread: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Give the controls of a list, by name, as a page shows them: entries, and what is unread."""
    beside: dict[int, dict[str, str]] = defaultdict(dict)
    apart: dict[int, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for name, typed in unread.items():
        parts = _NAME.fullmatch(name)
        if parts and parts[1] == columns.name:
            position, plus, nth = parts[2].partition("+")
            held = apart[int(position)][int(nth)] if plus else beside[int(position)]
            held[parts[3]] = typed
    lines: list[dict[str, str]] = []
    for position, entry in enumerate(entries):
        lines += (values for _nth, values in sorted(apart.pop(position, {}).items()))
        lines.append({**columns.told(entry), **beside.pop(position, {})})
    for rest in sorted(apart):
        lines += (values for _nth, values in sorted(apart[rest].items()))
    lines += beside.values()
    for number, values in enumerate(lines):
        yield from ((f"{columns.name}-{number}-{part}", told) for part, told in values.items())
