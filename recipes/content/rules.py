"""What is wrong with a content, field by field; what it lacks, and what it might say more."""

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recipes.content.texts import is_date, is_identifier, is_since, is_web_address
from recipes.content.values import (
    LISTS,
    ONE_LINE_FIELDS,
    TEXT_FIELDS,
    Difficulty,
    RecipeContent,
    Section,
    Step,
    photos_and_documents,
)
from recipes.durations import LONGEST

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


def _files(content: RecipeContent) -> list[Problem]:
    """Say what is not told of photos and documents; `number` counts them from 1."""
    told = {"photos": ("alt", "credit", "licence"), "documents": ("title", "credit", "licence")}
    found = [
        Problem(field_name, f"file_without_{name}", {"number": number})
        for field_name, number, entry in photos_and_documents(content)
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
    for name, number, entry in photos_and_documents(content):
        values = {"number": number, "licence": entry.licence}
        if known.files is not None and entry.file not in known.files:
            found.append(Problem(name, "unknown_file", values))
        if known.licences is not None and entry.licence:
            if entry.licence not in known.licences:
                found.append(Problem(name, "file_unknown_licence", values))
            elif not known.licences[entry.licence]:
                found.append(Problem(name, "file_licence_not_free", values))
    return found
