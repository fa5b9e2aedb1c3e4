"""Doing a recipe: one step at a time on a screen, or from the sheet on the wall."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import qrcode
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from qrcode.constants import ERROR_CORRECT_M

from recipes.models import RenderedRecipe
from recipes.snapshot import Listed, Snapshot
from recipes.views.public import public_page
from recipes.views.reading import moved


@dataclass(frozen=True, slots=True)
class Stage:
    """A step as the workshop shows it: its number, what its text became, the recipe it uses."""

    number: int
    step: dict[str, Any]
    uses: Listed | None


@public_page
def workshop(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """Show a recipe one step at a time, to follow with one's hands busy: `?etape=3`.

    Stage 0, where one begins, is what to bring together. All stages are in the page, one of them
    shown, so that a script need ask for nothing and paper has them all. A number that makes no
    sense gives the nearest stage there is. Two queries: the version, the texts.
    """
    recipe = snapshot.by_slug.get(slug)
    if recipe is None:
        return moved(request, slug, "recipes:workshop")
    parts = RenderedRecipe.objects.values_list("parts", flat=True).get(pk=recipe.pk)
    stages = [
        Stage(number, step, snapshot.by_identifier.get(step["component"]))
        for number, step in enumerate(parts["steps"], 1)
    ]
    asked = request.GET.get("etape", "")
    shown = min(int(asked), len(stages)) if asked.isdecimal() and len(asked) < 5 else 0
    context = {
        "recipe": recipe,
        "parts": parts,
        "stages": stages,
        "shown": shown,
        "heading": stages[shown - 1].step["title"] if shown else "",
    }
    return render(request, "recipes/workshop.html", context)


@public_page
def qr(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """Draw the way from a printed recipe back to its page, as an SVG; no query but the version.

    At level M, 15 % of it may be lost (ISO/IEC 18004), as a sheet pinned to a wall needs; the
    white border of four modules is the one that standard asks for.
    """
    recipe = snapshot.by_slug.get(slug)
    if recipe is None:
        return moved(request, slug, "recipes:qr")
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(request.build_absolute_uri(reverse("recipes:detail", args=[slug])))
    return HttpResponse(_drawn(code.get_matrix()), content_type="image/svg+xml")


def _drawn(rows: list[list[bool]]) -> str:
    """Draw black squares on white, neighbours of one row as one: no seam shows between them."""
    size = len(rows)
    path = ""
    for y, row in enumerate(rows):
        x = 0
        for is_black, run in groupby(row):
            length = len(list(run))
            if is_black:
                path += f"M{x} {y}h{length}v1h-{length}z"
            x += length
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
        f' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
        f'<path d="{path}"/></svg>'
    )
