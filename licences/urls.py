"""Addresses of the licences room."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from licences import views

app_name = "licences"


class SpdxIdConverter(StringConverter):
    """What an SPDX identifier is made of; anything else never reaches the database."""

    regex = r"[A-Za-z0-9.+-]+"


register_converter(SpdxIdConverter, "spdx_id")

urlpatterns = [
    path("licences/", views.licence_list, name="list"),
    path("licences/choisir/", views.choose_licence, name="choose"),
    path("licences/<spdx_id:spdx_id>/", views.licence_detail, name="detail"),
]
