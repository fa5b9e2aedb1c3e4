"""« Partir d’un texte »: a text comes in, is shown part by part, kept once its author says so."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from allauth.core import ratelimit
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from licences.chooser import SHARE_ALIKE
from licences.models import Licence
from recipes import pending, workflow
from recipes.content import RecipeContent
from recipes.exchange import documents
from recipes.exchange.documents import DocumentError
from recipes.exchange.reading import Reading, read_text
from recipes.exchange.reports import note_in_words
from recipes.forms.from_text import FromTextForm
from recipes.media.limits import in_words
from recipes.views.kept_here import kept_as, site_has_it
from recipes.views.parts import parts_of
from recipes.wording import FIELDS, problem_in_words

FORM = "texte"
CHECK, KEEP, FORGET = "verifier", "garder", "oublier"

MOST_PASTED = 500_000
"""Bytes of a clipboard; Word's carry some 60,000 bytes of styles beside the text."""


LONG = 50_000
"""Characters of a text that takes as long to read as a document, some tenths of a second."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was given at the first step, or came back from the second."""

    text: str
    name: str = ""
    images: int = 0
    notes: tuple[str, ...] = ()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def from_text(request: HttpRequest) -> HttpResponse:
    """Ask for a text, show what was understood of it, and begin a draft once that is confirmed.

    The text itself travels in the page: nothing is written before somebody confirms, and without
    an account it then waits in the session until they have one.
    """
    if request.method != "POST":
        return _ask(request, FromTextForm())
    if request.POST.get("step") == FORGET:
        pending.forget(request, request.POST.get("identifier", ""))
        return redirect("recipes:from_text")
    form = FromTextForm(request.POST, request.FILES, licences=_licences())
    if "licence" in form.errors:  # one that was recognised is offered besides
        form = FromTextForm(
            request.POST, request.FILES, licences=_licences(request.POST.get("licence", ""))
        )
    if not form.is_valid():
        return _ask(request, form)
    try:
        given = _given(request, form.cleaned_data)
        reading = read_text(given.text, given.name)
    except DocumentError as error:
        form.add_error("file" if form.cleaned_data["file"] else "text", str(error))
        return _ask(request, form)
    if request.POST.get("step") == KEEP:
        return _keep(request, form, reading, given)
    return _check(request, reading, given, form.cleaned_data)


def _ask(request: HttpRequest, form: FromTextForm) -> HttpResponse:
    context = {
        "form": form,
        "formats": documents.FORMATS,
        "most_bytes": in_words(documents.MOST_BYTES),
        "most_characters": number_format(documents.MOST_CHARACTERS, force_grouping=True),
        "check": CHECK,
        "forget": FORGET,
        "kept": pending.kept(request),
        "kept_as": kept_as(request, FORM),
        "signing_up": _signing_up(),
    }
    return render(request, "recipes/from_text.html", context)


def _given(request: HttpRequest, said: dict[str, Any]) -> Given:
    """Read the document if there is one; raises `DocumentError`."""
    file: UploadedFile[bytes] | None = said["file"]
    is_heavy = file is not None or len(said["text"]) > LONG
    if is_heavy and not ratelimit.consume(request, action="convert"):
        raise DocumentError(_("Many documents came from your network: try again in a minute."))
    if file is None:
        return Given(said["text"], said["name"], said["images"] or 0)
    size = file.size or 0
    if size > documents.MOST_BYTES:  # the server keeps the beginning only of one larger
        raise DocumentError(documents.too_large(size))
    document = documents.convert(file.read(), file.name or "")
    notes = [note_in_words(note) for note in document.notes if note.code != "images_left_out"]
    if document.guessed_encoding:
        notes.append(_("The file is not UTF-8: it was read as Windows-1252. Check accents."))
    images = sum(n.values["count"] for n in document.notes if n.code == "images_left_out")
    both = "\n\n".join(part for part in (said["text"].strip("\r\n"), document.markdown) if part)
    return Given(both, file.name or "", images, tuple(notes))


def _check(
    request: HttpRequest, reading: Reading, given: Given, said: dict[str, Any]
) -> HttpResponse:
    """Show what went where, and the form that says yes, or changes the text."""
    content = reading.content
    licence = said["licence"] or content.licence
    form = FromTextForm(
        initial={
            "text": given.text,
            "name": given.name,
            "images": given.images,
            "identifier": said["identifier"] or uuid4(),
            "licence": licence,
        },
        licences=_licences(licence),
    )
    problems = workflow.problems_with(content.replace(licence=licence))
    context = {
        "form": form,
        "parts": parts_of(reading),
        "content": content,
        "remarks": [*given.notes, *_images(given.images), *map(note_in_words, reading.to_decide)],
        "missing": [FIELDS[p.field] for p in problems if p.code == "missing"],
        "problems": [
            (FIELDS[p.field], problem_in_words(p)) for p in problems if p.code != "missing"
        ],
        "kept_as": kept_as(request, FORM),
        "keep": KEEP,
        "check": CHECK,
    }
    return render(request, "recipes/from_text_check.html", context)


def _images(count: int) -> list[str]:
    if not count:
        return []
    words = ngettext(
        "%(count)d picture was not taken over: add it as a photo.",
        "%(count)d pictures were not taken over: add them as photos.",
        count,
    )
    return [words % {"count": count}]


def _keep(request: HttpRequest, form: FromTextForm, reading: Reading, given: Given) -> HttpResponse:
    """Begin the draft, or keep it in the session for whoever signs up or logs in next."""
    content: RecipeContent = reading.content
    content = content.replace(licence=form.cleaned_data["licence"] or content.licence)
    identifier = str(form.cleaned_data["identifier"] or uuid4())
    for words in _images(given.images):
        messages.info(request, words)
    if isinstance(request.user, User):
        revision = workflow.propose(content, by=request.user, identifier=identifier)
        return site_has_it(request, redirect("recipes:edit", revision.pk), FORM)
    try:
        pending.keep(request, content, then="edit", identifier=identifier)
    except pending.NotKeptError as error:
        form.add_error("text", str(error))
        return _ask(request, form)
    messages.success(request, _("Your recipe is kept. All that is missing is an account."))
    return site_has_it(request, redirect(_signing_up()), FORM)


def _signing_up() -> str:
    """Give the page where one makes an account, and comes back from to the draft."""
    return f"{reverse('account_signup')}?{urlencode({'next': reverse('recipes:proposed')})}"


def _licences(recognised: str = "") -> list[tuple[str, str]]:
    """Name the licences one may choose, and the one the text tells if it is none of them."""
    offered = sorted(Licence.objects.offered(), key=lambda one: one.pk != SHARE_ALIKE)
    other = Licence.objects.filter(pk=recognised).exclude(pk__in=[one.pk for one in offered])
    named = [(one.pk, f"{one.short_name} — {one.name}") for one in offered]
    for one in other:
        words = (
            one.short_name if one.is_free else _("%(name)s, not free") % {"name": one.short_name}
        )
        named.append((one.pk, words))
    return named


@require_POST
def paste(request: HttpRequest) -> HttpResponse:
    """Give the Markdown of the HTML of a clipboard: the body, or the field `html` of a form.

    No account needed. 413 beyond half a megabyte, 422 with the reason in words for what cannot
    be converted, 429 when one address asks too often: the page then pastes plain words.
    """
    raw = request.content_type == "text/html"
    html = request.body.decode(errors="replace") if raw else request.POST.get("html", "")
    if len(html.encode(errors="replace")) > MOST_PASTED:
        return _words(_("This is too long to be pasted at once."), status=413)
    if not ratelimit.consume(request, action="convert"):
        return _words(_("Many documents came from your network: try again in a minute."), 429)
    try:
        return _words(documents.html_to_markdown(html), kind="text/markdown")
    except DocumentError as error:
        return _words(str(error), status=422)


def _words(words: str, status: int = 200, kind: str = "text/plain") -> HttpResponse:
    return HttpResponse(words, status=status, content_type=f"{kind}; charset=utf-8")
