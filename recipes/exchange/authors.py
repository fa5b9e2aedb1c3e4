"""Whom to name: authors as cards tell them, in sentences, lists and next to licences."""

import re
from collections.abc import Iterable

from recipes.content import LINE_LENGTH, MOST_LINES, one_line
from recipes.exchange.licences_in_prose import Line, Of, Where, mentions_in
from recipes.exchange.prose import plain, without_bullet
from recipes.markdown_file import fold

_MADE = (
    r"(?:(?:publi|rédig|redig|réalis|realis|compil|propos|présent|partag|adapt|élabor|elabor)[ée]e?s?|"
    r"(?:écri|ecri|tradui)te?s?|(?:conç|conc)ue?s?|traduction)"
)
_BY = re.compile(
    rf"\b{_MADE}(?:\s+et\s+(?!par\b)\w+)?(?:\s+(?:lors|aux|à|en|pour)\b[^.;:]{{1,60}}?)?"
    r"\s+(?:et\s+)?par\s+(.+)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:auteur|autrice|auteure|crédit|credit|rédact|redact|contribut)[\w·.()-]*"
    r"(?:\s+(?:de|du)\s+[\w’' ]{1,30})?\s*:\s*(.+)",
    re.IGNORECASE,
)
_UP_TO = re.compile(
    r"(?:[,;]\s*)?(?:\b(?:publi|diffus|distribu|partag|mis)\w*\s+)?\b(?:sous|selon|suivant)\s|"
    r"[,;]?\s*\blicen[cs]es?\b|(?<=\w\w)\.\s|\.$|\s\S+@\S+|"
    r"[,;]?\s*\b(?:dans le|dans la|dans les|aux rencontres|sur base|sur la base|lors)\b|\s[-–]\s*$",
    re.IGNORECASE,
)
_LICENCE_BEHIND = re.compile(
    r"[\s,;.–-]*(?:\b(?:publi|diffus|distribu|partag|mis)\w*\s+)?"
    r"(?:\b(?:sous|selon|suivant)\b|\blicen[cs]es?\b|\bcreative ?commons\b|\bCC\b).*$",
    re.IGNORECASE,
)
_NOTE_NUMBER = re.compile(r"\(?\d{1,2}\)?[\s.)]+")
_FACE = " ,;:.*_–-"
_LICENCE = re.compile(r"licen[cs]e|commons|\bCC\b", re.IGNORECASE)
_LONGEST_NAME = 160
_AT_THE_BEGINNING = 60


def names_in(lines: Iterable[Line]) -> list[str]:
    """Give the names that lines tell: « par… », « Auteurs : … », what stands before a licence.

    In the body only « Auteurs : … » counts; where contributors are listed, every line is a name.
    """
    found: list[str] = []
    before = ""
    for line in lines:
        found += _names(line, before)
        before = line.words if line.words.strip() else before
    return found


def credit_of(names: Iterable[str]) -> tuple[str, int]:
    """Join names into one line, each once; say also how many found no room in it."""
    kept: dict[str, str] = {}
    for name in filter(None, list(names)[:MOST_LINES]):
        key = fold(name)
        if any(_is_fuller(other, key) for other in kept):
            continue
        shorter = next((other for other in kept if _is_fuller(key, other)), None)
        kept = {
            (key if other == shorter else other): (name if other == shorter else told)
            for other, told in kept.items()
        } | {key: name}
    credit = ""
    for position, name in enumerate(kept.values()):
        longer = f"{credit} ; {name}" if credit else name
        if len(longer) > LINE_LENGTH:
            return credit, len(kept) - position
        credit = longer
    return credit, 0


def _is_fuller(one: str, other: str) -> bool:
    """Say whether a name is another one with more behind it, or the same."""
    return one == other or one.startswith((f"{other} ", f"{other},"))


def _names(line: Line, before: str) -> list[str]:
    words = plain(without_bullet(line.words))
    said = mentions_in(line, before)[-1:] if _LICENCE.search(words) else []
    if any(mention.of == Of.PICTURE for mention in said):
        return []
    if labelled := _LABELLED.match(words):
        return _several(labelled[1])
    made = _BY.search(words)
    begins = made and made.start() <= _AT_THE_BEGINNING
    if made and (line.in_credits or (begins and line.where == Where.TOP)):
        return _several(made[1])
    if line.in_credits and any(mention.of == Of.TEXT for mention in said):
        return _several(_LICENCE_BEHIND.sub("", words))
    return _several(words) if line.where == Where.CREDITS else []


def _several(words: str) -> list[str]:
    return [name for piece in re.split(r"\s*[;\n]\s*", words) if (name := name_in(piece))]


def name_in(words: str) -> str:
    """Give the name that some words begin with, without addresses, licence or circumstances."""
    words = (
        _NOTE_NUMBER.sub("", plain(words), count=1) if _NOTE_NUMBER.match(words) else plain(words)
    )
    cut = _UP_TO.search(words)
    words = words[: cut.start()] if cut else words
    words = one_line(re.sub(r"(?<=\w),(?=\S)", ", ", words)).strip(_FACE)
    return words if len(words) <= _LONGEST_NAME and re.search(r"\w", words) else ""
