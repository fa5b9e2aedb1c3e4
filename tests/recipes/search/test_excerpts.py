"""Excerpts show the passage that answers, never HTML that somebody typed."""

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recipes.search import excerpt, highlight
from recipes.search.excerpts import WIDTH
from recipes.search.text import stem

FILLER = "On se retrouve chaque samedi matin avec des gens du coin. " * 12


def families(*words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words)


def test_words_of_the_family_are_marked_whatever_their_ending() -> None:
    marked = highlight("Réparer, c’est réparé : la réparation", families("reparations"))

    assert marked == (
        "<mark>Réparer</mark>, c’est <mark>réparé</mark> : la <mark>réparation</mark>"
    )


def test_html_is_escaped_around_and_inside_marks() -> None:
    marked = highlight("<b>café</b> & \"thé\" <script>alert('x')</script>", families("café"))

    assert marked == (
        "&lt;b&gt;<mark>café</mark>&lt;/b&gt; &amp; &#34;thé&#34; "
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"
    )


def test_excerpt_is_the_passage_with_the_most_different_words() -> None:
    text = f"{FILLER}Un jardin. {FILLER}\nLe jardin est partagé entre voisins. {FILLER}"

    made = excerpt(text, families("jardins", "partager"))

    assert made.startswith("… Le <mark>jardin</mark> est <mark>partagé</mark> entre voisins.")
    assert made.endswith(" …")


def test_excerpt_without_any_term_is_the_beginning() -> None:
    made = excerpt(FILLER, frozenset())

    assert made.startswith("On se retrouve")
    assert made.endswith(" …")
    assert len(made) <= WIDTH + 2


@pytest.mark.parametrize("text", ["", "Court.", "jardin"])
def test_short_text_is_shown_whole(text: str) -> None:
    assert excerpt(text, frozenset()) == text


@given(st.text(alphabet="ab é<>&\n'\"-", max_size=600), st.sets(st.sampled_from(["a", "b", "ab"])))
def test_excerpt_without_marks_is_a_slice_of_the_text(text: str, words: set[str]) -> None:
    made = excerpt(text, {stem(word) for word in words})

    bare = made.replace("<mark>", "").replace("</mark>", "")
    assert not re.search("[<>\"']", bare)
    assert html.unescape(bare).removeprefix("… ").removesuffix(" …") in text


@given(st.text())
def test_highlighted_text_without_marks_is_the_text(text: str) -> None:
    marked = highlight(text, {stem(word) for word in text.split()[:2]})

    assert html.unescape(re.sub("</?mark>", "", marked)) == text


@given(
    st.lists(
        st.text(min_size=1, max_size=8)
        | st.sampled_from(["yeux", "œil", "Œuvres", "repair", "1e5b", "2024", "Жизнь", "Éclats"]),
        max_size=6,
    ).map(" ".join),
    st.integers(min_value=0),
)
@example("yeux", 0)
@example("Œuvres 1e5b", 1)
@example("a_Éclats", 1)
def test_every_word_of_the_family_is_marked_and_no_other(text: str, which: int) -> None:
    words = re.findall(r"[^\W_]+", text)
    terms = {stem(words[which % len(words)])} - {""} if words else set()

    marked = re.findall(r"<mark>(.*?)</mark>", highlight(text, terms))

    assert [html.unescape(word) for word in marked] == [w for w in words if stem(w) in terms]
