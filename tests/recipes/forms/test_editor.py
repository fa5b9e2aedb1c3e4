"""The editor's form by itself: a content as fields and back, and how far a recipe is."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings

from recipes import content as rules
from recipes import workflow
from recipes.content import Photo, RecipeContent
from recipes.forms.editor import EditorForm, progress
from recipes.snapshot import Snapshot
from tests.factories import make_content
from tests.recipes.strategies import contents

pytestmark = pytest.mark.django_db


@pytest.fixture
def _no_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recipes.forms.editor.lists.current_snapshot", lambda: Snapshot(version=0))


@pytest.mark.usefixtures("_no_catalogue")
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents)
def test_any_content_written_as_fields_is_read_again_the_same(content):
    form = EditorForm.from_content(content, {})

    assert form.unread == {}
    assert form.content(content) == content


@pytest.mark.usefixtures("_no_catalogue")
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents)
def test_page_that_shows_nothing_changes_nothing(content):
    assert EditorForm(QueryDict()).content(content) == content


def test_themes_with_commas_and_quotes_are_read_as_they_were():
    content = RecipeContent(tags=("\xa0", "vélo, marche", 'le "bon" sens', '"x', "a;b", "simple"))

    form = EditorForm.from_content(content, {})

    assert form.content(content).tags == content.tags
    assert EditorForm(QueryDict("tags=jardin,+v%C3%A9lo+;+ville,,jardin")).content(
        content
    ).tags == ("jardin", "vélo", "ville")


def test_progress_counts_what_is_needed_and_links_to_it():
    content = make_content(why="", steps=())

    state = progress(content, workflow.problems_with(content, conditions_confirmed=True))

    assert state.ratio[1] == 7
    assert [one.anchor for one in state.missing if one.name in {"why", "steps"}] == [
        "id_why",
        "partie-steps",
    ]
    assert {section.anchor: section.state for section in state.sections}["comprendre"] == "empty"


def test_dates_stand_in_the_fields_as_people_write_them_and_are_kept_in_iso():
    content = RecipeContent(since="2016-03", confirmed_on="2026-11-22")

    shown = EditorForm.from_content(content, {}).data
    typed = QueryDict("since=15/03/2016&confirmed_on=1er décembre 2026")

    assert (shown["since"], shown["confirmed_on"]) == ("mars 2016", "22 novembre 2026")
    read = EditorForm(typed).content(content)
    assert (read.since, read.confirmed_on) == ("2016-03-15", "2026-12-01")


@pytest.mark.parametrize("since", ["l’an dernier", "13/2016"])
def test_date_that_is_none_stays_as_it_was_typed_and_is_told_beside_its_field(since):
    content = make_content(since=since, confirmed_on="2026-11")

    form = EditorForm.from_content(content, {})
    form.show(workflow.problems_with(form.content(content)))

    wrong = form.part_of("since")["since"]
    assert wrong.value() == since
    assert "mars 2016" in wrong.errors[0]
    unclear = form.part_of("confirmed_on")["confirmed_on"]
    assert unclear.value() == "novembre 2026"
    assert "12 mars 2016" in unclear.errors[0]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("50", 50), ("50 personnes", 50), ("1 200 habitants", 1200), ("30 participant·es", 30)],
)
def test_number_of_people_is_read_with_who_they_are(typed, read):
    data = QueryDict(mutable=True)
    data["participants_max"] = typed

    assert EditorForm(data).content(RecipeContent()).participants_max == read


@pytest.mark.parametrize("typed", ["cinq", "2 douzaines", "personnes", "5 à 10 personnes"])
def test_number_of_people_that_is_none_is_refused_in_words(typed):
    data = QueryDict(mutable=True)
    data["participants_max"] = typed
    form = EditorForm(data)

    assert form.content(RecipeContent()).participants_max is None
    assert form.unread == {"participants_max": typed}


def test_what_a_photo_lacks_is_said_beside_its_field_counted_and_led_to():
    photos = (Photo("a.jpg", alt="Une cour", credit="Ana", licence="CC-BY-4.0"), Photo("b.jpg"))
    content = make_content(photos=photos)
    form = EditorForm.from_content(content, {})
    known = {"licences": {"CC-BY-SA-4.0": True, "CC-BY-4.0": True}}
    problems = rules.problems(content, rules.Known(**known))

    form.show(problems)
    state = progress(content, problems, form.anchor_of)

    first, second = form.files["photos"]
    assert not first.errors
    assert set(second.errors) == {"alt", "credit", "licence"}
    assert 'aria-invalid="true"' in str(second["alt"])
    assert form.file_errors["photos"] == []
    assert [one.anchor for one in state.missing] == [
        "id_photos-1-alt",
        "id_photos-1-credit",
        "id_photos-1-licence",
    ]
    assert state.ratio == (7, 8)


def test_photo_whose_file_is_not_here_is_told_of_above_the_list():
    content = make_content(photos=(Photo("a.jpg", alt="x", credit="x", licence="CC-BY-4.0"),))
    form = EditorForm.from_content(content, {})
    problems = rules.problems(content, rules.Known(files=()))

    form.show(problems)

    assert len(form.file_errors["photos"]) == 1
    assert form.anchor_of(problems[0]) == "partie-photos"
