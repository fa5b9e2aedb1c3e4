"""The one place that asks which database this is.

An engine answers one question: which recipes' documents hold these stems, column by column.
What a query means, how answers are ranked and words corrected is the same Python for both, so
both give the same answers in the same order.
"""

from collections.abc import Callable, Collection, Iterable

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from recipes.search import postgresql, sqlite

Holding = tuple[str, str, Iterable[int]]
"""A stem, a column, and the keys of the recipes that hold the one in the other."""

_ENGINES: dict[str, Callable[[Collection[str]], Iterable[Holding]]] = {
    "postgresql": postgresql.holding,
    "sqlite": sqlite.holding,
}


def holding(stems: Collection[str]) -> Iterable[Holding]:
    """Give the keys of the recipes that hold each stem, by column; one query, none for no stem.

    Raises `ImproperlyConfigured` for a database that has no engine.
    """
    if connection.vendor not in _ENGINES:
        message = f"No search engine for the database {connection.vendor!r}"
        raise ImproperlyConfigured(message)
    return _ENGINES[connection.vendor](stems) if stems else ()
