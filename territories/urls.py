"""Addresses of the territories room."""

from django.urls import URLPattern

app_name = "territories"

urlpatterns: list[URLPattern] = []
