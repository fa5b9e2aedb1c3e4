"""What changed between two contents, as people read it: part by part, word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from recipes import wording
from recipes.content import (
    Ancestor,
    Difficulty,
    Document,
    Ingredient,
    Link,
    Photo,
    RecipeContent,
    Related,
    Section,
    Step,
)
from recipes.durations import write_duration

_WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
MOST_PAIRS, MOST_RARE_PAIRS = 20_000, 60_000
"""Of equal lines or words, one before and one after: the time to match them grows with these.

Above the first, only what is not on every line is matched (« de », a comma go with what is around
them); above the second, nothing is. A text that says one word over and over would take minutes.
"""

SAME, GONE, NEW = "same", "gone", "new"
_CHOSEN = {"kind", "ease", "cost_band", "state"}  # from a list: told whole, not word by word


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, went or came."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A part that is not the same: its name for people, and its pieces in order."""

    field: str
    label: str | Promise
    pieces: tuple[Piece, ...]

    @property
    def before(self) -> tuple[Piece, ...]:
        """The pieces of the earlier text."""
        return tuple(piece for piece in self.pieces if piece.what != NEW)

    @property
    def after(self) -> tuple[Piece, ...]:
        """The pieces of the later text."""
        return tuple(piece for piece in self.pieces if piece.what != GONE)


def compare(before: RecipeContent, after: RecipeContent) -> list[Change]:
    """Give the parts that differ, in the order of the template.

    Joining the pieces that are not new gives the earlier text again, those not gone the later.
    """
    return [
        Change(
            f.name,
            wording.FIELDS[f.name],
            tuple(_replaced(old, new) if f.name in _CHOSEN else pieces(old, new)),
        )
        for f in fields(RecipeContent)
        if (old := readable(before, f.name)) != (new := readable(after, f.name))
    ]


def readable(content: RecipeContent, name: str) -> str:
    """Write one part as text, a line for each entry of a list."""
    value = getattr(content, name)
    if value is None:
        return ""
    if name in {"minutes", "setup_minutes"}:
        return write_duration(value)
    if name == "ease":
        return str(wording.EASES.get(value, value))
    if name == "extra":
        return "\n".join(_named(key, told) for key, told in value.items())
    if isinstance(value, tuple):
        return "\n".join(map(_entry, value))
    words = {"kind": wording.KINDS, "cost_band": wording.COST_BANDS, "state": wording.STATES}
    return str(words[name][value]) if name in words else str(value)


_IN_ORDER: Mapping[type, tuple[str, ...]] = {
    Photo: ("alt", "caption", "credit", "licence", "file"),
    Document: ("title", "credit", "licence", "file"),
    Ancestor: ("title", "credit", "licence", "url", "identifier"),
}


def _named(what: object, words: object) -> str:
    return _("%(what)s: %(words)s") % {"what": what, "words": words}


def _entry(entry: object) -> str:
    match entry:
        case Ingredient(text=text, kind=kind):
            return _named(wording.INGREDIENT_KINDS[kind], text) if kind else text
        case Step():
            facts = [str(wording.PHASES[entry.phase])]
            if entry.minutes is not None:
                facts.append(write_duration(entry.minutes))
            facts += filter(None, (entry.component, entry.photo))
            return f"{entry.title} ({', '.join(facts)})\n{entry.text}\n"
        case Difficulty():
            return f"{entry.problem}\n{entry.what_helped}\n"
        case Section():
            return f"{entry.heading}\n{entry.text}\n"
        case Link():
            return " ".join(filter(None, (entry.title, entry.url, entry.note)))
        case Related():
            return " ".join(filter(None, (entry.title, entry.identifier)))
        case Photo() | Document() | Ancestor():
            told = (getattr(entry, name) for name in _IN_ORDER[type(entry)])
            return ", ".join(filter(None, told))
        case _:
            return str(entry)


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Give what stayed, went and came between two texts, in reading order.

    Lines are compared first, then the words of the lines that differ: the time grows with what
    changed, not with the length of the texts.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for gone, come in _differences(old, new):
        if gone == come:
            yield Piece(SAME, gone)
        else:
            for less, more in _differences(_WORD.findall(gone), _WORD.findall(come)):
                yield from [Piece(SAME, less)] if less == more else _replaced(less, more)


def _differences(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give runs of both in order, equal or not; what they begin and end with alike is cut first."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    most = shorter - head
    tail = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    if head:
        yield "".join(old[:head]), "".join(new[:head])
    yield from _matched(old[head : len(old) - tail], new[head : len(new) - tail])
    if tail:
        yield "".join(old[len(old) - tail :]), "".join(new[len(new) - tail :])


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    before = Counter(old)
    matcher = SequenceMatcher(None, [], new, autojunk=False)
    if _pairs(before, matcher) > MOST_PAIRS:
        matcher = SequenceMatcher(None, [], new, autojunk=True)
        if _pairs(before, matcher) > MOST_RARE_PAIRS:
            yield "".join(old), "".join(new)
            return
    matcher.set_seq1(old)
    for _what, i, j, k, m in matcher.get_opcodes():
        yield "".join(old[i:j]), "".join(new[k:m])


def _pairs(before: Counter[str], matcher: SequenceMatcher[str]) -> int:
    """Count the pairs a matcher has to look at: where each element stands in the later text."""
    places: Mapping[str, list[int]] = matcher.b2j  # type: ignore[attr-defined]  # no stub
    return sum(count * len(places.get(each, ())) for each, count in before.items())


def _replaced(gone: str, come: str) -> Iterator[Piece]:
    if gone:
        yield Piece(GONE, gone)
    if come:
        yield Piece(NEW, come)
