"""The engine on PostgreSQL: a GIN index of `tsvector` for each column (migration 0002)."""

from collections.abc import Collection, Iterable

from django.db import connection

from recipes.models import SearchDocument

# The very expressions that are indexed. A query of one word is answered from the index alone: no
# text is read or parsed again. Each stem is a row, so the plan does not grow with their number.
_COLUMN = (
    "(SELECT array_agg(recipe_id) FROM {table}"
    " WHERE to_tsvector('simple'::regconfig, {column}) @@ asked.stem::tsquery)"
)


def holding(stems: Collection[str]) -> Iterable[tuple[str, str, Iterable[int]]]:
    """Give, for each stem and column, the keys of the recipes that hold it; one query.

    A stem is letters and digits only (`recipes.search.text`), which `tsquery` reads as itself.
    """
    columns = SearchDocument.COLUMNS
    table = SearchDocument._meta.db_table  # noqa: SLF001  # Django documents _meta as public
    found = ", ".join(_COLUMN.format(column=column, table=table) for column in columns)
    query = f"SELECT stem, {found} FROM unnest(%s::text[]) AS asked(stem)"  # noqa: S608  # our own words
    with connection.cursor() as cursor:
        cursor.execute(query, [list(stems)])
        for stem, *each in cursor.fetchall():
            for column, keys in zip(columns, each, strict=True):
                yield stem, column, keys or ()
