"""The engine on SQLite: an FTS5 table (migration 0002)."""

import json
from collections.abc import Collection, Iterable

from django.db import connection

from recipes.models import SearchDocument

# The keys of each answer as one JSON array: SQLite writes it, and Python reads it, several times
# faster than either would hand over a row for each key.
_HOLDING = (
    "SELECT value, (SELECT json_group_array(rowid) FROM recipes_search_fts"
    " WHERE recipes_search_fts MATCH value) FROM json_each(%s)"
)


def holding(stems: Collection[str]) -> Iterable[tuple[str, str, Iterable[int]]]:
    """Give, for each stem and column, the keys of the recipes that hold it; one query.

    A stem is letters and digits only (`recipes.search.text`), which FTS5 takes as one word between
    quotes (sqlite.org, "FTS5 extension", 3.1 "FTS5 Strings", 3.8 "FTS5 Column Filters").
    """
    asked = {
        f'{column}:"{stem}"': (stem, column) for stem in stems for column in SearchDocument.COLUMNS
    }
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING, [json.dumps(list(asked))])
        for question, keys in cursor.fetchall():
            yield *asked[question], json.loads(keys)
