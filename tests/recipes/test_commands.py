"""Commands that rebuild and load: what whoever runs them sees, and what changes."""

import io
import re

import pytest
from django.core.management import call_command, get_commands, load_command_class
from django.utils import translation

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


ROOMS = ("licences", "territories", "recipes", "accounts")
OURS = {name: room for name, room in get_commands().items() if room in ROOMS}


OWN = {"folder", "path", "publish", "report", "territories", "port"}


@pytest.mark.parametrize("name", OURS)
def test_help_of_a_command_is_in_the_language_of_its_output(name):
    def told() -> tuple[str, list[str]]:
        parser = load_command_class(OURS[name], name).create_parser("manage.py", name)
        given = {one.dest: one.help or "" for one in parser._actions}  # noqa: SLF001  # argparse has no other name for them
        return parser.description or "", [words for dest, words in given.items() if dest in OWN]

    with translation.override("fr"):
        french, french_arguments = told()
    with translation.override("en"):
        english, english_arguments = told()

    assert french != english != ""
    assert "" not in french_arguments
    assert not set(french_arguments) & set(english_arguments)
