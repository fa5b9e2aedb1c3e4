"""A recipe's page: its body drawn when a revision is accepted, its slots filled when it is read.

Nearly all of a page follows from the recipe alone, and is drawn once. What may change without
the recipe changing (who carries it, the recipes it names, who did it again) stands in the drawn
body as a slot, a name between two control characters, which no content can hold (`content.text`
takes them out).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from licences import credit
from licences.models import Licence, short_name
from recipes.models import Recipe
from recipes.templating import SLOT, SLOT_END

_SLOT = re.compile(f"{SLOT}([^{SLOT_END}]*){SLOT_END}")
MADE_OF = (
    "templates/jinja2/recipes/_recipe.html",
    "templates/jinja2/components/_copy_button.html",
    "templates/jinja2/components/_photo.html",
    "recipes/pages.py",
    "recipes/templating.py",
    "recipes/templatetags/recipe_words.py",
    "recipes/wording.py",
    "recipes/covers.py",
    "recipes/dates.py",
    "recipes/durations.py",
    "recipes/media/limits.py",
    "licences/credit.py",
    "licences/models.py",
    "locale/fr/LC_MESSAGES/django.mo",
)
"""What the words and the signs of a drawn body come from."""

SITE = "https://adresse.invalid"
"""Stands for the address of this site, which only a request tells, in what is drawn before."""

Filler = Callable[[str], str]
"""Gives what stands in a slot, from what its name says after the first word."""


@dataclass(frozen=True, slots=True)
class Phase:
    """The steps of one phase; `start` is the first one's number."""

    name: str
    start: int
    steps: list[dict[str, Any]]


def draw(recipe: Any, parts: Mapping[str, Any], licence: Licence) -> str:
    """Draw the body of a recipe's page, its slots left open.

    `recipe` is its row, or what a list shows of it; `parts` those of its rendered row. Three
    queries at most, where it was adapted from another.
    """
    body = {
        "recipe": recipe,
        "credits": _credits(recipe, parts, licence),
        "parts": parts,
        "licence": licence,
        "phases": _phases(parts["steps"]),
        "published_at": datetime.fromisoformat(parts["published_at"]),
        "updated_at": datetime.fromisoformat(parts["updated_at"]),
    }
    return str(get_template("recipes/_recipe.html", using="jinja2").render(body))


def fill(drawn: str, fillers: Mapping[str, Filler], site: str) -> SafeString:
    """Fill the slots of a drawn body, each by the filler its first word names; name the site."""

    def filled(slot: re.Match[str]) -> str:
        name, _, rest = slot[1].partition(" ")
        return fillers[name](rest)

    return mark_safe(_SLOT.sub(filled, drawn).replace(SITE, site))  # noqa: S308  # drawn and filled by Jinja, escaped


@cache
def drawing() -> str:
    """Tell today's way of drawing from another version's, by what pages are made of.

    A body drawn in another way is drawn again when it is read, until `rebuild_catalogue`.
    """
    made_of = blake2b(digest_size=12)
    for name in MADE_OF:
        file = Path(settings.BASE_DIR, name)
        made_of.update(file.read_bytes() if file.exists() else b"")
    return made_of.hexdigest()


def _phases(steps: list[dict[str, Any]]) -> list[Phase]:
    """Group the steps, already in order, by phase; their numbers go on from one to the next."""
    phases = []
    for name, group in groupby(enumerate(steps, 1), key=lambda numbered: numbered[1]["phase"]):
        numbered = list(group)
        phases.append(Phase(name, numbered[0][0], [step for _number, step in numbered]))
    return phases


def _credits(recipe: Any, parts: Mapping[str, Any], licence: Licence) -> tuple[str, str, str]:
    """Write the credit line as text, Markdown and HTML, all ancestors named.

    An ancestor of this catalogue is linked here, another where its file says it is.
    """
    ancestors = parts["ancestors"]
    licences = Licence.objects.in_bulk([one["licence"] for one in ancestors]) if ancestors else {}
    licences[licence.pk] = licence
    identifiers = [one["identifier"] for one in ancestors if one["identifier"]]
    here = {
        str(known.uuid): known.get_absolute_url()
        for known in Recipe.objects.published().filter(uuid__in=identifiers).only("uuid", "slug")
    }

    def work(title: str, author: str, url: str, spdx_id: str) -> credit.Work:
        known = licences.get(spdx_id)
        return credit.Work(title, author, url, short_name(spdx_id), known.url if known else "")

    address = SITE + reverse("recipes:detail", args=[recipe.slug])
    this = work(recipe.title, parts["credit"], address, licence.pk)
    before = [
        work(
            one["title"],
            one["credit"],
            SITE + here[one["identifier"]] if one["identifier"] in here else one["url"],
            one["licence"],
        )
        for one in ancestors
    ]
    return (
        credit.credit_text(this, before),
        credit.credit_markdown(this, before),
        credit.credit_html(this, before),
    )
