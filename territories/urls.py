"""Addresses of the territories room."""

from django.urls import path

from territories import views

app_name = "territories"

urlpatterns = [
    # A territory's own page, /territoires/<slug>/, is served by the catalogue. No territory may
    # have this word for its slug (models.RESERVED_SLUGS).
    path("territoires/suggestions", views.suggestions, name="suggest"),
    # A slug has no dot.
    path("territoires/contour.svg", views.outline, name="outline"),
]
