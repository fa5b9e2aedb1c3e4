"""The normal form of what a recipe says in words, and what is a date, an address, an identifier."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BLANK_LINES_FIRST = re.compile(r"\A(?:[ \t]*\n)+")
_SPACES = re.compile(r"[ \t\n]+")
_SINCE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
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


def identifier(value: str) -> str:
    """Put a UUID in the spelling it is looked up by; what is none stays, `problems` says so."""
    words = one_line(value)
    return words.lower() if is_identifier(words) else words


def lines(values: Collection[str]) -> tuple[str, ...]:
    """Put lines in normal form, those that hold nothing left out."""
    return tuple(line for line in map(one_line, values) if line)


def plain(value: Any, deeper: int) -> Any:
    """Keep of a value of an unknown key only what a file gives back: texts, lists, mappings.

    What lies deeper than `deeper` levels is kept as one text: writing and copying recurse.
    """
    if isinstance(value, Mapping) and deeper:
        return {one_line(str(key)): plain(entry, deeper - 1) for key, entry in value.items()}
    if isinstance(value, list | tuple) and deeper:
        return [plain(entry, deeper - 1) for entry in value]
    return text(str(value))


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
