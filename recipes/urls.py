"""Addresses of the recipes room."""

from django.urls import URLPattern

app_name = "recipes"

urlpatterns: list[URLPattern] = []
