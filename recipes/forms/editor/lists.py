"""The lists of the editor: what a line of each is made of, how its parts are read and written."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recipes import wording
from recipes.content import (
    Difficulty,
    Ingredient,
    IngredientKind,
    Link,
    Phase,
    Related,
    Section,
    Step,
    is_identifier,
    one_line,
)
from recipes.durations import parse_duration, write_duration
from recipes.forms.editor.fields import Words
from recipes.snapshot import current_snapshot

_RECIPE_ADDRESS = re.compile(r"/recettes/([a-z0-9_-]+)/?(?:[?#].*)?$")


class UnreadableError(Exception):
    """What was typed is not what is expected there; it is kept and shown as it is."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of a line: how it is asked, read and written."""

    name: str
    label: Words
    control: str = "line"
    """"line", "text" (several lines, Markdown), "choice", "photo" or "hidden"."""
    example: Words = ""
    choices: Sequence[tuple[str, Words]] = ()
    default: str = ""
    """What it holds in a new line."""
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str
    wrong: Words = ""
    """What to say of what cannot be read."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the lines of one list are made of."""

    name: str
    one: Words
    add: Words
    cells: tuple[Cell, ...]
    entry: Callable[..., Any]
    help: Words = ""

    def told(self, entry: Any) -> dict[str, str]:
        """Write an entry of the content as what its controls hold."""
        if isinstance(entry, str):
            return {"text": entry}
        return {cell.name: cell.write(getattr(entry, cell.name)) for cell in self.cells}


# Reading and writing parts


def _read_minutes(words: str) -> int | None:
    words = one_line(words)
    minutes = parse_duration(words)
    if words and minutes is None:
        raise UnreadableError
    return minutes


def _write_minutes(minutes: int | None) -> str:
    return "" if minutes is None else write_duration(minutes)


def _read_ingredient_kind(words: str) -> IngredientKind | None:
    try:
        return IngredientKind(words) if words else None
    except ValueError as error:
        raise UnreadableError from error


def _read_phase(words: str) -> Phase:
    try:
        return Phase(words) if words else Phase.DURING
    except ValueError as error:
        raise UnreadableError from error


def _read_recipe(words: str) -> str:
    """Give the identifier of the recipe whose page's address this is, else the words."""
    found = _RECIPE_ADDRESS.search(one_line(words))
    recipe = current_snapshot().by_slug.get(found[1]) if found else None
    return str(recipe.uuid) if recipe else words


def _write_recipe(identifier: str) -> str:
    """Give the address of the page of the recipe of this identifier, where it is published."""
    if not is_identifier(identifier):
        return identifier
    recipe = current_snapshot().by_identifier.get(identifier)
    return f"/recettes/{recipe.slug}/" if recipe else identifier


def _related(identifier: str, title: str) -> Related:
    if not one_line(identifier):
        found = _read_recipe(title)
        recipe = current_snapshot().by_identifier.get(found) if found != title else None
        if recipe:
            return Related(found, recipe.title)
    return Related(identifier, title)


LISTS = {
    columns.name: columns
    for columns in (
        Columns(
            "ingredients",
            one=_("Ingredient"),
            add=_("Add an ingredient"),
            help=_("People, know-how, a place, material, partners, permissions, money."),
            cells=(
                Cell(
                    "kind",
                    label=_("What sort"),
                    control="choice",
                    choices=[
                        ("", _("not said")),
                        *((str(k), w) for k, w in wording.INGREDIENT_KINDS.items()),
                    ],
                    read=_read_ingredient_kind,
                    write=lambda kind: kind or "",
                ),
                Cell("text", label=_("Ingredient"), example=_("5 volunteers who like to mend")),
            ),
            entry=Ingredient,
        ),
        Columns(
            "utensils",
            one=_("Utensil"),
            add=_("Add a utensil"),
            help=_("The tools: things one has at hand, programs, forms to print."),
            cells=(Cell("text", label=_("Utensil"), example=_("A box of screwdrivers")),),
            entry=lambda text: text,
        ),
        Columns(
            "steps",
            one=pgettext_lazy("of a recipe", "Step"),
            add=_("Add a step"),
            help=_("One thing to do each, as you would tell it to somebody who begins tomorrow."),
            cells=(
                Cell(
                    "phase",
                    label=_("When"),
                    control="choice",
                    choices=[(str(phase), words) for phase, words in wording.PHASES.items()],
                    default=str(Phase.DURING),
                    read=_read_phase,
                ),
                Cell(
                    "title",
                    label=_("Title of the step"),
                    example=_("Find a place for the first time"),
                ),
                Cell(
                    "text",
                    label=_("What to do"),
                    control="text",
                    example=_("Ask the neighbourhood centre for its hall, two months before…"),
                ),
                Cell(
                    "minutes",
                    label=_("How long"),
                    example=_("2 h 30, 3 jours"),
                    read=_read_minutes,
                    write=_write_minutes,
                    wrong=_("Give a duration such as “2 h 30” or “3 jours”."),
                ),
                Cell(
                    "component",
                    label=_("Another recipe it uses"),
                    example=_("the address of its page on this site"),
                    read=_read_recipe,
                    write=_write_recipe,
                ),
                Cell("photo", label=_("Its photo"), control="photo", choices=[("", _("none"))]),
            ),
            entry=Step,
        ),
        Columns(
            "difficulties",
            one=_("Difficulty"),
            add=_("Add a difficulty"),
            help=_("What went wrong is what others need most: nobody will hold it against you."),
            cells=(
                Cell(
                    "problem", label=_("What went wrong"), example=_("Nobody came the second time")
                ),
                Cell(
                    "what_helped",
                    label=_("What helped"),
                    control="text",
                    example=_("A poster at the school gate, and always the same Saturday."),
                ),
            ),
            entry=Difficulty,
        ),
        Columns(
            "sources",
            one=_("Source"),
            add=_("Add a source"),
            help=_("What this recipe draws on: a book, a report, somebody’s account."),
            cells=(
                Cell("text", label=_("Source"), example=_("Annual report 2024 of the association")),
            ),
            entry=lambda text: text,
        ),
        Columns(
            "links",
            one=_("Link"),
            add=_("Add a link"),
            help=_("Pages, videos, forms to go further."),
            cells=(
                Cell("title", label=_("Title of the page"), example=_("The guide of the network")),
                Cell("url", label=_("Its address"), example="https://…"),
                Cell("note", label=_("Why read it"), example=_("Explains the insurance")),
            ),
            entry=Link,
        ),
        Columns(
            "related",
            one=_("Related recipe"),
            add=_("Add a recipe"),
            help=_("Recipes of this site that go with yours."),
            cells=(
                Cell("identifier", label=_("Identifier"), control="hidden"),
                Cell(
                    "title",
                    label=_("Title of the recipe, or the address of its page"),
                    example="/recettes/world-cafe/",
                ),
            ),
            entry=_related,
        ),
        Columns(
            "sections",
            one=_("Other part"),
            add=_("Add a part under your own heading"),
            help=_("What fits nowhere above."),
            cells=(
                Cell("heading", label=_("Heading"), example=_("A day as it goes")),
                Cell("text", label=_("Text"), control="text"),
            ),
            entry=Section,
        ),
    )
}
