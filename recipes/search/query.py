"""What somebody typed, as terms to look for. Any string is a query; none is ever refused.

Words (all must be found), "phrases in quotes" (also « » and “ ”), `-word` and `-"phrase"` to
leave out. A quote never closed, a dash alone, any other sign count for nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from recipes.search.text import Token, stem, tokens

MOST_TERMS = 12
"""Terms of a query, and words of a term, that count; more is answered on the first."""

MOST_CHARACTERS = 1000
"""Characters that are read: enough for twelve long words, little enough for any hostile string."""

_QUOTES = str.maketrans("«»“”„‟", '""""""')
_CHUNK = re.compile(r'(?P<no>(?:(?<=\s)|(?<=^))-+)?(?:"(?P<phrase>[^"]*)"|(?P<words>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: `stems` all in one column, one behind the other if `in_order`.

    `joined` is another way to find it: « co-créatif » is also `cocreatif`. `folded` is set on
    what may be corrected or completed (a word outside quotes, not left out), and `start`, `end`
    say where it was typed.
    """

    stems: tuple[str, ...]
    joined: str = ""
    in_order: bool = False
    excluded: bool = False
    folded: str = ""
    start: int = 0
    end: int = 0

    @property
    def all_stems(self) -> tuple[str, ...]:
        """Every stem that an engine has to be asked about."""
        return (*self.stems, self.joined) if self.joined else self.stems


@dataclass(frozen=True, slots=True)
class Query:
    """`text` as read (NFC, cut if endless), its terms, and whether the last is being typed."""

    text: str
    terms: tuple[Term, ...]
    is_open: bool = False


def parse(typed: str) -> Query:
    """Read what somebody typed; stop words, and signs that are no words, are left out.

    The last word is open (its beginning is enough) when nothing follows it, not even a blank.
    """
    text = unicodedata.normalize("NFC", typed)[:MOST_CHARACTERS]
    terms: list[Term] = []
    for term in _terms(text):
        terms.append(term)
        if len(terms) == MOST_TERMS:
            break
    is_open = bool(terms) and bool(terms[-1].folded) and terms[-1].end == len(text)
    return Query(text, tuple(terms), is_open)


def _terms(text: str) -> Iterator[Term]:
    for chunk in _CHUNK.finditer(text.translate(_QUOTES)):
        excluded = chunk["no"] is not None
        if chunk["phrase"] is not None:
            stems = tuple(token.stem for token in tokens(chunk["phrase"]) if token.stem)[
                :MOST_TERMS
            ]
            if stems:
                yield Term(stems, in_order=len(stems) > 1, excluded=excluded)
        else:
            for compound in _compounds(chunk["words"]):
                yield _term(compound, chunk.start("words"), excluded=excluded)


def _compounds(words: str) -> Iterator[list[Token]]:
    """Group the tokens that one hyphened word made; the stop words among them are dropped."""
    group: list[Token] = []
    for token in tokens(words):
        if group and words[group[-1].end : token.start] not in {"-", "\u2010", "\u2011"}:
            yield from _kept(group)
            group = []
        group.append(token)
    yield from _kept(group)


def _kept(group: list[Token]) -> Iterator[list[Token]]:
    kept = [token for token in group if token.stem]
    if kept:
        yield kept


def _term(group: list[Token], offset: int, *, excluded: bool) -> Term:
    joined = group[-1].joined
    alone = group[0].folded if len(group) == 1 else ""
    return Term(
        tuple(token.stem for token in group)[:MOST_TERMS],
        joined=stem(joined),
        excluded=excluded,
        folded="" if excluded else joined or alone,
        start=offset + group[0].start,
        end=offset + group[-1].end,
    )
