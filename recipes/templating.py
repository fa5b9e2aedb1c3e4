"""The hot fragments, in Jinja: cards, facets, the body of a recipe.

Pages are Django templates; what a page repeats twenty or a hundred times is a Jinja fragment
under `templates/jinja2/`, compiled to Python and drawn some ten times faster (`make bench` holds
us to it). Words go through gettext here as there: `{{ _("…") }}`, extracted by makemessages.
"""

import re
from functools import cache, lru_cache
from typing import Any

from django.http import QueryDict
from django.template.loader import get_template
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from jinja2 import Environment, StrictUndefined

from recipes.templatetags import recipe_words

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_SLOT = re.compile("\x02([^\x03]*)\x03")
_ANYTHING = "une-adresse-quelconque"
SLOT, SLOT_END = "\x02", "\x03"
"""What a slot of a drawn page stands between (`recipes.pages`)."""


def environment(**options: Any) -> Environment:
    """Set Jinja up for `settings.TEMPLATES`: our words, our filters, nothing undefined passes."""
    strict = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options | strict)  # noqa: S701  # Django's backend asks for autoescape
    made.globals |= {"_": word, "url": url, "query_with": query_with, "icon": icon, "slot": slot}
    made.filters |= dict(recipe_words.register.filters)
    return made


@cache
def word(message: str) -> str:
    """Translate, as gettext does; kept, because one page asks for a hundred words.

    The screen has one language (`settings.LANGUAGES`), so the message alone is the key.
    """
    return gettext(message)


def url(name: str, *values: str | int) -> str:
    """Give the address of a view; found once for all things, because a page asks for a hundred."""
    if len(values) == 1 and _PLAIN.fullmatch(str(values[0])):
        return _url(get_script_prefix(), name, (_ANYTHING,)).replace(_ANYTHING, str(values[0]))
    return _url(get_script_prefix(), name, values)


@lru_cache(maxsize=1_024)
def _url(_prefix: str, name: str, values: tuple[str | int, ...]) -> str:
    return reverse(name, args=values)


def query_with(query: QueryDict, **changes: str | int | None) -> str:
    """Give a query string with some values put in place of others; `None` takes one out.

    Where nothing is left, not even the question mark: the address is then the page's own.
    """
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = str(value)
    return f"?{changed.urlencode()}" if changed else ""


@lru_cache(maxsize=64)
def icon(name: str, more: str = "") -> SafeString:
    """Give an icon of the sprite in base.html; words always stand beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>',
        f" {more}" if more else "",
        name,
    )


def slot(name: str) -> SafeString:
    """Leave a place in a drawn page, to be filled when it is read."""
    return mark_safe(f"{SLOT}{name}{SLOT_END}")  # noqa: S308  # control characters around a name


def around_slots(drawn: str) -> list[str]:
    """Give what stands before, between and after the slots of something drawn."""
    return split_at_slots(drawn)[::2]


def split_at_slots(drawn: str) -> list[str]:
    """Give what stands around the slots of something drawn, and in odd places their names."""
    return _SLOT.split(drawn)


def macros(fragment: str) -> Any:
    """Give the macros of a fragment, as functions; they see what they are given and no more."""
    template: Any = get_template(fragment, using="jinja2")
    return template.template.module
