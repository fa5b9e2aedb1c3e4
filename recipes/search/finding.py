"""From what was typed to the recipes that answer, in order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_

from recipes.search.query import Query, Term, parse
from recipes.search.ranking import Ranking, ranking
from recipes.search.shelf import NOWHERE, Columns, Shelf, shelf_for
from recipes.search.vocabulary import Near


@dataclass(frozen=True, slots=True)
class Found:
    """The recipes that answer, how they rank, and how the query was understood.

    `recipes` is the set of them, bit 0 the first of the sequence of the newest first that was
    searched; `ranking` orders it or any part of it. `terms` are the stems to mark in what is shown.
    Where a word was mistyped, `corrected` is the query as it was answered, and `corrections` says
    which word was taken for which.
    """

    newest_first: Sequence[int]
    recipes: int
    ranking: Ranking
    terms: frozenset[str] = frozenset()
    corrected: str | None = None
    corrections: tuple[tuple[str, str], ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        """The keys of the recipes, the best answer first."""
        newest_first = self.newest_first
        return tuple([newest_first[place] for place in self.ranking.best_first(self.recipes)])


def find(words: str, *, newest_first: Sequence[int], version: int) -> Found:
    """Find the published recipes that answer `words`; any string is a query.

    `newest_first` are the keys of all published recipes, the same object as long as `version` is
    the catalogue's: what was learnt is then kept. A query without a word to look for is answered
    by everything, the newest first. A word that finds nothing is replaced by the nearest that
    finds something, the one in most recipes if several are as near.

    At most one query for words never asked before, one for those a word begins, one for each
    correction, one for each column that may hold a new phrase, and once a version one to load the
    vocabulary; none once warm.
    """
    search = Search(shelf_for(newest_first, version), parse(words))
    search.correct()
    recipes = search.recipes()
    return Found(
        newest_first=newest_first,
        recipes=recipes,
        ranking=ranking(
            [search.wanted(term) for term in search.positive],
            among=recipes,
            of=len(newest_first),
        ),
        terms=frozenset(search.stems()),
        corrected=search.corrected(),
        corrections=tuple(search.corrections()),
    )


class Search:
    """One query on its way to its answer.

    The last word, while it is open, is also taken for the beginning of longer ones: when nothing
    has the word itself, so that « jeu » and « jeux » find the same and not « jeune » besides; or
    always, when `completing` what somebody types.
    """

    def __init__(self, shelf: Shelf, query: Query, *, completing: bool = False) -> None:
        self.shelf = shelf
        self.query = query
        self.positive = [term for term in query.terms if not term.excluded]
        """The terms wanted, as corrected so far."""
        self._replaced: dict[Term, Term] = {}
        self._wanted: dict[Term, Columns] = {}
        self._sets = shelf.words({stem for term in query.terms for stem in term.all_stems})
        self._begun: Term | None = None
        self._endings: list[str] = []
        if query.is_open and (completing or not any(self._exact(query.terms[-1]))):
            self._begun = query.terms[-1]
            self._endings = self._longer(self._begun)
            self._sets |= shelf.words(self._endings)

    def _longer(self, term: Term) -> list[str]:
        """Give the families of the words that begin as `term` does, its own left out."""
        vocabulary = self.shelf.vocabulary
        longer = {vocabulary.stem(word) for word in vocabulary.beginning(term.folded)}
        return sorted(longer.difference(term.all_stems))

    def wanted(self, term: Term) -> Columns:
        """Give where a term is found, as such or as the beginning of a longer word."""
        if term not in self._wanted:
            begun = self._endings if term == self._begun else []
            self._wanted[term] = _any([self._exact(term), *(self._sets[stem] for stem in begun)])
        return self._wanted[term]

    def having(self, term: Term) -> int:
        """Give the set of recipes that have a term, wherever."""
        return reduce(or_, self.wanted(term))

    def _exact(self, term: Term) -> Columns:
        found = _all(self._sets[stem] for stem in term.stems)
        if term.in_order:
            return self.shelf.phrase(term.stems, found)
        return _any([found, self._sets[term.joined]]) if term.joined else found

    def recipes(self) -> int:
        """Give the set of recipes that have every word wanted and none of those left out."""
        found = self._with_all(self.positive)
        for term in self.query.terms:
            if term.excluded:
                found &= ~self.having(term)
        return found

    def _with_all(self, terms: Iterable[Term]) -> int:
        return reduce(and_, (self.having(term) for term in terms), self.shelf.everything)

    def stems(self) -> Iterator[str]:
        """Give the stems to mark."""
        for term in self.positive:
            yield from term.all_stems
            if term == self._begun:
                yield from self._endings

    # Typing errors

    def correct(self) -> None:
        """Replace the words that find nothing; then, if nothing has all words, one never seen.

        A word nobody wrote so may find something by its family alone (« jardine »): it is taken
        for a typing error only when the answer would be empty.
        """
        for term in list(self.positive):
            if term.folded and not self.having(term):
                self._replace(term, self.shelf.everything)
        if len(self.positive) == 1 or self._with_all(self.positive):
            return
        vocabulary = self.shelf.vocabulary
        doubtful = [t for t in self.positive if t.folded and t.folded not in vocabulary]
        for term in sorted(doubtful, key=lambda t: self.having(t).bit_count()):
            others = [other for other in self.positive if other is not term]
            if self._replace(term, self._with_all(others)):
                return

    def _replace(self, term: Term, among: int) -> bool:
        """Take a term for the nearest word found in `among`; say whether there is one."""
        vocabulary = self.shelf.vocabulary
        near = vocabulary.near(term.folded)
        stems = {one.folded: vocabulary.stem(one.folded) for one in near}
        self._sets |= self.shelf.words(stems.values())

        def count(one: Near) -> int:
            return (reduce(or_, self._sets[stems[one.folded]]) & among).bit_count()

        found = [one for one in near if count(one)]
        if not found:
            return False
        best = min(found, key=lambda one: (one.cost, -count(one), one.folded))
        new = replace(term, stems=(stems[best.folded],), joined="", folded=best.folded)
        self.positive[self.positive.index(term)] = new
        self._replaced[term] = new
        return True

    def corrections(self) -> Iterator[tuple[str, str]]:
        """Give each word replaced, as it was typed, and the word it was taken for."""
        for old in sorted(self._replaced, key=lambda term: term.start):
            written = self.shelf.vocabulary.written(self._replaced[old].folded)
            yield self.query.text[old.start : old.end], written

    def corrected(self) -> str | None:
        """Give the query with its errors put right, or none where there was none."""
        if not self._replaced:
            return None
        made, read = "", 0
        for old, (_, written) in zip(
            sorted(self._replaced, key=lambda term: term.start), self.corrections(), strict=True
        ):
            made += self.query.text[read : old.start] + written
            read = old.end
        return made + self.query.text[read:]


def _all(sets: Iterable[Columns]) -> Columns:
    """Give, column by column, what is in all of some sets; there is at least one."""
    title, summary, parts, body = (reduce(and_, column) for column in zip(*sets, strict=True))
    return title, summary, parts, body


def _any(sets: Iterable[Columns]) -> Columns:
    """Give, column by column, what is in any of some sets."""
    title, summary, parts, body = (
        reduce(or_, column) for column in zip(NOWHERE, *sets, strict=True)
    )
    return title, summary, parts, body
