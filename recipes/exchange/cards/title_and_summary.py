"""How a card begins: its title, and the one sentence that says what it is about."""

import re
from collections.abc import Iterable
from itertools import islice

from recipes.content import SUMMARY_LENGTH, one_line, text
from recipes.exchange import prose
from recipes.exchange.authors import names_in
from recipes.exchange.cards.open_card import OpenCard
from recipes.exchange.headings import Heading, Part, with_children
from recipes.exchange.licences_in_prose import Line, Where, licences_said
from recipes.exchange.notes import to_decide, understood

_SHORTEST_DESCRIPTION = 20
_MOST_PARAGRAPHS = 30
_LOOKED_AT = 2_000
"""Paragraphs, and characters of each, that are looked at for the one sentence."""


def read_title(card: OpenCard, before: str, found: list[Heading]) -> tuple[str, list[Heading]]:
    """Choose the title; give the text and the headings that are left."""
    first = found[0] if found else None
    leads = (
        first is not None
        and first.level == min(heading.level for heading in found)
        and first.part is None
        and all(prose.is_only_picture(line) or not line.strip() for line in before.split("\n"))
    )
    if first is not None and leads:
        card.fields["title"] = card.heading(first.words)
        card.notes.append(understood("title_from_heading", title=card.fields["title"]))
        before = "\n\n".join(filter(None, (text(before), first.text)))
        return before, found[1:]
    if card.title_told:
        card.fields["title"] = card.title_told
        del card.extra[card.title_key]
        card.notes.append(understood("title_from_front_matter", title=card.title_told))
    elif card.name:
        bare = one_line(re.sub(r"[_\s-]+", " ", re.sub(r"\.\w{1,8}$", "", card.name)))
        card.fields["title"] = bare[:1].upper() + bare[1:]
        card.notes.append(to_decide("title_from_file_name", title=card.fields["title"]))
    return before, found


def summary_first(card: OpenCard, before: str, tops: list[Heading]) -> str:
    """Find the one sentence where cards say it first; give what is left of the beginning."""
    if not any(top.part == Part.SUMMARY for top in tops):
        first = _first_summary(prose.sentences(before))
        short = one_line(first)
        fits = len(short) <= SUMMARY_LENGTH and not short.endswith(":")
        if short and fits and prose.plain(short) == short:
            _summary(card, short, "text")
            pieces = prose.paragraphs(before)
            pieces.remove(first)
            return "\n\n".join(pieces)
    if _SHORTEST_DESCRIPTION <= len(card.description) <= SUMMARY_LENGTH:
        _summary(card, card.description, "description")
    return before


def one_sentence(card: OpenCard, heading: Heading) -> None:
    """« En une phrase »: the summary if it fits; else its first sentence, the text kept."""
    words = text(with_children(heading, 3))
    short = one_line(words)
    if prose.plain(words) == short and len(short) <= SUMMARY_LENGTH and _is_summary(words):
        _summary(card, short, "text")
        card.heading(heading.words, replaced=True)
        return
    bare = prose.plain(_first_summary(prose.sentences(heading.text)))
    sentence = bare if len(bare) <= SUMMARY_LENGTH else prose.first_sentence(bare)
    if sentence and len(sentence) <= SUMMARY_LENGTH:
        _summary(card, sentence, "first_sentence")
    card.keep(heading)


def summary_last(card: OpenCard) -> None:
    """Take the first sentence of what there is, whole there too, when nothing else said it."""
    texts = [section.text for section in card.sections if not section.heading]
    texts += [heading.text for heading in card.texts.get(Part.WHY, [])]
    found = _first_summary(p for words in texts for p in prose.sentences(words))
    sentence = prose.first_sentence(prose.plain(found))
    fits = len(sentence) <= SUMMARY_LENGTH and not sentence.endswith(":")
    if sentence and fits and not card.fields.get("summary"):
        _summary(card, sentence, "first_sentence")


def _summary(card: OpenCard, sentence: str, source: str) -> None:
    card.fields["summary"] = sentence
    card.notes.append(understood("summary", source=source))


def _first_summary(paragraphs: Iterable[str]) -> str:
    return next(filter(_is_summary, islice(paragraphs, _MOST_PARAGRAPHS)), "")


def _is_summary(paragraph: str) -> bool:
    """Say whether a paragraph may tell what a card is about: sentences, not a credit."""
    beginning = paragraph[:_LOOKED_AT]
    if not prose.is_prose(paragraph) or not re.search(r"\w{3}", prose.plain(beginning)):
        return False
    line = Line(beginning, Where.TOP)
    return not names_in([line]) and not licences_said([line]).mentions
