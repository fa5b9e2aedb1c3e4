"""Whose a card is and what others may do with it: its licence, and whom to name."""

from collections.abc import Sequence

from recipes.exchange.authors import credit_of
from recipes.exchange.cards.open_card import OpenCard
from recipes.exchange.licences_in_prose import (
    Line,
    Of,
    is_free,
    licence_named,
    licences_said,
    most_restrictive,
    settled,
)
from recipes.exchange.notes import to_decide, understood


def read_licence(card: OpenCard, lines: Sequence[Line]) -> None:
    """Settle which licence the front matter and the lines tell; note what a person must see."""
    said = licences_said(lines)
    found = list(said.of(Of.TEXT))
    if card.licence_told:
        told = licence_named(card.licence_told)
        if told:
            found.insert(0, told)
        else:
            card.extra["license"] = card.licence_told
            card.notes.append(to_decide("licence_unclear", line=card.licence_told))
    mentions = {mention.licence: mention for mention in reversed(settled(found))}
    licence = most_restrictive(reversed(mentions))
    card.fields["licence"] = licence
    if licence:
        card.notes.append(understood("licence", licence=licence, line=mentions[licence].line))
        if not mentions[licence].version_told:
            card.notes.append(to_decide("licence_version_assumed", licence=licence))
    if len(mentions) > 1:
        named = ", ".join(sorted(mentions))
        card.notes.append(to_decide("licences_mixed", holds=True, licences=named, licence=licence))
    if licence and not is_free(licence):
        card.notes.append(to_decide("licence_not_free", holds=True, licence=licence))
    if not licence:
        card.notes.append(to_decide("licence_missing", holds=True))
    if asides := [m.licence for m in said.of(Of.ASIDE) if m.licence not in mentions]:
        card.notes.append(to_decide("licences_aside", licences=", ".join(asides)))
    card.notes += [to_decide("licence_unclear", line=line) for line in said.unclear]
    card.notes += [to_decide("by_permission", holds=True, line=line) for line in said.by_permission]
    card.notes += [
        to_decide("licence_of_picture", licence=mention.licence, line=mention.line)
        for mention in said.mentions
        if mention.of == Of.PICTURE
    ]


def read_credit(card: OpenCard) -> None:
    """Join the names found into the credit, where our own key tells none."""
    credit, left_out = credit_of(card.names)
    if credit and not card.fields.get("credit"):
        card.fields["credit"] = credit
        card.notes.append(understood("credit", credit=credit))
    if left_out:
        card.notes.append(to_decide("credit_too_long", count=left_out))
