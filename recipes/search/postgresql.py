"""The engine on PostgreSQL: a GIN index of `tsvector` for each column (migration 0002)."""

from collections.abc import Collection, Iterable

from django.db import connection

from recipes.models import SearchDocument

# The very expressions that are indexed. A query of one word is answered from the index alone: no
# text is read or parsed again. Each stem is a row, so the plan does not grow with their number.
_COLUMN = (
    "SELECT asked.stem, '{column}', array_agg(document.recipe_id)"
    " FROM unnest(%(stems)s::text[]) AS asked(stem) JOIN {table} AS document"
    " ON to_tsvector('simple'::regconfig, document.{column}) @@ asked.stem::tsquery"
    " GROUP BY asked.stem"
)


def holding(stems: Collection[str]) -> Iterable[tuple[str, str, Iterable[int]]]:
    """Give, for each stem and column, the keys of the recipes that hold it; one query.

    A stem is letters and digits only (`recipes.search.text`), which `tsquery` reads as itself.
    """
    table = SearchDocument._meta.db_table  # noqa: SLF001  # Django documents _meta as public
    query = " UNION ALL ".join(
        _COLUMN.format(column=column, table=table) for column in SearchDocument.COLUMNS
    )
    with connection.cursor() as cursor:
        cursor.execute(query, {"stems": list(stems)})
        yield from cursor.fetchall()
