"""What every public page shares: the snapshot it reads, the ETag it carries, the htmx fragment."""

from collections.abc import Callable
from functools import cache, wraps
from hashlib import blake2b
from pathlib import Path
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from recipes.snapshot import Snapshot, current_snapshot

PERSONAL = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
"""Cookies of somebody whose page may hold more than everybody's: a session, a message waiting."""

FRAGMENT_HEADERS = ("HX-Request", "HX-History-Restore-Request", "HX-Boosted")

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
SnapshotView = Callable[Concatenate[HttpRequest, Snapshot, P], HttpResponseBase]


def public_page(view: SnapshotView[P]) -> View[P]:
    """Give `view` the snapshot of the catalogue, and its answer an ETag; GET and HEAD only.

    A reader who has the page of this version gets 304 after one query, without rendering.
    Somebody logged in, or with a message waiting, always gets a page of their own, which no
    cache between them and us keeps for others.
    """

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        snapshot = current_snapshot()
        return answered(request, snapshot, lambda: view(request, snapshot, *args, **kwargs))

    return require_safe(page)


def answered(
    request: HttpRequest, snapshot: Snapshot, draw: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """Answer as `public_page` does, for a view that read the snapshot's version itself."""
    etag = None if PERSONAL & request.COOKIES.keys() else _etag(request, snapshot)
    known = get_conditional_response(request, etag=etag) if etag else None
    response = known or draw()
    patch_vary_headers(response, FRAGMENT_HEADERS)
    if etag is None:
        patch_cache_control(response, private=True)
    elif response.status_code in {200, 304}:
        response.headers["ETag"] = etag
        patch_cache_control(response, no_cache=True)
    return response


def wants_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asks for the part to put in place, rather than a person for the page."""
    asked = request.headers
    return (
        asked.get("HX-Request") == "true"
        and asked.get("HX-History-Restore-Request") != "true"
        and asked.get("HX-Boosted") != "true"
    )


def _etag(request: HttpRequest, snapshot: Snapshot) -> str:
    what = f"{snapshot.version} {_release()} {wants_fragment(request)} {request.get_full_path()}"
    return f'"{blake2b(what.encode(), digest_size=12).hexdigest()}"'


@cache
def _release() -> int:
    """Tell one deployment from the next: the newest change among what pages are made of."""
    rooms = ("recipes", "licences", "territories", "templates", "static", "locale")
    files = (file for room in rooms for file in Path(settings.BASE_DIR, room).rglob("*.*"))
    return max(file.stat().st_mtime_ns for file in files)
