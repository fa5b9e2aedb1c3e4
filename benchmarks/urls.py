"""The site's addresses, and the bare view's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

ROWS = [(f"Ligne {number}", f"/recettes/ligne-{number}/") for number in range(20)]


def bare(request: HttpRequest) -> HttpResponse:
    """Show twenty rows from memory in the site's frame: what Django itself costs here."""
    return render(request, "bare.html", {"rows": ROWS})


urlpatterns = [path("nu/", bare), path("", include("config.urls"))]
