"""Filters that put a recipe's values into words, and covers into pages."""

from collections.abc import Mapping, Sequence
from datetime import date

from django import template
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from recipes import wording
from recipes.content import is_since
from recipes.covers import draw_cover
from recipes.durations import write_duration
from recipes.models import Recipe

register = template.Library()


@register.filter
def duration(minutes: int | None) -> str:
    """Write minutes as « 2 h 30 », with spaces that do not break."""
    return "" if minutes is None else write_duration(minutes).replace(" ", "\xa0")


@register.filter
def grouped(number: int) -> str:
    """Write a whole number by thousands: « 142 346 »."""
    return number_format(number, force_grouping=True)


@register.filter
def since(words: str) -> str:
    """Write an ISO year, month or day as people say it: « mars 2016 »."""
    if not is_since(words):
        return words
    year, *rest = (int(part) for part in words.split("-"))
    if not rest:
        return str(year)
    day = date(year, rest[0], rest[1] if len(rest) > 1 else 1)
    return date_format(day, "DATE_FORMAT" if len(rest) > 1 else "YEAR_MONTH_FORMAT")


@register.filter
def phase(value: str) -> str:
    """Say when a step happens."""
    return str(wording.PHASES[value])


@register.filter
def ingredient_kind(value: str) -> str:
    """Say what sort of ingredient it is."""
    return str(wording.INGREDIENT_KINDS[value])


@register.filter
def field_name(value: str) -> str:
    """Name a part of the recipe."""
    return str(wording.FIELDS[value])


@register.filter
def invitation(name: str) -> str:
    """Say that a part is not written yet."""
    return str(wording.INVITATIONS[name])


@register.filter
def times_redone(count: int) -> str:
    """Say how often a recipe was done again."""
    return ngettext("done again once", "done again %(count)d times", count) % {"count": count}


@register.filter
def where(places: Sequence[Mapping[str, str]]) -> str:
    """Say where a recipe was made, in few words: « Brest (Finistère) », « Brest, Quimper + 2 »."""
    if len(places) == 1:
        name, around = places[0]["name"], places[0]["in"].partition(",")[0]
        return f"{name} ({around})" if around else name
    names = ", ".join(place["name"] for place in places[:2])
    return f"{names} + {len(places) - 2}" if len(places) > 2 else names


@register.filter
def cover(recipe: Recipe) -> SafeString:
    """Draw the recipe's cover."""
    return draw_cover(recipe.kind, recipe.main_theme, recipe.slug)


@register.filter
def made_safe(html: str) -> SafeString:
    """Show HTML that `recipes.markup` made and sanitised when the revision was accepted."""
    return mark_safe(html)  # noqa: S308  # sanitised by recipes.markup
