"""Names shown to all: of people, of organisations."""

import unicodedata
from typing import Any

from django import forms


class NameField(forms.CharField):
    """A name on one line, of characters one sees.

    It stands in e-mails to people who asked for none: lines of its own would be sentences of
    ours, and marks of direction would turn ours round.
    """

    def to_python(self, value: Any) -> str:
        """Make one line of it; what is neither seen nor needed to write goes."""
        words = super().to_python(value) or ""
        seen = (one for one in " ".join(words.split()) if not _is_unseen(one))
        return "".join(seen).strip()


_JOINERS = "\u200c\u200d"
"""Unseen by themselves, they shape the letters of Persian or Hindi."""


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in _JOINERS
