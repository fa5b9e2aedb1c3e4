"""Files: handed out to those who may see them, taken in from those who may write the recipe."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from recipes import uploads, workflow
from recipes.forms.media import lines_of
from recipes.media import names
from recipes.media.limits import MOST_AT_ONCE
from recipes.media.receiving import left_out
from recipes.models import Revision, Upload

A_YEAR = 31_536_000
INERT = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""Content-Security-Policy of every file: were it opened, nothing in it runs or loads."""


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand out a photo in the width its name tells, or a document to download.

    A file of a published recipe is everybody's, and its name says its bytes: it may be kept for a
    year. Any other is for those who write the recipe, and reviewers it was sent to; for the
    rest it does not exist. One query for what is public, two more to know who asks, one to know
    whether they may.
    """
    owner = names.owner_of(name)
    upload = Upload.objects.filter(name=owner).order_by("-is_public").first() if owner else None
    if upload is None:
        raise Http404
    if not upload.is_public:
        readable = Upload.objects.filter(name=owner).readable_by(request.user).exists()
        if not readable:
            raise Http404
    response = get_conditional_response(request, etag=f'"{name}"') or _file(name, upload)
    response.headers["ETag"] = f'"{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = INERT
    if upload.is_public:
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # free to be shown
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    else:
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _file(name: str, upload: Upload) -> HttpResponseBase:
    try:
        file = default_storage.open(names.place_of(name))
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        file,
        as_attachment=upload.kind == Upload.Kind.DOCUMENT,
        filename=upload.download_name if upload.kind == Upload.Kind.DOCUMENT else name,
        content_type=names.media_type_of(name),
    )


@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in photos (`photos`) and documents (`documents`) for a draft, several at once.

    A page with JavaScript asks for JSON, gives the number of its next line, and receives the lines
    to put in its form, which keeps them with the rest of what is typed. A plain form is led back to
    the draft, which then has a line more for each file. What is refused is told file by file.
    """
    by_fetch = request.headers.get("Accept") == "application/json"
    if not request.user.is_authenticated:
        if by_fetch:
            return JsonResponse({"error": _("Log in again, then send the file.")}, status=401)
        return redirect_to_login(reverse("recipes:edit", args=[pk]))
    asked = Revision.objects.open_for(request.user).select_related("recipe")
    revision = get_object_or_404(asked, pk=pk)
    given = [
        one
        for kind, field in ((Upload.Kind.PHOTO, "photos"), (Upload.Kind.DOCUMENT, "documents"))
        for one in uploads.keep_all(
            revision.recipe, request.FILES.getlist(field), by=request.user, kind=kind
        )
    ]
    if by_fetch:
        lines = _as_lines(request, revision, given)
        return JsonResponse({"files": lines, "left_out": _too_many(request)})
    content = uploads.with_uploads(revision.content, [one.upload for one in given if one.upload])
    kept = workflow.save_draft(
        revision, content, by=request.user, seen=revision.edition, unread=revision.unread
    )
    tell_of(request, given)
    return HttpResponseRedirect(reverse("recipes:edit", args=[kept.pk]) + "#photos")


def _as_lines(
    request: HttpRequest, revision: Revision, given: Iterable[uploads.Given]
) -> list[dict[str, Any]]:
    """Give what became of each file, with the line the page puts in its form."""
    number = request.POST.get("number", "")
    following = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    told: list[dict[str, Any]] = []
    for one in given:
        if one.upload is None:
            told.append({"name": one.name, "refused": one.refusal})
            continue
        bare = uploads.with_uploads(revision.content.replace(photos=(), documents=()), [one.upload])
        (line,) = lines_of(bare, first=following)
        following += 1
        fragment = f"recipes/editor/_{line.kind}_line.html"
        told.append(
            {
                "name": one.name,
                "list": line.list_name,
                "file": one.upload.name,
                "line": render_to_string(fragment, {"line": line}, request),
            }
        )
    return told


def tell_of(request: HttpRequest, given: list[uploads.Given]) -> None:
    """Say on the next page what became of each file."""
    for one in given:
        if one.refusal:
            words = _("“%(file)s” was not taken. %(reason)s")
            messages.error(request, words % {"file": one.name, "reason": one.refusal})
    if too_many := _too_many(request):
        messages.error(request, too_many)
    added = sum(1 for one in given if one.upload)
    if added:
        words = ngettext("%(count)d file added.", "%(count)d files added.", added)
        messages.success(request, words % {"count": added})
    elif not given:
        messages.error(request, _("Choose one or more files first."))


def _too_many(request: HttpRequest) -> str:
    """Say how many files were sent beyond what one form may bring; nothing when none was."""
    count = left_out(request)
    words = ngettext(
        "%(count)d more file was not received: %(most)d at once. Send it now.",
        "%(count)d more files were not received: %(most)d at once. Send them now.",
        count,
    )
    return words % {"count": count, "most": MOST_AT_ONCE} if count else ""
