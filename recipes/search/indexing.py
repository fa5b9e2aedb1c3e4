"""From a recipe's content to its search document and the words of the vocabulary."""

from collections.abc import Iterable, Sequence
from itertools import islice

from recipes.content import RecipeContent
from recipes.models import Recipe, SearchDocument, Word
from recipes.search.plain import joined, plain
from recipes.search.text import stem, tokens

BETWEEN_PARTS = "|"
"""Stands between two parts of a column; no engine takes it for a word, no phrase crosses it."""

MOST_WORDS = 20_000
"""Words of a column that are indexed. PostgreSQL takes a megabyte of different words in one."""

MOST_PLAIN = 20_000
"""Characters kept to cut excerpts from."""

_BATCH = 200
_WRITTEN = 60  # characters of Word.written
_KEYS_AT_ONCE = 500

Entry = tuple[Recipe, RecipeContent, Sequence[str]]
_Words = dict[str, tuple[str, str]]  # folded: stem, as written


def index(recipe: Recipe, content: RecipeContent, names: Sequence[str]) -> None:
    """Make the search document of a published recipe say what `content` says; three queries.

    `names` are those of its territories and of the organisation that carries it. Called in the
    transaction that publishes.
    """
    index_many([(recipe, content, names)])


def index_many(entries: Iterable[Entry]) -> None:
    """Do as `index` for many recipes, in batches of 200; three queries or so a batch."""
    columns = (*SearchDocument.COLUMNS, "plain")
    waiting = iter(entries)
    while batch := list(islice(waiting, _BATCH)):
        words: _Words = {}
        SearchDocument.objects.bulk_create(
            [_document(*entry, words) for entry in batch],
            update_conflicts=True,
            unique_fields=["recipe"],
            update_fields=columns,
        )
        _learn(words)


def forget(recipe: Recipe) -> None:
    """Take out of the index a recipe that is no longer published; one query."""
    SearchDocument.objects.filter(pk=recipe.pk).delete()


def prune_words() -> None:
    """Forget the words whose family is in no document any more; reads every document."""
    used: set[str] = set()
    documents = SearchDocument.objects.values_list(*SearchDocument.COLUMNS)
    for columns in documents.iterator(chunk_size=_BATCH):
        for column in columns:
            used.update(column.split())
    dead = [folded for folded, of in Word.objects.values_list("folded", "stem") if of not in used]
    for first in range(0, len(dead), _KEYS_AT_ONCE):
        Word.objects.filter(pk__in=dead[first : first + _KEYS_AT_ONCE]).delete()


def _document(
    recipe: Recipe, content: RecipeContent, names: Sequence[str], words: _Words
) -> SearchDocument:
    parts, body = _parts(content), _body(content)
    return SearchDocument(
        recipe=recipe,
        title=_column([content.title], words),
        summary=_column([content.summary, *content.tags, *names], words),
        parts=_column(parts, words),
        body=_column(body, words),
        plain=joined([*parts, *body])[:MOST_PLAIN],
    )


def _parts(content: RecipeContent) -> list[str]:
    """Give the main parts as plain text: what one reads to know whether to read on."""
    texts = [
        content.why,
        content.in_a_hurry,
        *(ingredient.text for ingredient in content.ingredients),
        *(step.title for step in content.steps),
    ]
    return [made for made in map(plain, texts) if made]


def _body(content: RecipeContent) -> list[str]:
    """Give all the rest as plain text. Titles of other recipes are not this one's words."""
    texts = [content.audience, content.rhythm, content.cost_note, *content.utensils]
    texts += [step.text for step in content.steps]
    texts.append(content.origin)
    for difficulty in content.difficulties:
        texts += [difficulty.problem, difficulty.what_helped]
    texts += [content.tips, content.in_hindsight, content.legal_frame, content.results]
    texts += content.sources
    for link in content.links:
        texts += [link.title, link.note]
    for section in content.sections:
        texts += [section.heading, section.text]
    texts += [content.public_funding, content.credit]
    return [made for made in map(plain, texts) if made]


def _column(texts: Iterable[str], words: _Words) -> str:
    """Give the stems of texts as `SearchDocument` says, and add their words to `words`.

    « co-créatif » stands in its place as two words, and once more at the end as one.
    """
    stems: list[str] = []
    joined: list[str] = []
    for text in texts:
        for token in tokens(text):
            if token.joined:
                made = stem(token.joined)
                joined += [made, BETWEEN_PARTS]
                _note(words, token.joined, made, text[token.joined_start : token.end])
            if token.stem:
                stems.append(token.stem)
                _note(words, token.folded, token.stem, text[token.start : token.end])
        stems.append(BETWEEN_PARTS)
    return f" {' '.join((stems + joined)[:MOST_WORDS])} "


def _note(words: _Words, folded: str, family: str, written: str) -> None:
    """Add a word to those that can be proposed; numbers and codes are not."""
    if folded not in words and folded.isalpha() and len(folded) > 1:
        words[folded] = (family, written.lower()[:_WRITTEN])


def _learn(words: _Words) -> None:
    """Add to the vocabulary the words it has not, in one order so that no two wait in a circle."""
    wanted = sorted(words)
    known: set[str] = set()
    for first in range(0, len(wanted), _KEYS_AT_ONCE):
        some = Word.objects.filter(pk__in=wanted[first : first + _KEYS_AT_ONCE])
        known.update(some.values_list("pk", flat=True))
    Word.objects.bulk_create(
        [
            Word(folded=folded, stem=words[folded][0], written=words[folded][1])
            for folded in wanted
            if folded not in known
        ],
        ignore_conflicts=True,
    )
