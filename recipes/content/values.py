"""The value itself: `RecipeContent`, its parts and its closed lists."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from recipes.content.texts import (
    identifier,
    is_identifier,
    lines,
    one_line,
    plain,
    text,
    web_address,
)

MOST_LEVELS = 20
"""Of lists and mappings in each other, among the keys of a file that we do not know."""


class Kind(StrEnum):
    """What sort of thing the recipe makes."""

    PRACTICE = "pratique"
    PLACE = "lieu"
    SERVICE = "service"
    WORKSHOP = "format"
    TOOL = "outil"


class Phase(StrEnum):
    """When a step happens."""

    BEFORE = "avant"
    DURING = "pendant"
    AFTER = "apres"


class IngredientKind(StrEnum):
    """What sort of thing has to be brought together."""

    PEOPLE = "personnes"
    SKILL = "savoir-faire"
    PLACE = "lieu"
    MATERIAL = "materiel"
    PARTNER = "partenaires"
    PERMISSION = "autorisations"
    MONEY = "budget"


class CostBand(StrEnum):
    """What it costs to begin, in euros."""

    FREE = "gratuit"
    UNDER_100 = "moins-de-100"
    UNDER_1000 = "moins-de-1000"
    UNDER_10000 = "moins-de-10000"
    MORE = "plus-de-10000"


class State(StrEnum):
    """Where the practice stands."""

    IDEA = "idee"
    TRIED = "essai"
    RUNNING = "en-cours"
    STOPPED = "arretee"


def _refuse_negative(name: str, number: int | None) -> None:
    if number is not None and number < 0:
        raise ValueError(f"{name}: a count is never negative")


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One thing to bring together; without a kind when nobody said which."""

    text: str
    kind: IngredientKind | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", one_line(self.text))


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its phase, its title, what to do (Markdown), minutes, another recipe it uses.

    `photo` is the file of one of the recipe's photos, shown beside the step.
    """

    title: str
    text: str = ""
    phase: Phase = Phase.DURING
    minutes: int | None = None
    component: str = ""
    photo: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", one_line(self.title))
        object.__setattr__(self, "text", text(self.text))
        object.__setattr__(self, "component", identifier(self.component))
        object.__setattr__(self, "photo", one_line(self.photo))
        _refuse_negative("minutes of a step", self.minutes)


@dataclass(frozen=True, slots=True)
class Difficulty:
    """What went wrong (one line), and what helped (Markdown)."""

    problem: str
    what_helped: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "problem", one_line(self.problem))
        object.__setattr__(self, "what_helped", text(self.what_helped))


@dataclass(frozen=True, slots=True)
class Link:
    """A page or video elsewhere."""

    title: str
    url: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", one_line(self.title))
        object.__setattr__(self, "url", web_address(self.url))
        object.__setattr__(self, "note", one_line(self.note))


@dataclass(frozen=True, slots=True)
class Related:
    """Another recipe worth reading: its identifier (a UUID) and the title it had.

    What is no UUID is a title: a recipe named by somebody who did not know its identifier.
    """

    identifier: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        first, title = one_line(self.identifier), one_line(self.title)
        words = " : ".join(filter(None, (first, title)))
        identifier, _, rest = words.partition(" : ")
        if not is_identifier(identifier):
            identifier, rest = "", one_line(f"{first} {title}")
        object.__setattr__(self, "identifier", identifier.lower())
        object.__setattr__(self, "title", rest)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo: its file, what it shows for those who do not see it, whose it is.

    `file` names the bytes, not a place: "<sha256>.jpg", the same on every site.
    """

    file: str
    alt: str = ""
    credit: str = ""
    licence: str = ""
    caption: str = ""

    def __post_init__(self) -> None:
        for name in ("file", "alt", "credit", "licence", "caption"):
            object.__setattr__(self, name, one_line(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Document:
    """A document to download: its file ("<sha256>.pdf"), its title, whose it is."""

    file: str
    title: str = ""
    credit: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        for name in ("file", "title", "credit", "licence"):
            object.__setattr__(self, name, one_line(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Section:
    """A part that fits none of ours, kept under its own heading (Markdown)."""

    heading: str
    text: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "heading", one_line(self.heading))
        object.__setattr__(self, "text", text(self.text))


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A recipe this one was adapted from, with all its credit line needs."""

    title: str
    credit: str
    licence: str
    identifier: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        for name in ("title", "credit", "licence"):
            object.__setattr__(self, name, one_line(getattr(self, name)))
        object.__setattr__(self, "identifier", identifier(self.identifier))
        object.__setattr__(self, "url", web_address(self.url))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeContent:
    """All that a recipe says. Any value can be stored as a draft; `problems` says what is wrong.

    Texts are Markdown unless said to be of one line. `territories` are keys (`commune:29019`),
    `licence` an SPDX id, `organisation` the slug of the organisation that carries the practice,
    `related` and `component` UUIDs of recipes, `since` and `confirmed_on` ISO dates (`since` may
    be a year or a month), durations minutes. The first of `photos` is the cover. `adapted_from`
    names the parent first, then its own ancestors. `extra` holds, as texts, lists and mappings,
    keys of a file that we do not know.
    """

    # 1. Presentation
    title: str = ""
    summary: str = ""
    kind: Kind | None = None
    tags: tuple[str, ...] = ()
    audience: str = ""
    why: str = ""
    ease: int | None = None
    participants_min: int | None = None
    participants_max: int | None = None
    setup_minutes: int | None = None
    minutes: int | None = None
    rhythm: str = ""
    cost_band: CostBand | None = None
    cost_note: str = ""
    state: State | None = None
    since: str = ""
    photos: tuple[Photo, ...] = ()
    # 2. How to do it
    in_a_hurry: str = ""
    ingredients: tuple[Ingredient, ...] = ()
    utensils: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    # 3. To understand better
    origin: str = ""
    difficulties: tuple[Difficulty, ...] = ()
    tips: str = ""
    in_hindsight: str = ""
    legal_frame: str = ""
    results: str = ""
    # 4. To go further
    sources: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    related: tuple[Related, ...] = ()
    documents: tuple[Document, ...] = ()
    sections: tuple[Section, ...] = ()
    # Whose it is, where, under which conditions
    licence: str = ""
    credit: str = ""
    organisation: str = ""
    territories: tuple[str, ...] = ()
    language: str = "fr"
    public_funding: str = ""
    confirmed_on: str = ""
    adapted_from: tuple[Ancestor, ...] = ()
    imported_from: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put every text in normal form; drop lines that hold nothing and repeated keys."""

        def put(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        for name in ONE_LINE_FIELDS:
            put(name, one_line(getattr(self, name)))
        for name in TEXT_FIELDS:
            put(name, text(getattr(self, name)))
        put("utensils", lines(self.utensils))
        put("sources", lines(self.sources))
        put("tags", tuple(dict.fromkeys(lines(self.tags))))
        put("territories", tuple(dict.fromkeys(lines(self.territories))))
        put("ingredients", tuple(i for i in self.ingredients if i.text))
        put("steps", tuple(s for s in self.steps if s.title or s.text))
        put("difficulties", tuple(d for d in self.difficulties if d.problem or d.what_helped))
        put("links", tuple(entry for entry in self.links if entry.title or entry.url or entry.note))
        put("related", tuple(entry for entry in self.related if entry.identifier or entry.title))
        put("photos", tuple(entry for entry in self.photos if any(dataclasses.astuple(entry))))
        put("documents", tuple(d for d in self.documents if any(dataclasses.astuple(d))))
        put("sections", tuple(s for s in self.sections if s.heading or s.text))
        put("extra", plain(dict(self.extra), MOST_LEVELS))
        for name in NUMBER_FIELDS:
            _refuse_negative(name, getattr(self, name))

    def replace(self, **changes: Any) -> Self:
        """Give a copy with some fields changed."""
        return dataclasses.replace(self, **changes)

    @property
    def files(self) -> tuple[str, ...]:
        """The files of its photos and documents, each once."""
        named = (entry.file for _name, _number, entry in photos_and_documents(self))
        return tuple(dict.fromkeys(filter(None, named)))

    @property
    def licences(self) -> tuple[str, ...]:
        """The licences it names, each once: its own, those of its photos and documents."""
        named = (entry.licence for _name, _number, entry in photos_and_documents(self))
        return tuple(dict.fromkeys(filter(None, (self.licence, *named))))

    def to_json(self) -> dict[str, Any]:
        """Give plain data for a JSON column or file; empty fields are left out."""
        empty = RecipeContent()
        plain = dataclasses.asdict(self)
        return {
            name: value
            for name, value in plain.items()
            if getattr(self, name) != getattr(empty, name)
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` gave: `from_json(c.to_json()) == c`.

        Raises `ValueError` or `TypeError` for data of another shape: only our own column and
        our own exports are read with it.
        """
        values: dict[str, Any] = dict(data)
        for name, listed in _LISTED.items():
            if name in values:
                values[name] = tuple(listed(entry) for entry in values[name])
        for name, closed in (("kind", Kind), ("cost_band", CostBand), ("state", State)):
            if values.get(name) is not None:
                values[name] = closed(values[name])
        return cls(**values)


ONE_LINE_FIELDS = (
    "title", "summary", "audience", "rhythm", "cost_note", "since", "licence", "credit",
    "organisation", "language", "public_funding", "confirmed_on", "imported_from",
)  # fmt: skip
LISTS = (
    "photos", "ingredients", "utensils", "steps", "difficulties", "sources", "links", "related",
    "documents", "sections", "adapted_from",
)  # fmt: skip
NUMBER_FIELDS = ("ease", "participants_min", "participants_max", "setup_minutes", "minutes")
TEXT_FIELDS = (
    "why", "in_a_hurry", "origin", "tips", "in_hindsight", "legal_frame", "results",
)  # fmt: skip


def _ingredient(data: Mapping[str, Any]) -> Ingredient:
    kind = data.get("kind")
    return Ingredient(**{**data, "kind": IngredientKind(kind) if kind else None})


def _step(data: Mapping[str, Any]) -> Step:
    return Step(**{**data, "phase": Phase(data.get("phase", Phase.DURING))})


_LISTED: dict[str, Callable[[Any], Any]] = {
    "tags": str,
    "utensils": str,
    "sources": str,
    "territories": str,
    "ingredients": _ingredient,
    "steps": _step,
    "difficulties": lambda data: Difficulty(**data),
    "links": lambda data: Link(**data),
    "related": lambda data: Related(**data),
    "photos": lambda data: Photo(**data),
    "documents": lambda data: Document(**data),
    "sections": lambda data: Section(**data),
    "adapted_from": lambda data: Ancestor(**data),
}


def photos_and_documents(
    content: RecipeContent,
) -> Iterator[tuple[str, int, Photo | Document]]:
    """Give each with its field and its number, from 1."""
    for number, photo in enumerate(content.photos, 1):
        yield "photos", number, photo
    for number, document in enumerate(content.documents, 1):
        yield "documents", number, document
