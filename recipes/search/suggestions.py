"""What the search box proposes while one types."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from recipes.models import Recipe
from recipes.search.finding import Search
from recipes.search.query import parse
from recipes.search.shelf import shelf_for
from recipes.sets import first

MOST = 6


def complete(words: str, *, newest_first: Sequence[int], version: int) -> list[str]:
    """Give up to six completions of what is typed: titles of recipes, then words.

    Titles hold every word typed, the last perhaps only begun; words end the last one such that
    the whole finds something. The newest titles come first, then the words in most recipes.
    Nothing but what is published today is ever proposed. `newest_first` and `version` as in
    `find`; one query for the titles besides those of `find`.
    """
    shelf = shelf_for(newest_first, version)
    query = parse(words)
    search = Search(shelf, query, completing=True)
    if not search.positive:
        return []
    titled = search.recipes()
    for term in search.positive:
        titled &= search.wanted(term)[0]
    keys = [newest_first[place] for place in first(titled, MOST)]
    titles = dict(Recipe.objects.published().filter(pk__in=keys).values_list("pk", "title"))
    proposed = [titles[key] for key in keys if key in titles]
    if query.is_open:
        typed = query.text[: query.terms[-1].start]
        proposed += [typed + ending for ending in _endings(search)]
    return list(dict.fromkeys(proposed))[:MOST]


def _endings(search: Search) -> list[str]:
    """Give what the last word may become, one word of a family, those in most recipes first."""
    vocabulary = search.shelf.vocabulary
    typed = search.query.terms[-1]
    families: dict[str, str] = {}
    for word in vocabulary.beginning(typed.folded):
        families.setdefault(vocabulary.stem(word), word)
    if typed.folded in vocabulary:
        families.pop(vocabulary.stem(typed.folded), None)
    left = search.recipes()
    counts = {
        families[stem]: (reduce(or_, columns) & left).bit_count()
        for stem, columns in search.shelf.words(families).items()
    }
    found = sorted((word for word in counts if counts[word]), key=lambda w: (-counts[w], w))
    return [vocabulary.written(word) for word in found]
