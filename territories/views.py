"""Suggestions while one types, and the outline of the small map."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from territories.map import outline as draw_outline
from territories.models import Kind, Territory
from territories.suggestions import suggest

ONE_HOUR = 3600
ONE_WEEK = 7 * 24 * ONE_HOUR


@require_safe
@cache_control(public=True, max_age=ONE_HOUR)
@vary_on_headers("Accept")
def suggestions(request: HttpRequest) -> HttpResponse:
    """Suggest territories for the `q` of the address: links in a list, or JSON.

    JSON is given to who prefers it to HTML, or asks for `format=json`: a list of objects, the best
    first, with what a field needs (`label` to show, `hint` beside it, the slug for `value`) and the
    parts of it. `kind`, which may be repeated, keeps some kinds; an unknown one keeps nothing. No
    question is an error: one that means nothing receives an empty list. Two queries.
    """
    question = request.GET.get("q", "")
    found = suggest(question, kinds=request.GET.getlist("kind") or None)
    preferred = request.get_preferred_type(["text/html", "application/json"])
    if request.GET.get("format") == "json" or preferred == "application/json":
        return JsonResponse([_as_json(territory) for territory in found], safe=False)
    context = {"question": question, "territories": found}
    return render(request, "territories/_suggestions.html", context)


def _as_json(territory: Territory) -> dict[str, str]:
    """Say of one suggestion all that a field may show or keep."""
    kind = str(Kind(territory.kind).label)
    former = (
        _("today’s territory for %(name)s") % {"name": territory.formerly}
        if territory.formerly
        else ""
    )
    return {
        "label": territory.label,
        "value": territory.slug,
        "hint": " · ".join(part for part in (kind, former) if part),
        "key": territory.key,
        "slug": territory.slug,
        "name": territory.name,
        "place": territory.place,
        "kind": kind,
        "formerly": territory.formerly,
    }


@require_safe
@cache_control(public=True, max_age=ONE_WEEK, immutable=True)
def outline(_request: HttpRequest) -> HttpResponse:
    """Give the outline of metropolitan France, for maps to lay under their points. No query."""
    return HttpResponse(draw_outline(), content_type="image/svg+xml")
