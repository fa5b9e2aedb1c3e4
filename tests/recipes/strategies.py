"""Recipe contents nobody thought of, for the property tests."""

from hypothesis import strategies as st

from recipes.content import (
    Ancestor,
    CostBand,
    Difficulty,
    Document,
    Ingredient,
    IngredientKind,
    Kind,
    Link,
    Phase,
    Photo,
    RecipeContent,
    Related,
    Section,
    State,
    Step,
)

# Pieces that look like our own structure, among any other text.
TRAPS = [
    "# ", "## ", "### ", "#", "##", "\\## x", "\\\\# y", "---", "...", "- ", "* ", "1. ",
    "Durée : 2 h", "Durée : ", "\\Durée : 2 h", "Recette : x", "Photo : x.jpg", "Lieu : ",
    "Lieu :", "\\Lieu : x",
    "Pourquoi", "## Pourquoi", "## Étapes", "### Avant : ", "Avant : x", "[a](<b>)",
    "[a](b) : c", "https://example.org", "\\", "<b>", " : ", "é", "œ", "\xa0", "\u202f", "\n",
    "\n\n", "  \n", "\t", "'", '"', "{", "}", "[", "]", ": ", " #", "&a", "*a", "!x", "|", ">",
    "%", "@", "`", "0b6f3a52-7d0c-4a55-9f0e-2f6f3c1f8a11", "\ufeff", "\x85", "\u2028", "\x00",
    "null", "yes", "2016", "1e3", "~", "```\n## code\n```",
]  # fmt: skip

texts = st.lists(
    st.one_of(st.sampled_from(TRAPS), st.text(max_size=8)), max_size=6
).map("".join)  # fmt: skip
numbers = st.none() | st.integers(min_value=0, max_value=10**9)
unknown = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
KEYS = [
    "durée",
    "Durée",
    "\\durée",
    "thèmes",
    "recette-libre",
    "identifiant",
    "licence",
    "autre",
    "",
]


def lists(*entries: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Give tuples of up to three of `entries`."""
    return st.lists(st.one_of(*entries), max_size=3).map(tuple)


contents = st.builds(
    RecipeContent,
    title=texts,
    summary=texts,
    kind=st.none() | st.sampled_from(Kind),
    tags=lists(texts),
    audience=texts,
    why=texts,
    ease=numbers,
    participants_min=numbers,
    participants_max=numbers,
    setup_minutes=numbers,
    minutes=numbers,
    rhythm=texts,
    cost_band=st.none() | st.sampled_from(CostBand),
    cost_note=texts,
    state=st.none() | st.sampled_from(State),
    since=texts,
    photos=lists(st.builds(Photo, texts, texts, texts, texts, texts)),
    in_a_hurry=texts,
    ingredients=lists(st.builds(Ingredient, texts, st.none() | st.sampled_from(IngredientKind))),
    utensils=lists(texts),
    steps=lists(st.builds(Step, texts, texts, st.sampled_from(Phase), numbers, texts, texts)),
    origin=texts,
    difficulties=lists(st.builds(Difficulty, texts, texts)),
    tips=texts,
    in_hindsight=texts,
    legal_frame=texts,
    results=texts,
    sources=lists(texts),
    links=lists(st.builds(Link, texts, texts, texts)),
    related=lists(st.builds(Related, texts, texts)),
    documents=lists(st.builds(Document, texts, texts, texts, texts)),
    sections=lists(st.builds(Section, texts, texts)),
    licence=texts,
    credit=texts,
    organisation=texts,
    territories=lists(texts),
    language=texts,
    public_funding=texts,
    confirmed_on=texts,
    adapted_from=lists(st.builds(Ancestor, texts, texts, texts, texts, texts)),
    imported_from=texts,
    extra=st.dictionaries(st.sampled_from(KEYS) | texts, unknown, max_size=3),
)
