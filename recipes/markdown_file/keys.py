"""The keys of the front matter: one row each, with how its value is read and written."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from recipes.content import Ancestor, CostBand, Document, Kind, Photo, State, one_line
from recipes.durations import parse_duration, write_duration
from recipes.markdown_file.folding import fold

Reader = Callable[[Any], Any]
"""Reads a value that YAML gave; `None` says that it makes no sense."""

Writer = Callable[[Any], Any]
"""Writes a value of the content as what YAML is given."""


def _read_line(value: Any) -> str | None:
    return one_line(value) if isinstance(value, str) else None


def _read_lines(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return tuple(value)
    return None


def _read_number(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,12}", value) else None


def _read_duration(value: Any) -> int | None:
    return parse_duration(value) if isinstance(value, str) else None


def _read_one_of(closed: Any) -> Reader:
    by_word = {fold(entry.value): entry for entry in closed}
    return lambda value: by_word.get(fold(value)) if isinstance(value, str) else None


_ANCESTOR_KEYS = {
    "titre": "title",
    "crédit": "credit",
    "licence": "licence",
    "identifiant": "identifier",
    "adresse": "url",
}
_ANCESTOR_ALWAYS = ("title", "credit", "licence")
_PHOTO_KEYS = {
    "fichier": "file",
    "description": "alt",
    "légende": "caption",
    "crédit": "credit",
    "licence": "licence",
}
_DOCUMENT_KEYS = {
    "fichier": "file",
    "titre": "title",
    "crédit": "credit",
    "licence": "licence",
}
_FILE_ALWAYS = ("file",)


def _read_entries(
    make: Callable[..., Any], keys: Mapping[str, str], always: Collection[str]
) -> Reader:
    """Give a reader of lists of mappings with these keys; `always` are the fields never absent."""
    names = {fold(key): name for key, name in keys.items()}

    def read(value: Any) -> tuple[Any, ...] | None:
        found = []
        for entry in value if isinstance(value, list) else [value]:
            if not isinstance(entry, dict):
                return None
            named = {names.get(fold(key), ""): told for key, told in entry.items()}
            if "" in named or len(named) < len(entry):
                return None
            if not all(isinstance(told, str) for told in named.values()):
                return None
            found.append(make(**{**dict.fromkeys(always, ""), **named}))
        return tuple(found)

    return read


def _write_entries(keys: Mapping[str, str], always: Collection[str]) -> Writer:
    """Give a writer of what `_read_entries` reads."""
    return lambda entries: [
        {
            key: getattr(entry, name)
            for key, name in keys.items()
            if getattr(entry, name) or name in always
        }
        for entry in entries
    ]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the front matter, by its name there and the field of the content it tells."""

    name: str
    field: str
    read: Reader
    write: Writer = str


KEYS = (
    Key("licence", "licence", _read_line),
    Key("crédit", "credit", _read_line),
    Key("territoires", "territories", _read_lines, list),
    Key("langue", "language", _read_line),
    Key("sorte", "kind", _read_one_of(Kind)),
    Key("thèmes", "tags", _read_lines, list),
    Key("public", "audience", _read_line),
    Key("facilité", "ease", _read_number, int),
    Key("participants-min", "participants_min", _read_number, int),
    Key("participants-max", "participants_max", _read_number, int),
    Key("préparation", "setup_minutes", _read_duration, write_duration),
    Key("durée", "minutes", _read_duration, write_duration),
    Key("rythme", "rhythm", _read_line),
    Key("coût", "cost_band", _read_one_of(CostBand)),
    Key("coût-précisions", "cost_note", _read_line),
    Key("état", "state", _read_one_of(State)),
    Key("depuis", "since", _read_line),
    Key("porteur", "organisation", _read_line),
    Key("financement-public", "public_funding", _read_line),
    Key("confirmée-le", "confirmed_on", _read_line),
    Key(
        "adaptée-de",
        "adapted_from",
        _read_entries(Ancestor, _ANCESTOR_KEYS, _ANCESTOR_ALWAYS),
        _write_entries(_ANCESTOR_KEYS, _ANCESTOR_ALWAYS),
    ),
    Key("importée-de", "imported_from", _read_line),
    Key(
        "photos",
        "photos",
        _read_entries(Photo, _PHOTO_KEYS, _FILE_ALWAYS),
        _write_entries(_PHOTO_KEYS, _FILE_ALWAYS),
    ),
    Key(
        "documents",
        "documents",
        _read_entries(Document, _DOCUMENT_KEYS, _FILE_ALWAYS),
        _write_entries(_DOCUMENT_KEYS, _FILE_ALWAYS),
    ),
)

FORM_VERSION = 1
VERSION_KEY = "recette-libre"
IDENTIFIER_KEY = "identifiant"
KEYS_BY_FOLD = {fold(key.name): key for key in KEYS}
RESERVED = {*KEYS_BY_FOLD, VERSION_KEY, IDENTIFIER_KEY}
"""Keys of the form, folded: no key of somebody else's may read as one of them."""
