"""What reading a card taught us, as codes and values; `reports` puts them into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outlook(StrEnum):
    """What a note means to the person who reads the report."""

    UNDERSTOOD = "understood"
    KEPT = "kept"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing understood, kept as it was, or left to a person.

    A note that `holds` keeps the card from being published until somebody has looked at it.
    """

    code: str
    outlook: Outlook
    values: Mapping[str, Any] = field(default_factory=dict)
    holds: bool = False


def understood(code: str, **values: Any) -> Note:
    """Note what found its place."""
    return Note(code, Outlook.UNDERSTOOD, values)


def kept(code: str, **values: Any) -> Note:
    """Note what was kept as it was written."""
    return Note(code, Outlook.KEPT, values)


def to_decide(code: str, *, holds: bool = False, **values: Any) -> Note:
    """Note what a person has to look at."""
    return Note(code, Outlook.DECIDE, values, holds)
