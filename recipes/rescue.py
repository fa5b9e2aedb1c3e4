"""A form that cannot be taken: why in words, and what was typed in it, to be copied."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import defaults

from recipes.media.limits import in_words
from recipes.wording import FIELDS

MOST_SHOWN = 200_000
"""Characters given back of one form."""

_SECRET = ("csrf", "password", "code", "token")
_NOT_TYPED = {
    "seen", "do", "copy", "shown", "step", "identifier", "images", "keep", "forget", "next",
    "submit", "edit", "licence", "organisation", "language", "kind", "ease", "cost_band", "state",
    "territories", "territories-added", "territory-chosen", "territory_slug", "territory_which",
}  # fmt: skip
"""Fields of our forms that hold what was chosen, or what the page itself had to say."""
_CHOSEN_IN_LINES = {"phase", "kind", "photo", "file", "licence", "identifier"}
_IN_A_LINE = re.compile(r"([a-z_]+)-([^-]+)-([a-z_]+)")
_NAMES: Mapping[str, str | Promise] = {
    **FIELDS,
    "territory": FIELDS["territories"],
    "text": gettext_lazy("your text"),
    "message": gettext_lazy("what changes"),
    "name": gettext_lazy("name"),
}


@dataclass(frozen=True, slots=True)
class WayOut:
    """Where somebody may go on from here, and the words of the link."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in a field, or in the fields of one line of a list, under its name."""

    label: str
    text: str


def give_back(request: HttpRequest, *, status: int, reason: str, way_out: WayOut) -> HttpResponse:
    """Answer a form that cannot be taken: why, what was typed in it, where to go on from here.

    Passwords and codes are left out, and what was chosen rather than typed. Of more than
    `MOST_SHOWN` characters the beginning is shown, and the page says so.
    """
    room = MOST_SHOWN
    shown = []
    typed = _typed(request.POST)
    for one in typed:
        if room > 0:
            shown.append(Typed(one.label, one.text[:room]))
        room -= len(one.text)
    context = {
        "status": status,
        "reason": reason,
        "way_out": way_out,
        "typed": shown,
        "is_cut": room < 0,
    }
    return render(request, "403_csrf.html", context, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that may have been forged, and let who typed it copy their text."""
    if reason == REASON_NO_CSRF_COOKIE:
        words = _(
            "Your browser sent no cookie, by which this site knows that a form comes from you."
            " Allow cookies for it, then open the page again."
        )
    else:
        words = _("The page had been open too long, or you signed in elsewhere meanwhile.")
    page = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, request.get_host(), request.is_secure()):
        way_out = WayOut(page, _("Open the page again"))
    else:
        way_out = WayOut(reverse("recipes:home"), _("Back to the home page"))
    return give_back(request, status=403, reason=words, way_out=way_out)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what could not be read; of a form larger than any that is read, say how to go on.

    Its text never reached us: only the browser has it, on the page that "Back" leads to.
    """
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        most = in_words(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
        return render(request, "413.html", {"most": most}, status=413)
    return defaults.bad_request(request, exception)


def _typed(data: QueryDict) -> list[Typed]:
    """Give what somebody typed, in the order of the page, each line of a list as one text."""
    lines: dict[str, dict[str, int]] = defaultdict(dict)
    texts: dict[str, list[str]] = defaultdict(list)
    for name, values in data.lists():
        words = [str(value) for value in values if str(value).strip()]
        in_a_line = _IN_A_LINE.fullmatch(name)
        if not words or name in _NOT_TYPED or any(one in name.lower() for one in _SECRET):
            continue
        if in_a_line and in_a_line[1] in FIELDS:
            part, number, cell = in_a_line.groups()
            if cell in _CHOSEN_IN_LINES:
                continue
            place = lines[part].setdefault(number, len(lines[part]) + 1)
            told = {"part": capfirst(str(FIELDS[part])), "number": place}
            label = _("%(part)s, line %(number)d") % told
        else:
            label = capfirst(str(_NAMES.get(name, _("another field"))))
        texts[label] += words
    return [Typed(label, "\n".join(words)) for label, words in texts.items()]
