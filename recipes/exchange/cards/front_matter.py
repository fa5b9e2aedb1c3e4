"""The front matter of a card: what its keys tell in any wording, and what is kept of them."""

import re
from typing import Any

from recipes import markdown_file
from recipes.content import MOST_TAGS, TAG_LENGTH, Section, one_line, text
from recipes.exchange.authors import name_in
from recipes.exchange.cards.open_card import OpenCard
from recipes.exchange.notes import kept, to_decide, understood
from recipes.markdown_file import SourceError, fold

_LOOKS_LIKE_KEYS = re.compile(r"^[\w-]+[ \t]*:", re.MULTILINE)
_OUR_KEY = re.compile(r"^[ \t]*['\"]?recette-libre['\"]?[ \t]*:", re.MULTILINE | re.IGNORECASE)
_SAYS_NOTHING = {"", "null", "~", "contribution", "contribution multibao", "untitled", "sans titre"}
_BROKEN_FRONT_MATTER = "En-tête"
"""Heading under which a front matter that cannot be read is kept."""

LONGEST = 20_000
"""Characters of a front matter that is read; YAML takes some 10 ms for a thousand of them."""

KEYS = {
    "title": "title",
    "titre": "title",
    "nom": "title",
    "author": "author",
    "authors": "author",
    "auteur": "author",
    "auteurs": "author",
    "autrice": "author",
    "credit": "author",
    "credits": "author",
    "tags": "tags",
    "tag": "tags",
    "themes": "tags",
    "mots-cles": "tags",
    "keywords": "tags",
    "categories": "tags",
    "category": "tags",
    "licence": "licence",
    "license": "licence",
    "description": "description",
    "summary": "description",
    "resume": "description",
}
"""What keys tell, folded, in any wording; those of our own form are read besides."""


def is_in_our_form(source: str) -> bool:
    """Say whether the front matter tells that the text is a recipe's own file."""
    cut = markdown_file.split_front_matter(source)
    return bool(cut and _OUR_KEY.search(cut[0]))


def body_of(source: str) -> str:
    """Give the text of a card without its front matter, if that is one."""
    source = text(source.removeprefix("\ufeff"))
    cut = markdown_file.split_front_matter(source)
    if cut is None:
        return source
    words, body = cut
    try:
        _told(words)
    except SourceError:
        return source
    return body


def read_front_matter(card: OpenCard, source: str) -> str:
    """Take what the front matter tells; give the text behind it."""
    cut = markdown_file.split_front_matter(source)
    if cut is None:
        return source
    words, body = cut
    try:
        told = _told(words)
        ours = markdown_file.parse(f"---\n{words}\n---\n")
    except SourceError as error:
        if not _LOOKS_LIKE_KEYS.search(words):
            return source  # two rules with text between them
        card.sections.append(Section(_BROKEN_FRONT_MATTER, _fenced(words)))
        card.notes.append(
            to_decide("front_matter_broken", line=error.line, fault=error.code, **error.values)
        )
        return body
    card.identifier = ours.identifier
    card.fields = {
        key: value
        for key, value in ours.content.to_json().items()
        if key not in {"extra", "licence", "tags"}
    }
    card.fields = {key: getattr(ours.content, key) for key in card.fields}
    for key, value in told.items():
        _key(card, key, value, taken=key not in ours.content.extra)
    return body


def _told(words: str) -> dict[str, Any]:
    if len(words) > LONGEST:
        raise SourceError("too_long", 1, limit=LONGEST)
    return markdown_file.read_front_matter(words)


def _key(card: OpenCard, key: str, value: Any, *, taken: bool) -> None:
    """Understand one key of the front matter, or keep it; empty ones say nothing."""
    values = value if isinstance(value, list) else [value]
    words = [v for v in map(_word, values) if fold(v) not in _SAYS_NOTHING]
    whole = len(words) == len(values)
    known = KEYS.get(fold(key))
    if known == "licence" and whole:
        card.licences_told += [(key, word) for word in words]
    elif known == "author" and words and not taken:
        card.names += [name_in(name) for word in words for name in re.split("[;\n]", word)]
        card.extra[key] = value
    elif known == "title" and whole and len(words) == 1 and not card.title_told:
        card.title_key, card.title_told = key, one_line(words[0])
        card.extra[key] = value
    elif known == "description" and whole and len(words) == 1:
        card.description = one_line(words[0])
        card.extra[key] = value
    elif known == "tags" and words:
        _tags(card, key, value, words)
    elif taken and known != "licence":
        return
    elif words or fold(_word(value)) not in {"", "null", "~"}:
        card.extra[key] = value
        card.notes.append(kept("front_matter_key", key=key))


def _tags(card: OpenCard, key: str, value: Any, words: list[str]) -> None:
    """Add the themes of one key to those of others; keep it whole when some find no room."""
    pieces = [one_line(p) for word in words for p in re.split(r"[,;]", word) if p.strip()]
    found = dict.fromkeys(card.fields.get("tags", ()))
    fitting = [piece for piece in pieces if len(piece) <= TAG_LENGTH and piece not in found]
    fitting = fitting[: MOST_TAGS - len(found)]
    found |= dict.fromkeys(fitting)
    card.fields["tags"] = tuple(found)
    card.notes.append(understood("tags", tags=", ".join(fitting)))
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) for one in values) or not found.keys() >= set(pieces):
        card.extra[key] = value
        card.notes.append(kept("front_matter_key", key=key))


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _fenced(words: str) -> str:
    longest = max((len(ticks) for ticks in re.findall("`+", words)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{words}\n{fence}"
