"""The answer to a question, what else could be chosen, and what to ask when nothing answers."""

from recipes.answers.answer import Answer, Chip, Order
from recipes.answers.facets import Choice, Facet, facets, path
from recipes.answers.ways_out import FewerWords, WayOut, fewer_words, ways_out, wider

__all__ = [
    "Answer",
    "Chip",
    "Choice",
    "Facet",
    "FewerWords",
    "Order",
    "WayOut",
    "facets",
    "fewer_words",
    "path",
    "ways_out",
    "wider",
]
