"""The engine on SQLite: FTS5, read through the list of its words (migration 0002)."""

from collections.abc import Collection, Iterable

from django.db import connection

_STEM = "SELECT %s, col, group_concat(doc) FROM recipes_search_words WHERE term = %s GROUP BY col"


def holding(stems: Collection[str]) -> Iterable[tuple[str, str, Iterable[int]]]:
    """Give, for each stem and column, the keys of the recipes that hold it; one query.

    The table is FTS5's own inverted index, a row for each word, column and document
    (sqlite.org, "FTS5 extension", 9 "The fts5vocab virtual table module"): one pass over a
    word's list gives all its columns, and a stem is compared, never parsed.
    """
    query = " UNION ALL ".join([_STEM] * len(stems))
    with connection.cursor() as cursor:
        cursor.execute(query, [stem for stem in stems for _ in range(2)])
        for stem, column, keys in cursor.fetchall():
            yield stem, column, map(int, keys.split(","))
