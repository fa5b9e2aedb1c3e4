"""Choices as a list offers them: some hundred lines a page, each drawn once, then only counted."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from recipes.answers import Facet
from recipes.templating import around_slots, macros, query_with


def boxes(facet: Facet) -> SafeString:
    """Draw the choices of a facet as boxes to check."""
    made = []
    for choice in facet.choices:
        before, after = _around(
            "box", facet.name, choice.value, choice.label, choice.chosen, not choice.count
        )
        made.append(f"{before}{choice.count}{after}")
    return mark_safe("".join(made))  # noqa: S308  # escaped when drawn; a count is a number


def places(facet: Facet, query: QueryDict) -> list[SafeString]:
    """Draw the territories one may go to next as links that keep the rest of the question."""
    rest = query_with(query, territoire=None, page=None)
    there = escape(f"{rest}&" if rest else "?")
    made = []
    for choice in facet.choices:
        a, b, c, d = _around("place", choice.value, choice.label)
        made.append(mark_safe(f"{a}{there}{b}{there}{c}{choice.count}{d}"))  # noqa: S308  # escaped
    return made


@lru_cache(maxsize=4_096)
def _around(macro: str, *values: str | bool) -> Iterable[str]:
    """Draw a line and give what stands around its slots."""
    return around_slots(getattr(macros("recipes/_choice.html"), macro)(*values))
