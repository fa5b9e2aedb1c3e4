"""A recipe as machines read it: schema.org in JSON-LD, with its licence."""

import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from recipes.models import Recipe

# Inside a script element only these could end it or open another.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
_BLOCK = re.compile(r"</?(?:p|h[1-6]|[uo]l|li|br|hr|div|pre|blockquote|table|t[rdh])\b[^>]*>")


def describe(
    recipe: Recipe, parts: Mapping[str, Any], licence_url: str, address: str
) -> SafeString:
    """Write what search engines and other catalogues may know of a recipe; no query.

    `parts` is that of its rendered row. The answer is JSON, safe to put in a script element as it
    is once `completed` has told it what only the moment of reading knows. The licence is there as
    a web address, the credit in words; what the recipe was adapted from, the nearest first.
    """
    carrying = _carrying(parts["organisation"], address)
    pictures = [photo["file"] for photo in parts["photos"]]
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "HowTo",
        "@id": f"urn:uuid:{recipe.uuid}",
        "url": address,
        "name": recipe.title,
        "description": recipe.summary,
        "image": [urljoin(address, reverse("recipes:media", args=[file])) for file in pictures],
        "inLanguage": parts["language"],
        "author": carrying,
        "publisher": carrying,
        "creditText": parts["credit"],
        "license": licence_url,
        "datePublished": parts["published_at"][:10],
        "dateModified": parts["updated_at"][:10],
        "totalTime": f"PT{recipe.minutes}M" if recipe.minutes else None,
        "keywords": [name for _slug, name in parts["themes"]],
        "contentLocation": [place["name"] for place in recipe.places],
        "isBasedOn": [_ancestor(one) for one in parts["ancestors"]],
        "step": [
            _said({"@type": "HowToStep", "name": step["title"], "text": _words(step["html"])})
            for step in parts["steps"]
        ],
    }
    return SafeString(_json(_said(told)))


def completed(described: str, *, before: str, site: str, organisation: str) -> SafeString:
    """Put this site's address in place of the one `before`, and the organisation's name of today.

    The name is that of the slug `describe` was given; any text may be one.
    """
    named = described.replace(_json(ITS_NAME), _json(organisation))
    return SafeString(named.replace(before, site))


ITS_NAME = "\N{START OF HEADING}"
"""Stands for the organisation's name, which changes without the recipe; no text holds this."""


def _carrying(slug: str, address: str) -> dict[str, str]:
    if not slug:
        return {}
    page = urljoin(address, reverse("recipes:organisation", args=[slug]))
    return {"@type": "Organization", "name": ITS_NAME, "url": page}


def _ancestor(one: Mapping[str, str]) -> dict[str, str]:
    identifier = one.get("identifier")
    return _said(
        {
            "@type": "HowTo",
            "@id": f"urn:uuid:{identifier}" if identifier else "",
            "name": one["title"],
            "url": one.get("url"),
            "creditText": one["credit"],
        }
    )


def _words(html: str) -> str:
    """Give what a reader sees of sanitised HTML, on one line."""
    return " ".join(unescape(strip_tags(_BLOCK.sub(" ", html))).split())


def _said(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
