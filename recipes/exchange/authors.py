"""Whom to name: authors as cards tell them, in sentences, lists and next to licences."""

import re
from collections.abc import Iterable

from recipes.content import LINE_LENGTH, one_line
from recipes.exchange.licences_in_prose import Line, licences_said, Of
from recipes.exchange.prose import BULLET, plain
from recipes.markdown_file import fold

_MADE = (
    r"(?:publi|rédig|redig|réalis|realis|compil|propos|présent|present|écri|ecri|traduit|adapt|"
    r"élabor|elabor|conçu|concu|partag|contribu)\w*"
)
_BY = re.compile(
    rf"\b(?:{_MADE}(?:\s+(?:et|,)\s+(?:\w+)?)?|(?:une )?traduction|auteur\w*)\s+(?:et\s+)?par\s+(.+)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:auteur|autrice|auteure|crédit|credit|rédact|redact|contribut)[\w·.()-]*"
    r"(?:\s+(?:de|du)\s+[\w’' ]{1,30})?\s*:\s*(.+)",
    re.IGNORECASE,
)
_UP_TO = re.compile(
    r"(?:[,;]\s*)?(?:\b(?:publi|diffus|distribu|partag|mis)\w*\s+)?\b(?:sous|selon|suivant)\s|"
    r"[,;]?\s*\blicen[cs]es?\b|\.\s|\.$|[,;]?\s*\b(?:dans le|dans la|dans les|aux rencontres|"
    r"sur base|sur la base|lors)\b|\s[-–]\s*$",
    re.IGNORECASE,
)
_LICENCE_BEHIND = re.compile(
    r"[\s,;.–-]*(?:\b(?:publi|diffus|distribu|partag|mis)\w*\s+)?"
    r"(?:\b(?:sous|selon|suivant)\b|\blicen[cs]es?\b|\bcreative ?commons\b|\bCC\b).*$",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\s(<]*\S+@\S+\.\w+[)>]?")
_LONGEST_NAME = 160


def names_in(lines: Iterable[Line]) -> list[str]:
    """Give the names that lines tell: « par… », « Auteurs : … », what stands before a licence.

    Lines that are not where a card names its authors count only when they begin by saying so.
    """
    found: list[str] = []
    before = ""
    for line in lines:
        found += _names(line, before)
        before = line.words if line.words.strip() else before
    return found


def names_listed(words: str) -> list[str]:
    """Read a list of contributors, one a line."""
    return [name for line in words.split("\n") if (name := _name(BULLET.sub("", line)))]


def credit_of(names: Iterable[str]) -> tuple[str, int]:
    """Join names into one line, each once; say also how many found no room in it."""
    once = {fold(name): name for name in reversed(list(names)) if name}
    # A name that another one holds with more words after it is that one.
    kept = [
        name
        for key, name in reversed(once.items())
        if not any(other != key and other.startswith(f"{key} ") for other in once)
        and not any(other != key and other.startswith(f"{key},") for other in once)
    ]
    credit = ""
    for position, name in enumerate(kept):
        longer = f"{credit} ; {name}" if credit else name
        if len(longer) > LINE_LENGTH:
            return credit, len(kept) - position
        credit = longer
    return credit, 0


def _names(line: Line, before: str) -> list[str]:
    words = plain(BULLET.sub("", line.words, count=1))
    said = (
        licences_said([Line(before), line]).mentions if "icen" in words or "ommons" in words else ()
    )
    if any(mention.of == Of.PICTURE and mention.line == plain(line.words) for mention in said):
        return []
    labelled = _LABELLED.match(words)
    if labelled:
        return _several(labelled[1])
    made = _BY.search(words)
    if made and (line.in_credits or made.start() < 40):
        return list(filter(None, [_name(made[1])]))
    if line.in_credits and any(mention.of == Of.TEXT for mention in said):
        return list(filter(None, [_name(_LICENCE_BEHIND.sub("", words))]))
    return []


def _several(words: str) -> list[str]:
    return [name for piece in re.split(r"\s*;\s*", words) if (name := _name(piece))]


def _name(words: str) -> str:
    words = _MAIL.sub("", plain(words))
    cut = _UP_TO.search(words)
    words = words[: cut.start()] if cut else words
    words = one_line(re.sub(r"(?<=\w),(?=\S)", ", ", words)).strip(" ,;:.*_()[]–-")
    return words if words and len(words) <= _LONGEST_NAME and re.search(r"\w", words) else ""
