"""What somebody typed before the server could keep it as theirs, held in their session.

A recipe proposed before having an account is kept until its author signs up or logs in. A form
sent after the session expired is shown again once its author is back. Nothing ties either to
anything but the session: logging out empties it, so the next person on the same machine sees
nothing, and Django keeps it when somebody logs in.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from recipes import workflow
from recipes.content import RecipeContent
from recipes.models import Revision
from recipes.rescue import WayOut, give_back

MOST_TYPED = 500_000
"""Characters kept of one recipe or one form."""

MOST_KEPT = 3
"""Recipes, and forms, kept at once; another is refused, since none of them may be lost for it."""

SENT_WITHIN = 3 * 3600
LASTS = 2 * 24 * 3600
"""Seconds: later than the first, a recipe is kept as a draft and not sent; later than the second,
it is forgotten, and so is the session of somebody unknown that holds it. Whoever logs in on this
browser by then may be somebody else."""

_RECIPES, _FORMS, _CLAIMED = "kept_recipes", "kept_forms", "claimed_recipe"

Then = Literal["edit", "submit"]


class NotKeptError(Exception):
    """What was typed cannot be kept before its author is known; its words say why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A recipe kept: what it says, what was not understood, the UUID its form gave it."""

    content: RecipeContent
    unread: Mapping[str, str]
    identifier: str


# A recipe proposed before having an account


def keep(
    request: HttpRequest,
    content: RecipeContent,
    *,
    identifier: str,
    then: Then = "edit",
    unread: Mapping[str, str] | None = None,
) -> None:
    """Keep a recipe for whoever signs up or logs in next in this session.

    It becomes a draft of theirs, also sent for review if `then` says so and nothing is missing.
    `identifier` is the UUID the form gave it: the same form sent again replaces what it sent
    before, and another form replaces nothing. Raises `NotKeptError`.
    """
    kept = {
        "content": content.to_json(),
        "then": then,
        "unread": dict(unread or {}),
        "identifier": identifier,
        "typed_at": request.path,
    }
    _put(request, _RECIPES, identifier, kept)


def kept(request: HttpRequest) -> list[Kept]:
    """Give the recipes kept that were typed at this address, the newest first."""
    found = [one for one in _fresh(request, _RECIPES).values() if one["typed_at"] == request.path]
    return [
        Kept(RecipeContent.from_json(one["content"]), one["unread"], one["identifier"])
        for one in sorted(found, key=_at, reverse=True)
    ]


def forget(request: HttpRequest, identifier: str) -> None:
    """Forget the recipe to which its form gave this UUID."""
    _drop(request, _RECIPES, identifier)


def claim(request: HttpRequest, user: Any) -> list[Revision]:
    """Make what this session keeps `user`'s, and give the drafts; what was typed last is last."""
    waiting = _fresh(request, _RECIPES)
    request.session.pop(_RECIPES, None)
    drafts = []
    for found in sorted(waiting.values(), key=_at):
        revision = workflow.propose(
            RecipeContent.from_json(found["content"]),
            by=user,
            identifier=found["identifier"],
            unread=found["unread"],
        )
        to_send = found["then"] == "submit" and time.time() - found["at"] < SENT_WITHIN
        if to_send and revision.is_open and not workflow.problems_of(revision):
            workflow.send(revision, by=user)
        drafts.append(revision)
    if drafts:
        request.session[_CLAIMED] = drafts[-1].pk
    return drafts


def claim_at_login(request: HttpRequest | None, user: Any, **_told: Any) -> None:
    """Claim what the session keeps as soon as somebody is known, wherever they logged in.

    From then on the session lasts as any other.
    """
    if request is None or not hasattr(request, "session"):
        return
    request.session.set_expiry(None)
    for revision in claim(request, user):
        told = _("“%(recipe)s”, which you wrote before signing in, is among your recipes.")
        messages.success(request, told % {"recipe": revision.recipe}, fail_silently=True)


def claimed(request: HttpRequest) -> int | None:
    """Give the key of the draft this session has just claimed, once."""
    key: int | None = request.session.pop(_CLAIMED, None)
    return key


# A form sent after the session expired

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def keeps_typed(shown_at: str = "") -> Callable[[View[P]], View[P]]:
    """Let only people who logged in reach a view, and keep what others send it.

    What is sent by somebody whose session expired is there when they are back: `found_again` gives
    it to the view at `shown_at` (the name of an address with the same arguments; the view's own
    unless told). A script that asks for JSON receives 401 and where to log in instead of the
    page to log in. What cannot be kept is shown, to be copied; a script has it still.
    """

    def decorated(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            place = reverse(shown_at, args=args, kwargs=kwargs) if shown_at else request.path
            if request.user.is_authenticated:
                if request.method == "POST":
                    _drop(request, _FORMS, place)
                return view(request, *args, **kwargs)
            logging_in = f"{resolve_url(settings.LOGIN_URL)}?{_next(place)}"
            by_script = _wants_json(request)
            try:
                if request.method == "POST":
                    _put(request, _FORMS, place, {"typed": request.POST.urlencode()})
            except NotKeptError as error:
                if not by_script:
                    way_out = WayOut(logging_in, _("Log in and come back here"))
                    return give_back(request, status=413, reason=str(error), way_out=way_out)
            if by_script:
                return JsonResponse({"login": logging_in}, status=401)
            _say_it_is_kept(request)
            asked = request.get_full_path() if request.method == "GET" else place
            return redirect_to_login(asked)

        return guarded

    return decorated


def _say_it_is_kept(request: HttpRequest) -> None:
    if request.method == "POST":
        words = _("Your session has ended. What you typed is kept: log in, and you find it again.")
        messages.info(request, words, fail_silently=True)
    if request.FILES:
        words = _("The files you had chosen are not kept: choose them again once you are back.")
        messages.warning(request, words, fail_silently=True)


def found_again(request: HttpRequest) -> QueryDict | None:
    """Give what was sent to this address while nobody was logged in.

    It stays until the form is sent again, so that a page loaded twice shows it twice.
    """
    found = _fresh(request, _FORMS).get(request.path)
    return QueryDict(found["typed"]) if found else None


# Where it is kept


def _fresh(request: HttpRequest, shelf: str) -> dict[str, dict[str, Any]]:
    """Give what is on one shelf of the session, by name; what is too old leaves it."""
    now = time.time()
    kept = request.session.get(shelf, {})
    fresh = {name: one for name, one in kept.items() if now - one["at"] < LASTS}
    if len(fresh) < len(kept):
        request.session[shelf] = fresh
    return fresh


def _put(request: HttpRequest, shelf: str, name: str, what: dict[str, Any]) -> None:
    """Keep something under this name, in place of what had it; raises `NotKeptError`.

    A session keeps no more than `MOST_KEPT` of them: those that begin are counted.
    """
    if _size(what) > MOST_TYPED:
        raise NotKeptError(_("This is too long to be kept before you sign in: sign in first."))
    shelved = _fresh(request, shelf)
    if name not in shelved and len(shelved) >= MOST_KEPT:
        words = _("%(count)d texts of yours are waiting already: sign in first, and none is lost.")
        raise NotKeptError(words % {"count": len(shelved)})
    begins = request.session.session_key is None
    if begins and not ratelimit.consume(request, action="propose"):
        raise NotKeptError(_("Many texts came from your network: try again in a minute."))
    request.session[shelf] = {**shelved, name: {**what, "at": time.time()}}
    request.session.set_expiry(LASTS)


def _drop(request: HttpRequest, shelf: str, name: str) -> None:
    if name in request.session.get(shelf, {}):
        request.session[shelf].pop(name)
        request.session.modified = True


def _at(what: Mapping[str, Any]) -> float:
    return float(what["at"])


def _size(what: Any) -> int:
    """Count the characters of all texts in it."""
    if isinstance(what, str):
        return len(what)
    if isinstance(what, dict):
        return sum(map(_size, what.values()))
    return sum(map(_size, what)) if isinstance(what, list | tuple) else 1


def _wants_json(request: HttpRequest) -> bool:
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return preferred == "application/json"


def _next(place: str) -> str:
    query = QueryDict(mutable=True)
    query["next"] = place
    return query.urlencode(safe="/")
