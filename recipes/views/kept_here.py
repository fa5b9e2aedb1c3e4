"""What a browser keeps of a form while one types (static/js/keep.js), until the site has it."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HAS_IT = "keep-done"
"""Cookie that names the form whose copy the browser forgets."""

R = TypeVar("R", bound=HttpResponse)


def kept_as(request: HttpRequest, form: str) -> str:
    """Name what the browser keeps of this form, apart for each person who uses it."""
    return f"{form}-{request.user.pk if request.user.is_authenticated else ''}"


def site_has_it(request: HttpRequest, response: R, form: str) -> R:
    """Tell the browser that the site has what was typed in this form."""
    response.set_cookie(
        HAS_IT,
        kept_as(request, form),
        max_age=24 * 3600,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
