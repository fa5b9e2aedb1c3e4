"""Whose a card is and what others may do with it: its licence, and whom to name."""

from collections.abc import Sequence

from recipes.exchange.authors import credit_of
from recipes.exchange.cards.open_card import OpenCard
from recipes.exchange.licences_in_prose import (
    Line,
    Of,
    is_free,
    licences_named,
    licences_said,
    most_restrictive,
    settled,
)
from recipes.exchange.notes import Note, to_decide, understood

_MOST_TOLD = 20
"""Lines of one kind that a person is shown one by one."""


def read_licence(card: OpenCard, lines: Sequence[Line]) -> None:
    """Settle which licence the front matter and the lines tell; note what a person must see."""
    said = licences_said(lines)
    found = list(said.of(Of.TEXT))
    told = [(key, words, licences_named(words)) for key, words in card.licences_told]
    found[:0] = [mention for _key, _words, named in told for mention in named]
    mentions = {mention.licence: mention for mention in reversed(settled(found))}
    licence = most_restrictive(reversed(mentions))
    mixed = len(mentions) > 1
    card.fields["licence"] = licence
    if licence:
        card.notes.append(understood("licence", licence=licence, line=mentions[licence].line))
        if not mentions[licence].version_told:
            card.notes.append(to_decide("licence_version_assumed", licence=licence))
    _keep_told(card, [(key, words) for key, words, named in told if mixed or not named])
    card.notes += [
        to_decide("licence_unclear", holds=True, line=words)
        for _key, words, named in told
        if not named
    ]
    if mixed:
        named = ", ".join(sorted(mentions))
        card.notes.append(to_decide("licences_mixed", holds=True, licences=named, licence=licence))
    if licence and not is_free(licence):
        card.notes.append(to_decide("licence_not_free", holds=True, licence=licence))
    if not licence:
        card.notes.append(to_decide("licence_missing", holds=True))
    if asides := [m.licence for m in said.of(Of.ASIDE) if m.licence not in mentions]:
        card.notes.append(to_decide("licences_aside", licences=", ".join(asides)))
    card.notes += _first([to_decide("licence_unclear", line=line) for line in said.unclear])
    card.notes += _first(
        [to_decide("by_permission", holds=True, line=line) for line in said.by_permission]
    )
    card.notes += _first(
        [
            to_decide("licence_of_picture", licence=mention.licence, line=mention.line)
            for mention in said.mentions
            if mention.of == Of.PICTURE
        ]
    )


def _first(notes: list[Note]) -> list[Note]:
    """Give the first notes of one kind, and say how many more there are."""
    more = len(notes) - _MOST_TOLD
    return [*notes[:_MOST_TOLD], to_decide("more_like_it", count=more)] if more > 0 else notes


def _keep_told(card: OpenCard, told: Sequence[tuple[str, str]]) -> None:
    """Keep under their own keys the values that the one licence of a recipe does not say."""
    by_key: dict[str, list[str]] = {}
    for key, words in told:
        by_key.setdefault(key, []).append(words)
    card.extra |= {key: words[0] if len(words) == 1 else words for key, words in by_key.items()}


def read_credit(card: OpenCard) -> None:
    """Join the names found into the credit, where our own key tells none."""
    credit, left_out = credit_of(card.names)
    if credit and not card.fields.get("credit"):
        card.fields["credit"] = credit
        card.notes.append(understood("credit", credit=credit))
    if left_out:
        card.notes.append(to_decide("credit_too_long", count=left_out))
