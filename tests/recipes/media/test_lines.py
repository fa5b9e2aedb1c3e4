"""The lines of photos and documents in the editor: nothing typed is refused, nothing is lost."""

import re

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from recipes.content import Document, Photo, RecipeContent
from recipes.forms import media
from recipes.media import limits
from tests.factories import make_licence

pytestmark = pytest.mark.django_db
NAMES = [letter * 64 + ".jpg" for letter in "abc"]


def posted(**controls: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({name.replace("_", "-"): value for name, value in controls.items()})
    return data


def files(lines):
    return [line.file_name[0] for line in lines]


def test_lines_are_read_in_the_order_of_the_page_whatever_their_numbers():
    data = posted(
        photos_7_file=NAMES[1],
        photos_7_alt="Une salle ",
        photos_2_file=NAMES[0],
        photos_2_licence="ma licence",
        photos_2_else="x",
        documents_0_file="d.pdf",
        documents_0_title="Affiche",
        steps_0_title="Ouvrir",
    )

    photos = media.read_lines(data, "photos")
    documents = media.read_lines(data, "documents")

    assert media.entries(photos) == (
        Photo(NAMES[1], "Une salle"),
        Photo(NAMES[0], licence="ma licence"),
    )
    assert media.entries(documents) == (Document("d.pdf", "Affiche"),)


@given(words=st.lists(st.text(max_size=20), min_size=5, max_size=5))
def test_whatever_is_typed_comes_back_as_it_was(words):
    photo = Photo(*words)
    (line,) = media.photo_lines([photo])

    assert line.is_valid(), line.errors
    assert media.entries([line]) == (photo,)


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("photos-up-1", "bac"),
        ("photos-up-0", "abc"),
        ("photos-down-1", "acb"),
        ("photos-down-2", "abc"),
        ("photos-cover-2", "cab"),
        ("photos-remove-1", "ac"),
        ("photos-remove-9", "abc"),
        ("documents-remove-1", "abc"),
        ("photos-dance-1", "abc"),
        ("save", "abc"),
    ],
)
def test_button_moves_its_line_and_leaves_what_is_typed(do, order):
    lines = media.photo_lines([Photo(name, f"dit {name[0]}") for name in NAMES])

    changed = media.change(lines, do)

    assert "".join(files(changed)) == order
    assert [line.number for line in changed] == list(range(len(order)))
    assert [entry.alt for entry in media.entries(changed)] == [f"dit {name}" for name in order]


def test_licences_offered_are_free_and_one_that_stands_there_stays():
    make_licence(spdx_id="CC-BY-SA-4.0")
    make_licence(spdx_id="CC-BY-NC-4.0", is_free=False)

    lines = media.photo_lines([Photo(NAMES[0], licence="CC-BY-NC-4.0"), Photo(NAMES[1])])

    values = [re.findall(r'<option value="([^"]*)"', str(line["licence"])) for line in lines]
    assert values == [["", "CC-BY-SA-4.0", "CC-BY-NC-4.0"], ["", "CC-BY-SA-4.0"]]


@pytest.mark.parametrize("how_many", [1, 3])
def test_lines_cost_one_query_however_many(django_assert_num_queries, how_many):
    content = RecipeContent(photos=tuple(Photo(name) for name in NAMES[:how_many]))

    with django_assert_num_queries(1):
        for line in media.lines_of(content):
            str(line)


def test_line_shows_what_it_stands_for_only_if_it_is_a_file_of_ours():
    ours, other = media.photo_lines([Photo(NAMES[0]), Photo("../salle.jpg")])
    paper, none = media.document_lines([Document("d" * 64 + ".pdf"), Document("x.pdf")])

    assert ours.thumbnail == "a" * 64 + "-400.jpg"
    assert other.thumbnail == ""
    assert (paper.download, none.download) == ("d" * 64 + ".pdf", "")


def test_no_more_lines_are_read_than_a_recipe_has_files():
    forged = QueryDict("&".join(f"photos-{n}-alt=x{n}" for n in range(2_000)))

    lines = media.read_lines(forged, "photos")

    assert len(lines) == limits.MOST_FILES_OF_A_RECIPE
    assert lines[-1].told["alt"] == f"x{limits.MOST_FILES_OF_A_RECIPE - 1}"
