"""Filters that put a recipe's values into words, and covers into pages."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import escape, format_html, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from licences.models import short_name
from recipes.covers import draw_cover
from recipes.dates import write_when
from recipes.durations import write_duration
from recipes.media.limits import in_words
from recipes.models import Recipe, Revision
from recipes.snapshot import Listed
from recipes.wording import said

register = template.Library()


@register.filter
def duration(minutes: int | None) -> str:
    """Write minutes as « 2 h 30 », with spaces that do not break."""
    return "" if minutes is None else write_duration(minutes).replace(" ", "\xa0")


@register.filter
def grouped(number: int) -> str:
    """Write a whole number by thousands: « 142 346 »."""
    return number_format(number, force_grouping=True)


@register.filter
def since(words: str) -> str:
    """Write an ISO year, month or day as people say it: « mars 2016 »."""
    return write_when(words)


@register.filter
def phase(value: str) -> str:
    """Say when a step happens."""
    return said("phase", value)


@register.filter
def ingredient_kind(value: str) -> str:
    """Say what sort of ingredient it is."""
    return said("ingredient", value)


@register.filter
def field_name(value: str) -> str:
    """Name a part of the recipe."""
    return said("field", value)


@register.filter
def invitation(name: str) -> str:
    """Say that a part is not written yet."""
    return said("invitation", name)


@register.filter
def missing(name: str) -> str:
    """Name a part among others that are not written yet."""
    return said("missing", name)


@register.filter
def times_redone(count: int) -> str:
    """Say how often a recipe was done again."""
    return ngettext("done again once", "done again %(count)d times", count) % {"count": count}


@register.filter
def where(places: Sequence[Mapping[str, str]]) -> str:
    """Say where a recipe was made, in few words: « Brest (Finistère) », « Brest (Finistère) + 2 ».

    The place told is the smallest, which is in the most others; of several, the first named.
    """
    if not places:
        return ""
    told = max(places, key=lambda place: place["in"].count(",") + bool(place["in"]))
    around = told["in"].partition(",")[0]
    named = f"{told['name']} ({around})" if around else told["name"]
    return f"{named} + {len(places) - 1}" if len(places) > 1 else named


@register.filter
def how_far(kilometres: int | None) -> str:
    """Say how far away a recipe was made: « à 12 km »; nothing where that is not known."""
    if kilometres is None:
        return ""
    if kilometres < 1:
        return gettext("on the spot")
    return gettext("%(distance)s km away") % {"distance": grouped(kilometres)}


@register.filter
def cover(recipe: Listed | Recipe) -> SafeString:
    """Show the recipe's photo, or draw its cover."""
    if recipe.cover_photo:
        return cover_photo(recipe.cover_photo, recipe.cover_alt)
    return draw_cover(recipe.kind, recipe.main_theme, recipe.slug)


def cover_photo(name: str, alt: str) -> SafeString:
    """Show a photo as a card's cover: a card is 400 pixels wide at most, or twice that if sharp."""
    file = reverse("recipes:media", args=[name]).removesuffix(".jpg")
    return format_html(
        '<picture><source type="image/webp" srcset="{0}-400.webp 400w, {0}-800.webp 800w"'
        ' sizes="(max-width: 36rem) 100vw, 25rem">'
        '<img class="cover" src="{0}-400.jpg" srcset="{0}-400.jpg 400w, {0}-800.jpg 800w"'
        ' sizes="(max-width: 36rem) 100vw, 25rem" alt="{1}" width="400" height="225"'
        ' loading="lazy" decoding="async"></picture>',
        file,
        alt,
    )


@register.filter
def weight(size: int) -> str:
    """Say how much a file weighs: « 1,2 Mo »."""
    return in_words(size)


@register.filter
def licence_name(spdx_id: str) -> str:
    """Give the name people use for a licence."""
    return short_name(spdx_id)


@register.filter
def kind(value: str) -> str:
    """Say what sort of recipe it is."""
    return said("kind", value)


@register.filter
def cost(value: str) -> str:
    """Say what it costs to begin."""
    return said("cost", value)


@register.filter
def ease(value: int) -> str:
    """Say how easy it is."""
    return said("ease", value)


@register.filter
def state(value: str) -> str:
    """Say where the practice stands."""
    return said("state", value)


@register.filter
def begun(words: str) -> str:
    """Begin a phrase with a capital letter, the rest as it is."""
    return words[:1].upper() + words[1:]


@register.filter
def day(moment: datetime) -> str:
    """Write a day as people say it: « 22 novembre 2026 »."""
    return date_format(localtime(moment), "DATE_FORMAT")


@register.filter
def moment(when: datetime) -> str:
    """Write a day and a time as people say them: « 22 novembre 2026 à 14 h 32 »."""
    return gettext("%(day)s at %(time)s") % {"day": day(when), "time": hour(when)}


@register.filter
def hour(when: datetime) -> str:
    """Write a time of the day as people say it: « 14 h 32 »."""
    return date_format(localtime(when), "G\N{NO-BREAK SPACE}\\h\N{NO-BREAK SPACE}i")


@register.simple_tag
def whose(revision: Revision, user: Any) -> str:
    """Say whose words a text of a recipe holds: who began it and who kept it last.

    No query where the author and `saved_by` are loaded.
    """
    if revision.status == Revision.Status.ACCEPTED:
        return gettext("the published version")
    author, keeper = revision.author, revision.last_writer
    told = {
        "author": author.name if author else gettext("somebody"),
        "keeper": keeper.name if keeper else gettext("somebody"),
    }
    if author == user:
        alone, shared = gettext("your draft"), gettext("your draft, kept last by %(keeper)s")
    elif keeper == user:
        shared = gettext("the draft of %(author)s, kept last by you")
        alone = shared
    else:
        alone = gettext("the draft of %(author)s")
        shared = gettext("the draft of %(author)s, kept last by %(keeper)s")
    return (alone if author == keeper else shared) % told


@register.filter
def linked(words: str) -> SafeString:
    """Show words, the web addresses among them as links."""
    return mark_safe(urlize(words, nofollow=True, autoescape=True))  # noqa: S308  # escaped by urlize


@register.filter
def as_code(html: str) -> SafeString:
    """Show HTML as the text it is written with, even what is marked safe."""
    return escape(html)


@register.filter
def recipes_counted(count: int) -> str:
    """Say how many recipes there are."""
    return ngettext("%(count)d recipe", "%(count)d recipes", count) % {"count": count}


@register.filter
def page_in_title(page: Page[Any]) -> str:
    """Say which page of a list this is, behind a title; nothing on the first."""
    if page.number == 1:
        return ""
    return gettext(", page %(number)d") % {"number": page.number}


@register.filter
def words_of_address(path: str) -> str:
    """Give the words that an address may have been meant to say: « repair caf ».

    Those of what is below the first level (`/recettes/<slug>/…`), else of the first; at most 100
    letters, and nothing where there is but a number.
    """
    parts = path.strip("/").split("/")
    words = " ".join(re.findall(r"[^\W_]+", parts[min(1, len(parts) - 1)].partition(".")[0]))
    return "" if words.isdigit() else words[:100]


@register.filter
def not_on_map(count: int) -> str:
    """Say how many recipes no point on the map stands for."""
    told = ngettext(
        "%(count)d recipe is of the whole country, or of nowhere that is known.",
        "%(count)d recipes are of the whole country, or of nowhere that is known.",
        count,
    )
    return told % {"count": count}


@register.simple_tag(takes_context=True)
def drawn(context: Context, fragment: str, **values: Any) -> SafeString:
    """Put a Jinja fragment in a Django page; it knows the address's query, and what it is given."""
    return drawn_whole(fragment, {**values, "query": context["request"].GET})


@register.simple_tag
def drawn_whole(fragment: str, values: dict[str, Any]) -> SafeString:
    """Put a Jinja fragment in a Django page, the very one htmx would receive."""
    return mark_safe(get_template(fragment, using="jinja2").render(values))  # noqa: S308  # autoescaped


@register.filter
def made_safe(html: str) -> SafeString:
    """Show HTML that `recipes.markup` made and sanitised when the revision was accepted."""
    return mark_safe(html)  # noqa: S308  # sanitised by recipes.markup
