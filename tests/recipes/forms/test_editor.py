"""The editor's form by itself: a content as fields and back, and how far a recipe is."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings

from recipes import workflow
from recipes.content import RecipeContent
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
