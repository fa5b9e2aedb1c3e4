"""Commands that rebuild and load: what whoever runs them sees, and what changes."""

import io
import re

import pytest
from django.core.management import call_command

from recipes.management.commands import load_demo
from recipes.models import Recipe
from tests.factories import make_recipe

pytestmark = pytest.mark.django_db


def test_rebuild_puts_right_what_no_longer_says_what_the_revision_says():
    for number in range(3):
        make_recipe(title=f"Un four à pain {number}")
    Recipe.objects.update(title="faussé", summary="")
    told = io.StringIO()

    call_command("rebuild_catalogue", stdout=told)

    titles = Recipe.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == [f"Un four à pain {number}" for number in range(3)]
    assert "3" in told.getvalue()


def test_demo_shows_a_dot_for_each_recipe_as_it_comes(monkeypatch):
    told = io.StringIO()
    monkeypatch.setattr(load_demo, "load_demo", lambda: iter(["one", "two", "three"]))

    call_command("load_demo", stdout=told)

    assert re.search(r"60.*: \.\.\. \w+", told.getvalue())
