"""What changed between two contents, as people read it: part by part, word by word."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from difflib import SequenceMatcher
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from licences.models import short_name
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
from recipes.dates import write_when
from recipes.durations import write_duration

_WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
MOST_PAIRS, MOST_RARE_PAIRS = 20_000, 60_000
"""Of equal lines or words, one before and one after: the time to match them grows with these.

Above the first, only what is not on every line is matched (« de », a comma go with what is around
them); above the second, nothing is. A text that says one word over and over would take minutes.
"""

SAME, GONE, NEW = "same", "gone", "new"
# Chosen, or a date: told whole, not word by word.
_CHOSEN = {
    "kind", "ease", "cost_band", "state", "licence", "language", "organisation", "since",
    "confirmed_on",
}  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Names:
    """What people call that which a content knows by a key: `recipes.naming` looks them up."""

    territories: Mapping[str, str] = field(default_factory=dict)
    organisations: Mapping[str, str] = field(default_factory=dict)
    recipes: Mapping[str, str] = field(default_factory=dict)
    others: Collection[str] = ()
    """Files, and identifiers of ancestors, that came where others went: words may not tell."""


def compare(
    before: RecipeContent, after: RecipeContent, names: Names | None = None
) -> list[Change]:
    """Give the parts that differ, in the order of the template; no query.

    With `names` they read as on the page. No change is hidden: a file or an ancestor that came
    where another went is said to be another, and a part whose names all stayed while its keys
    changed is told with its keys. Joining the pieces that are not new gives the earlier text again,
    those not gone the later.
    """
    if names:
        names = replace(names, others=_others(before, after))
    found = []
    for name in (f.name for f in fields(RecipeContent)):
        if getattr(before, name) == getattr(after, name):
            continue
        old, new = readable(before, name, names), readable(after, name, names)
        if old == new:
            old, new = readable(before, name), readable(after, name)
        if old != new:
            told = _replaced(old, new) if name in _CHOSEN else pieces(old, new)
            found.append(Change(name, wording.FIELDS[name], tuple(told)))
    return found


def _others(before: RecipeContent, after: RecipeContent) -> Collection[str]:
    """Give the keys that names leave unsaid and that only the later text has, if others went."""
    others: set[str] = set()
    for keys_of in (_files, _ancestors):
        gone, come = keys_of(before) - keys_of(after), keys_of(after) - keys_of(before)
        others |= come if gone else set()
    return others


def _files(content: RecipeContent) -> set[str]:
    return {*content.files, *(step.photo for step in content.steps)} - {""}


def _ancestors(content: RecipeContent) -> set[str]:
    return {one.identifier for one in content.adapted_from} - {""}


def readable(content: RecipeContent, name: str, names: Names | None = None) -> str:
    """Write one part as text, a line for each entry of a list.

    Without `names` all that has a key or a code is told by it: any two contents then differ. With
    them, files and the identifiers of ancestors stay unsaid, but for those that are `others`.
    """
    value = getattr(content, name)
    if value in (None, ""):
        return ""
    if name == "territories":
        return "\n".join(names.territories.get(key, key) if names else key for key in value)
    if isinstance(value, tuple):
        return "\n".join(_entry(entry, names) for entry in value)
    if name == "organisation" and names:
        return names.organisations.get(value, value)
    said = _KEYS_IN_WORDS.get(name) if names else None
    return str((said or _IN_WORDS.get(name, str))(value))


_IN_WORDS: Mapping[str, Callable[[Any], object]] = {
    "minutes": write_duration,
    "setup_minutes": write_duration,
    "ease": lambda value: wording.EASES.get(value, value),
    "kind": wording.KINDS.__getitem__,
    "cost_band": wording.COST_BANDS.__getitem__,
    "state": wording.STATES.__getitem__,
    "extra": lambda value: "\n".join(_named(key, told) for key, told in value.items()),
}
_KEYS_IN_WORDS: Mapping[str, Callable[[str], str]] = {
    "since": write_when,
    "confirmed_on": write_when,
    "licence": short_name,
    "language": wording.language_in_words,
}


def _named(what: object, words: object) -> str:
    return _("%(what)s: %(words)s") % {"what": what, "words": words}


def _entry(entry: object, names: Names | None) -> str:
    match entry:
        case Ingredient(text=text, kind=kind):
            return _named(wording.INGREDIENT_KINDS[kind], text) if kind else text
        case Step():
            return _step(entry, names)
        case Difficulty():
            return f"{entry.problem}\n{entry.what_helped}\n"
        case Section():
            return f"{entry.heading}\n{entry.text}\n"
        case Link():
            return " ".join(filter(None, (entry.title, entry.url, entry.note)))
        case Related():
            return _recipe(entry.identifier, entry.title, names)
        case Photo() | Document() | Ancestor():
            return _credited(entry, names)
        case _:
            return str(entry)


def _step(step: Step, names: Names | None) -> str:
    facts = [str(wording.PHASES[step.phase])]
    if step.minutes is not None:
        facts.append(write_duration(step.minutes))
    if step.component:
        facts.append(_recipe(step.component, "", names))
    if step.photo and names:
        is_other = step.photo in names.others
        facts.append(_("with another photo") if is_other else _("with a photo"))
    elif step.photo:
        facts.append(step.photo)
    return f"{step.title} ({', '.join(facts)})\n{step.text}\n"


def _credited(work: Photo | Document | Ancestor, names: Names | None) -> str:
    licence = short_name(work.licence) if work.licence and names else work.licence
    told: tuple[str, ...]
    match work:
        case Photo():
            told = (work.alt, work.caption, work.credit, licence)
            key, other = work.file, _("another file")
        case Document():
            told = (work.title, work.credit, licence)
            key, other = work.file, _("another file")
        case Ancestor():
            told = (work.title, work.credit, licence, work.url)
            key, other = work.identifier, _("another recipe")
    if names:
        key = other if key in names.others else ""
    return ", ".join(filter(None, (*told, key)))


def _recipe(identifier: str, title: str, names: Names | None) -> str:
    """Name a recipe: as this catalogue does, or else as the content, where names are asked for."""
    if names is None:
        return " ".join(filter(None, (title, identifier)))
    return names.recipes.get(identifier, title) or _("a recipe that is not here")


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
