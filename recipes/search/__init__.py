"""Full-text search over the published recipes: the verbs, whatever the database."""

from recipes.search.excerpts import excerpt, highlight, texts
from recipes.search.finding import Found, find
from recipes.search.indexing import forget, index, index_many, prune_words
from recipes.search.suggestions import complete

__all__ = [
    "Found",
    "complete",
    "excerpt",
    "find",
    "forget",
    "highlight",
    "index",
    "index_many",
    "prune_words",
    "texts",
]
