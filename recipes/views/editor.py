"""The editor: one page where a draft is written, kept while one types, and seen as published."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Organisation, User
from licences.models import Licence
from recipes import pages, projection, uploads, workflow
from recipes.content import RecipeContent, one_line
from recipes.forms import media
from recipes.forms.editor import LISTS, EditorForm, Offers, anchor_of, progress
from recipes.models import Recipe, Revision, Upload
from recipes.models.revision import MESSAGE_LENGTH
from recipes.pending import found_again, keeps_typed
from recipes.rescue import WayOut, give_back
from recipes.snapshot import Snapshot, current_snapshot
from recipes.templatetags.recipe_words import day, hour
from recipes.templating import macros
from recipes.views.media import tell_of
from recipes.views.reading import Linked

F = TypeVar("F", bound=Callable[..., HttpResponseBase])


def frames_own_pages(view: F) -> F:
    """Let a page show others of this site in a frame: the preview beside the form."""
    return cast("F", csp_update({"frame-src": ["'self'"]})(view))


def framed_by_own_pages(view: F) -> F:
    """Let a page be shown in a frame of this site, and of no other."""
    return cast("F", xframe_options_sameorigin(csp_replace({"frame-ancestors": ["'self'"]})(view)))


MOST_BLANKS = 20
TAKEN_OUT = "line_taken_out"
"""Where the session keeps the last line taken out without JavaScript, to be put back."""


@never_cache
@frames_own_pages
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed()
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a draft; what is sent is kept first, whatever else is asked with it."""
    if request.method == "POST":
        try:
            return _sent(request, _revision(request, pk))
        except (Http404, workflow.NotYoursError):  # who left the organisation keeps their words
            reason = _(
                "This draft is no longer yours to write: you left the organisation that carries"
                " it, or it was deleted."
            )
            way_out = WayOut(reverse("recipes:mine"), _("My recipes"))
            return give_back(request, status=404, reason=reason, way_out=way_out)
    revision = _revision(request, pk)
    if not revision.is_open:
        messages.info(
            request,
            _("This version is no longer being written: %(status)s.")
            % {"status": revision.get_status_display()},
        )
        return redirect("recipes:mine")
    return _page(request, revision)


@never_cache
@require_POST
@keeps_typed(shown_at="recipes:edit")
def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep what the editor's page sends while one types; JSON says where and when it was kept.

    `elsewhere` is told when somebody kept another edition meanwhile: the text is then in a draft of
    its own, and the page goes on with that one. `others` tells of the drafts beside: whoever
    was first learns of them while they write.
    """
    revision = _revision(request, pk)
    form = EditorForm(request.POST)
    kept = _keep(request, revision, form)
    state = progress(kept.content, workflow.problems_of(kept), form.anchor_of)
    beside = {"revision": kept, "others": _others(kept)}
    return JsonResponse(
        {
            "revision": kept.pk,
            "edition": kept.edition,
            "saved": _saved_at(kept),
            "elsewhere": _elsewhere(revision, kept, request.user)
            if kept.pk != revision.pk
            else None,
            "addresses": _addresses(kept),
            "others": render_to_string("recipes/editor/_others.html", beside, request),
            "progress": render_to_string("recipes/editor/_progress.html", {"progress": state}),
        }
    )


@never_cache
@framed_by_own_pages
@require_safe
@keeps_typed()
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft as the page it would give, to those who may write it."""
    revision = _revision(request, pk)
    recipe, parts, licence = projection.sketch(revision.recipe, revision.content)
    body = pages.draw(recipe, parts, licence)
    site = f"{request.scheme}://{request.get_host()}"
    fillers = _fillers(current_snapshot(), recipe, parts)
    context = {
        "revision": revision,
        "recipe": recipe,
        "body": pages.fill(body, fillers, site),
        "framed": "cadre" in request.GET,
    }
    response = render(request, "recipes/editor/preview.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


# Reading and keeping


def _revision(request: HttpRequest, pk: int) -> Revision:
    """Give a revision that whoever asks may write; somebody else's does not exist for them."""
    theirs = Revision.objects.editable_by(request.user)
    return get_object_or_404(
        theirs.select_related("recipe__current", "recipe__owner", "author", "saved_by"), pk=pk
    )


def _keep(request: HttpRequest, revision: Revision, form: EditorForm) -> Revision:
    user = cast("User", request.user)
    kept = workflow.save_draft(
        revision,
        form.content(revision.content),
        by=user,
        seen=_seen(request.POST),
        unread=form.unread,
    )
    if "message" in request.POST:
        workflow.tell(kept, request.POST["message"])
    return kept


def _seen(data: QueryDict) -> int:
    """Read the edition the page was made from; nonsense is none, so that nothing is overwritten."""
    words = data.get("seen", "")
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else 0


def _sent(request: HttpRequest, revision: Revision) -> HttpResponse:
    form = EditorForm(request.POST)
    form.add_place()
    do = request.POST.get("do", "save")
    place = _change_lines(request, revision, form, do)
    kept = _keep(request, revision, form)
    if do == "upload" or request.FILES:  # chosen, then sent with another button
        kept = _take_in(request, kept)
    if kept.pk != revision.pk:
        told = _elsewhere(revision, kept, request.user)
        link = format_html('<a href="{}">{}</a>', told["compare"], told["compare_words"])
        messages.warning(request, format_html("{} {}", told["words"], link))
    if do == "preview":
        return redirect("recipes:preview", kept.pk)
    if do == "submit" and kept.is_open:
        problems = workflow.problems_of(kept)
        if not problems:
            workflow.send(kept, by=cast("User", request.user))
            return redirect("recipes:sent", kept.pk)
        return _back(request, kept, {"a-completer": "1"}, "errors")
    if place is None:
        messages.success(request, _saved_at(kept))
        anchor = anchor_of("territories") if form.unread.get("territories") else ""
        return _back(request, kept, {}, anchor)
    return _back(request, kept, *place)


def _take_in(request: HttpRequest, revision: Revision) -> Revision:
    """Keep the files sent with the form, where no script sent them one by one; say of each."""
    user = cast("User", request.user)
    given = [
        one
        for kind, name in ((Upload.Kind.PHOTO, "photos"), (Upload.Kind.DOCUMENT, "documents"))
        for one in uploads.keep_all(
            revision.recipe, request.FILES.getlist(name), by=user, kind=kind
        )
    ]
    tell_of(request, given)
    content = uploads.with_uploads(revision.content, [one.upload for one in given if one.upload])
    return workflow.save_draft(
        revision, content, by=user, seen=revision.edition, unread=revision.unread
    )


def _back(
    request: HttpRequest, revision: Revision, query: dict[str, str], anchor: str
) -> HttpResponseRedirect:
    """Come back to the page, and tell the browser that the copy it kept has been received."""
    copy = request.POST.get("copy", "")
    if re.fullmatch("[a-z0-9]{1,20}", copy):
        query = {**query, "recu": copy}
    address = reverse("recipes:edit", args=[revision.pk])
    asked, place = f"?{urlencode(query)}" if query else "", f"#{anchor}" if anchor else ""
    return HttpResponseRedirect(f"{address}{asked}{place}")


def _change_lines(
    request: HttpRequest, revision: Revision, form: EditorForm, do: str
) -> tuple[dict[str, str], str] | None:
    """Do what a button of a list asks; give where to come back, as a query and an anchor."""
    name, _dash, rest = do.partition("-")
    verb, _dash, number = rest.partition("-")
    if name == "place" and verb == "remove":
        form.places.keys = [key for key in form.places.keys if key != number]
        return {}, anchor_of("territories")
    if name in form.files:
        form.files[name] = media.change(form.files[name], do)
        return {}, anchor_of(name)
    if do == "upload":
        return {}, anchor_of("photos" if request.FILES.getlist("photos") else "documents")
    lines = form.lines.get(name)
    if lines is None:
        return None
    if verb == "add":
        return {"plus": name}, anchor_of(name)
    if verb in {"up", "down"}:
        lines.move(number, -1 if verb == "up" else 1)
    elif verb == "remove" and (found := lines.take_out(number)):
        at, line = found
        request.session[TAKEN_OUT] = {
            "recipe": revision.recipe_id,
            "list": name,
            "at": at,
            "values": dict(line.values),
        }
    elif verb == "undo" and (kept := _taken_out(request, revision)) and kept["list"] == name:
        lines.put_back(kept["at"], kept["values"])
        del request.session[TAKEN_OUT]
    return {}, anchor_of(name)


def _taken_out(request: HttpRequest, revision: Revision) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(TAKEN_OUT)
    return kept if kept and kept["recipe"] == revision.recipe_id else None


# Showing


def _page(request: HttpRequest, revision: Revision) -> HttpResponse:
    content = revision.content
    typed = found_again(request)
    offers = _offers(request, revision.recipe, content)
    if typed is None:
        form = EditorForm.from_content(content, revision.unread, offers)
    else:
        form = EditorForm(typed, offers)
    problems = workflow.problems_of(revision)
    asked = "a-completer" in request.GET
    form.show(one for one in problems if asked or one.code != "missing")
    _offer_blanks(form, request.GET)
    if "steps" in form.lines:
        form.lines["steps"].photos = [
            (photo.file, photo.alt or photo.caption or _("Photo %(number)d") % {"number": number})
            for number, photo in enumerate(content.photos, 1)
        ]
    taken_out = _taken_out(request, revision)
    context = {
        "revision": revision,
        "recipe": revision.recipe,
        "form": form,
        "seen": _seen(typed) if typed else revision.edition,
        "message": typed.get("message", "") if typed else revision.message,
        "message_length": MESSAGE_LENGTH,
        "found_again": typed is not None,
        "asked": asked,
        "progress": progress(content, problems, form.anchor_of),
        "addresses": _addresses(revision),
        "saved": _saved_at(revision),
        "taken_out": taken_out,
        "taken_out_words": _words_of(taken_out),
        "others": _others(revision),
        "photos": form.files.get("photos", []),
        "documents": form.files.get("documents", []),
        "themes": sorted(
            current_snapshot().themes.values(), key=lambda theme: -theme.recipes.bit_count()
        ),
    }
    return render(request, "recipes/editor.html", context)


def _offers(request: HttpRequest, recipe: Recipe, content: RecipeContent) -> Offers:
    carrying = content.organisation
    may_be_own = not carrying or recipe.may_be_taken_by(cast("User", request.user), carrying)
    own = list(Organisation.objects.of(request.user)) if may_be_own else []
    if carrying and carrying not in {one.slug for one in own}:
        own += Organisation.objects.filter(slug=carrying)
    return Offers(list(Licence.objects.offered()), own, may_be_own)


def _offer_blanks(form: EditorForm, query: QueryDict) -> None:
    for name in query.getlist("plus"):
        if name in form.lines:
            form.lines[name].blanks = min(MOST_BLANKS, form.lines[name].blanks + 1)


def _words_of(taken_out: Mapping[str, Any] | None) -> str:
    if taken_out is None:
        return ""
    words = one_line(
        " ".join(
            taken_out["values"].get(c.name, "")
            for c in LISTS[taken_out["list"]].cells
            if c.control in {"line", "text"}
        )
    )
    return words[:60]


def _saved_at(revision: Revision) -> str:
    return _("Saved at %(time)s") % {"time": hour(revision.saved_at)}


def _others(revision: Revision) -> QuerySet[Revision]:
    """Select the other drafts of the recipe that somebody is writing."""
    drafts = Revision.objects.filter(recipe=revision.recipe_id).open().in_use()
    return drafts.exclude(pk=revision.pk).select_related("author", "saved_by").last_kept_first()


def _elsewhere(revision: Revision, kept: Revision, user: Any) -> dict[str, str]:
    """Say what somebody did to the draft meanwhile, and where both texts can be read."""
    writer = revision.last_writer
    if not revision.is_open:
        words = _(
            "This draft is no longer being written (%(status)s). What you write is kept beside it:"
            " nothing is lost."
        )
    elif writer == user:
        words = _(
            "You kept another version of this draft on %(day)s at %(time)s, in another tab or on"
            " another device. This one is kept beside it: nothing is lost."
        )
    else:
        words = _(
            "Another version of this draft was kept by %(who)s on %(day)s at %(time)s."
            " Yours is kept beside it: nothing is lost."
        )
    told = {
        "status": revision.get_status_display(),
        "who": writer.name if writer else _("somebody"),
        "day": day(revision.saved_at),
        "time": hour(revision.saved_at),
    }
    return {
        "words": words % told,
        "compare": reverse("recipes:compare", args=[kept.pk, revision.pk]),
        "compare_words": _("Compare the two"),
    }


def _addresses(revision: Revision) -> dict[str, str]:
    return {
        name: reverse(f"recipes:{name}", args=[revision.pk])
        for name in ("edit", "autosave", "preview", "upload")
    }


def _fillers(
    snapshot: Snapshot, recipe: Recipe, parts: Mapping[str, Any]
) -> dict[str, pages.Filler]:
    """Say what stands in each slot of the page; nothing where only the published one has it."""
    slots = macros("recipes/_recipe_slots.html")
    known = snapshot.by_identifier
    carrying = (
        (recipe.organisation.name, recipe.organisation.slug) if recipe.organisation else ("", "")
    )

    def linked(entries: list[dict[str, Any]]) -> list[Linked]:
        return [Linked(entry, known.get(entry.get("identifier", ""))) for entry in entries]

    fillers: dict[str, pages.Filler] = {
        "organisation": lambda _: slots.organisation(*carrying),
        "teller": lambda _: slots.teller(*carrying),
        "redone": lambda _: slots.redone(recipe.reproduction_count),
        "component": lambda identifier: slots.component(known.get(identifier)),
        "again": lambda _: slots.again(recipe.title, [], None, linked(parts["ancestors"]), []),
        "chosen": lambda _: slots.chosen(linked(parts["related"])),
    }
    return defaultdict(lambda: lambda _: "", fillers)
