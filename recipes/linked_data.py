"""A recipe as machines read it: schema.org in JSON-LD, with its licence."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.safestring import SafeString

from recipes.models import Recipe

# Inside a script element only these could end it or open another.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def describe(
    recipe: Recipe, parts: Mapping[str, Any], licence_url: str, address: str
) -> SafeString:
    """Write what search engines and other catalogues may know of a recipe; no query.

    `parts` is that of its rendered row. The answer is JSON, safe to put in a script element as it
    is, once `ADDRESS` is replaced by the page's (`at`). The licence is there as a web address, the
    credit in words.
    """
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
        "creditText": parts["credit"],
        "license": licence_url,
        "datePublished": parts["published_at"][:10],
        "dateModified": parts["updated_at"][:10],
        "totalTime": f"PT{recipe.minutes}M" if recipe.minutes else None,
        "keywords": [name for _slug, name in parts["themes"]],
        "contentLocation": [place["name"] for place in recipe.places],
        "step": [{"@type": "HowToStep", "name": step["title"]} for step in parts["steps"]],
    }
    kept = {name: value for name, value in told.items() if value}
    return SafeString(json.dumps(kept, ensure_ascii=False).translate(_ESCAPES))
