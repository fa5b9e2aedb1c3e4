"""What a recipe says, and what is wrong with it. No Django inside.

`RecipeContent` is one immutable value: everything a revision stores, a file holds, a page
shows. It is always in normal form (see `one_line` and `text`), so two contents that read the
same are equal, and `parse(render(content)) == content` holds for every one of them.

The parts follow the network's own template (four parts, some seventeen items). Values of
the closed lists are the words used in files and addresses (`lieu`, `en-cours`), one spelling
everywhere; their names in the code are English.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Self
from urllib.parse import quote, urlsplit
from uuid import UUID

from recipes.durations import LONGEST

# Closed lists


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


# Normal form of texts

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BLANK_LINES_FIRST = re.compile(r"\A(?:[ \t]*\n)+")
_SPACES = re.compile(r"[ \t\n]+")
_UNSAFE_IN_URL = re.compile(r"[^!#-;=?-\[\]_a-z~%]")


def text(value: str) -> str:
    """Put a text of several lines in normal form.

    Unicode NFC, one kind of line end, no control characters (they cannot be typed, and XML
    and PostgreSQL refuse them), no blank lines around. Spaces at the end of a line stay: in
    Markdown two of them break the line.
    """
    value = _CONTROL.sub("", _LINE_ENDS.sub("\n", value))
    value = unicodedata.normalize("NFC", value)  # last: what parted two characters is gone
    return _BLANK_LINES_FIRST.sub("", value).rstrip(" \t\n")


def one_line(value: str) -> str:
    """Put a text of one line in normal form: as `text`, every run of blanks one space.

    Non-breaking spaces are typography, not blanks: they stay.
    """
    return _SPACES.sub(" ", text(value)).strip(" ")


def web_address(value: str) -> str:
    """Put an address in normal form: what may not stand in a URL is percent-encoded."""
    return _UNSAFE_IN_URL.sub(lambda found: quote(found[0]), one_line(value))


def _identifier(value: str) -> str:
    """Put a UUID in the spelling it is looked up by; what is none stays, `problems` says so."""
    words = one_line(value)
    return words.lower() if is_identifier(words) else words


def _texts(values: Collection[str]) -> tuple[str, ...]:
    return tuple(line for line in map(one_line, values) if line)


def _refuse_negative(name: str, number: int | None) -> None:
    if number is not None and number < 0:
        raise ValueError(f"{name}: a count is never negative")


def _plain(value: Any, deeper: int) -> Any:
    """Keep of a value of an unknown key only what a file gives back: texts, lists, mappings.

    What lies deeper than `deeper` levels is kept as one text: writing and copying recurse.
    """
    if isinstance(value, Mapping) and deeper:
        return {one_line(str(key)): _plain(entry, deeper - 1) for key, entry in value.items()}
    if isinstance(value, list | tuple) and deeper:
        return [_plain(entry, deeper - 1) for entry in value]
    return text(str(value))


# The value


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
        object.__setattr__(self, "component", _identifier(self.component))
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
        object.__setattr__(self, "identifier", _identifier(self.identifier))
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
        put("utensils", _texts(self.utensils))
        put("sources", _texts(self.sources))
        put("tags", tuple(dict.fromkeys(_texts(self.tags))))
        put("territories", tuple(dict.fromkeys(_texts(self.territories))))
        put("ingredients", tuple(i for i in self.ingredients if i.text))
        put("steps", tuple(s for s in self.steps if s.title or s.text))
        put("difficulties", tuple(d for d in self.difficulties if d.problem or d.what_helped))
        put("links", tuple(entry for entry in self.links if entry.title or entry.url or entry.note))
        put("related", tuple(entry for entry in self.related if entry.identifier or entry.title))
        put("photos", tuple(entry for entry in self.photos if any(dataclasses.astuple(entry))))
        put("documents", tuple(d for d in self.documents if any(dataclasses.astuple(d))))
        put("sections", tuple(s for s in self.sections if s.heading or s.text))
        put("extra", _plain(dict(self.extra), MOST_LEVELS))
        for name in NUMBER_FIELDS:
            _refuse_negative(name, getattr(self, name))

    def replace(self, **changes: Any) -> Self:
        """Give a copy with some fields changed."""
        return dataclasses.replace(self, **changes)

    @property
    def files(self) -> tuple[str, ...]:
        """The files of its photos and documents, each once."""
        named = (entry.file for _name, _number, entry in _photos_and_documents(self))
        return tuple(dict.fromkeys(filter(None, named)))

    @property
    def licences(self) -> tuple[str, ...]:
        """The licences it names, each once: its own, those of its photos and documents."""
        named = (entry.licence for _name, _number, entry in _photos_and_documents(self))
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

# What is wrong

TITLE_LENGTH = 80
SUMMARY_LENGTH = 180
LINE_LENGTH = 500
ENTRY_LENGTH = 2_000
"""Of one line of a list: an ingredient, the title of a step, an address."""

TEXT_LENGTH = 50_000
TAG_LENGTH = 50
LANGUAGE_LENGTH = 35  # the longest tag that must be kept whole (RFC 5646, 4.4.1)
MOST_TAGS = 12
MOST_LINES = 200
MOST_TERRITORIES = 50
MOST_PHOTOS = 30
MOST_DOCUMENTS = 20
MOST_LEVELS = 20
"""Of lists and mappings in each other, among the keys of a file that we do not know."""

EASE = range(1, 6)
MOST_PARTICIPANTS = 1_000_000

# What one must say to publish, in the order it is asked (product.md, "express minimum").
EXPRESS_MINIMUM = ("title", "summary", "why", "steps", "licence", "credit", "territories")

# Parts whose absence is shown as an invitation, the most useful to a reader first.
INVITED = (
    "photos", "ingredients", "difficulties", "tips", "in_a_hurry", "results", "cost_band",
    "minutes", "participants_min", "utensils", "in_hindsight", "origin", "legal_frame",
    "sources", "links",
)  # fmt: skip

_SINCE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in one field: a code, and the values its sentence needs.

    `recipes.wording` turns it into words.
    """

    field: str
    code: str
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue knows of the things a content names.

    `licences` maps each known SPDX id to whether it is a free one. The caller looks up only
    what the content names; `None` means "do not check".
    """

    licences: Mapping[str, bool] | None = None
    territories: Collection[str] | None = None
    organisations: Collection[str] | None = None
    files: Collection[str] | None = None
    """Those kept for this recipe, or published with another."""


def missing(content: RecipeContent) -> tuple[str, ...]:
    """Say which fields of the express minimum are still empty, in the order they are asked."""
    return tuple(name for name in EXPRESS_MINIMUM if not getattr(content, name))


def invitations(content: RecipeContent) -> tuple[str, ...]:
    """Say which optional parts nobody has written yet, the most useful first."""
    return tuple(name for name in INVITED if not getattr(content, name))


def problems(content: RecipeContent, known: Known | None = None) -> list[Problem]:
    """Say all that is wrong, field by field; an empty list means it may be published.

    A field of the express minimum left empty is a problem; so is a text too long, a number
    out of range, an address or date that is none, a licence that is not free, a territory
    nobody knows. Drafts may have problems; accepted revisions may not.
    """
    found = [Problem(name, "missing") for name in missing(content)]
    found += _lengths(content)
    found += _numbers(content)
    found += _dates(content)
    found += _references(content)
    found += _files(content)
    if known is not None:
        found += _unknown(content, known)
    return found


def _lengths(content: RecipeContent) -> list[Problem]:
    limits: list[tuple[str, str, int]] = [
        ("title", content.title, TITLE_LENGTH),
        ("summary", content.summary, SUMMARY_LENGTH),
    ]
    limits += [(n, getattr(content, n), LINE_LENGTH) for n in ONE_LINE_FIELDS[2:]]
    limits += [(n, getattr(content, n), TEXT_LENGTH) for n in TEXT_FIELDS]
    limits += [("tags", tag, TAG_LENGTH) for tag in content.tags]
    limits += [("territories", key, LINE_LENGTH) for key in content.territories]
    for name in LISTS:
        limits += [(name, *told) for entry in getattr(content, name) for told in _limited(entry)]
    found = [
        Problem(name, "too_long", {"limit": limit, "length": len(value)})
        for name, value, limit in limits
        if len(value) > limit
    ]
    counts = [("tags", MOST_TAGS), ("territories", MOST_TERRITORIES)]
    fewer = {"photos": MOST_PHOTOS, "documents": MOST_DOCUMENTS}
    counts += [(name, fewer.get(name, MOST_LINES)) for name in LISTS]
    found += [
        Problem(name, "too_many", {"limit": limit, "count": len(getattr(content, name))})
        for name, limit in counts
        if len(getattr(content, name)) > limit
    ]
    return found


def _limited(entry: Any) -> Iterator[tuple[str, int]]:
    """Give the texts of one entry of a list, each with how long it may be."""
    if isinstance(entry, str):
        yield entry, ENTRY_LENGTH
        return
    for part in dataclasses.fields(entry):
        value = getattr(entry, part.name)
        if isinstance(value, str):
            yield value, TEXT_LENGTH if (type(entry), part.name) in _LONG else ENTRY_LENGTH


_LONG = {(Step, "text"), (Difficulty, "what_helped"), (Section, "text")}


def _numbers(content: RecipeContent) -> list[Problem]:
    found = []
    if content.ease is not None and content.ease not in EASE:
        found.append(Problem("ease", "out_of_range", {"least": EASE[0], "most": EASE[-1]}))
    fewest, most = content.participants_min, content.participants_max
    for name, number in (("participants_min", fewest), ("participants_max", most)):
        if number is not None and not 1 <= number <= MOST_PARTICIPANTS:
            found.append(Problem(name, "out_of_range", {"least": 1, "most": MOST_PARTICIPANTS}))
    if fewest is not None and most is not None and fewest > most:
        found.append(Problem("participants_max", "less_than_least"))
    durations = [("setup_minutes", content.setup_minutes), ("minutes", content.minutes)]
    durations += [("steps", step.minutes) for step in content.steps]
    found += [
        Problem(name, "bad_duration")
        for name, minutes in durations
        if minutes is not None and not 1 <= minutes <= LONGEST
    ]
    return found


def _dates(content: RecipeContent) -> list[Problem]:
    found = []
    if content.since and not is_since(content.since):
        found.append(Problem("since", "bad_since"))
    if content.confirmed_on and not is_date(content.confirmed_on):
        found.append(Problem("confirmed_on", "bad_date"))
    return found


def _references(content: RecipeContent) -> list[Problem]:
    found = [
        Problem("links", "bad_address", {"address": link.url})
        for link in content.links
        if link.url and not is_web_address(link.url)
    ]
    found += [
        Problem("steps", "bad_identifier", {"identifier": step.component})
        for step in content.steps
        if step.component and not is_identifier(step.component)
    ]
    for ancestor in content.adapted_from:
        if ancestor.url and not is_web_address(ancestor.url):
            found.append(Problem("adapted_from", "bad_address", {"address": ancestor.url}))
        if ancestor.identifier and not is_identifier(ancestor.identifier):
            found.append(
                Problem("adapted_from", "bad_identifier", {"identifier": ancestor.identifier})
            )
    language = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
    if len(content.language) > LANGUAGE_LENGTH or not re.fullmatch(language, content.language):
        found.append(Problem("language", "bad_language", {"language": content.language}))
    return found


def _photos_and_documents(
    content: RecipeContent,
) -> Iterator[tuple[str, int, Photo | Document]]:
    """Give each with its field and its number, from 1."""
    for number, photo in enumerate(content.photos, 1):
        yield "photos", number, photo
    for number, document in enumerate(content.documents, 1):
        yield "documents", number, document


def _files(content: RecipeContent) -> list[Problem]:
    """Say what is not told of photos and documents; `number` counts them from 1."""
    told = {"photos": ("alt", "credit", "licence"), "documents": ("title", "credit", "licence")}
    found = [
        Problem(field_name, f"file_without_{name}", {"number": number})
        for field_name, number, entry in _photos_and_documents(content)
        for name in told[field_name]
        if not getattr(entry, name)
    ]
    photos = {photo.file for photo in content.photos}
    found += [
        Problem("steps", "photo_not_of_recipe", {"number": number})
        for number, step in enumerate(content.steps, 1)
        if step.photo and step.photo not in photos
    ]
    return found


def _unknown(content: RecipeContent, known: Known) -> list[Problem]:
    found = _unknown_files(content, known)
    if known.licences is not None and content.licence:
        if content.licence not in known.licences:
            found.append(Problem("licence", "unknown_licence", {"licence": content.licence}))
        elif not known.licences[content.licence]:
            found.append(Problem("licence", "licence_not_free", {"licence": content.licence}))
    if known.territories is not None:
        found += [
            Problem("territories", "unknown_territory", {"territory": key})
            for key in content.territories
            if key not in known.territories
        ]
    if (
        known.organisations is not None
        and content.organisation
        and content.organisation not in known.organisations
    ):
        found.append(
            Problem("organisation", "unknown_organisation", {"organisation": content.organisation})
        )
    return found


def _unknown_files(content: RecipeContent, known: Known) -> list[Problem]:
    found = []
    for name, number, entry in _photos_and_documents(content):
        values = {"number": number, "licence": entry.licence}
        if known.files is not None and entry.file not in known.files:
            found.append(Problem(name, "unknown_file", values))
        if known.licences is not None and entry.licence:
            if entry.licence not in known.licences:
                found.append(Problem(name, "file_unknown_licence", values))
            elif not known.licences[entry.licence]:
                found.append(Problem(name, "file_licence_not_free", values))
    return found


def is_since(words: str) -> bool:
    """Say whether `words` is a year, a month or a day in ISO form, of a real calendar."""
    found = _SINCE.fullmatch(words)
    return found is not None and is_date(f"{found[1]}-{found[2] or '01'}-{found[3] or '01'}")


def is_date(words: str) -> bool:
    """Say whether `words` is a day in ISO form, of a real calendar."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        return False
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def is_web_address(words: str) -> bool:
    """Say whether `words` is an http or https address with a host; never raises."""
    try:
        parts = urlsplit(words)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def is_identifier(words: str) -> bool:
    """Say whether `words` is a UUID in its usual spelling."""
    try:
        return str(UUID(words)) == words.lower()
    except ValueError:
        return False
