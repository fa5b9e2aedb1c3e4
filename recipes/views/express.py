"""The express recipe: proposed in one page, with or without an account."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from recipes import pending, workflow
from recipes.forms.express import ExpressForm, as_typed
from recipes.models import Revision
from recipes.views.kept_here import kept_as, site_has_it

FORM = "express"

ANOTHER = "autre"
"""In the address, asks for an empty form beside what is kept already."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def express(request: HttpRequest) -> HttpResponse:
    """Ask what it takes to publish a recipe, then send it for review or go on in the editor.

    Without an account everything works as well: the recipe is kept in the session until its
    author has one.
    """
    if request.method != "POST":
        return _ask(request)
    if "forget" in request.POST:
        pending.forget(request, request.POST["forget"])
        return site_has_it(request, redirect("recipes:express"), FORM)
    to_send = "submit" in request.POST
    form = ExpressForm(request.POST, user=request.user, to_send=to_send)
    if not form.is_valid():
        return _page(request, form)
    if isinstance(request.user, User):
        revision = workflow.propose(
            form.content, by=request.user, identifier=form.identity, unread=form.unread
        )
        if to_send and revision.is_open:
            workflow.send(revision, by=request.user)
        return site_has_it(request, redirect(_next_page(revision)), FORM)
    try:
        pending.keep(
            request,
            form.content,
            then="submit" if to_send else "edit",
            unread=form.unread,
            identifier=form.identity,
        )
    except pending.NotKeptError as error:
        form.add_error(None, str(error))
        return _page(request, form)
    messages.success(request, _("Your recipe is kept. All that is missing is an account."))
    return site_has_it(request, redirect(_signing_up()), FORM)


def _ask(request: HttpRequest) -> HttpResponse:
    newest = None if ANOTHER in request.GET else next(iter(pending.kept(request)), None)
    if newest is None:
        return _page(request, ExpressForm(user=request.user))
    typed = as_typed(newest.content, newest.unread) | {"identifier": newest.identifier}
    return _page(request, ExpressForm(user=request.user, initial=typed), kept=newest)


def _page(
    request: HttpRequest, form: ExpressForm, *, kept: pending.Kept | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "kept": kept,
        "another": ANOTHER,
        "signing_up": _signing_up(),
        "kept_as": kept_as(request, FORM),
    }
    return render(request, "recipes/express.html", context)


def _signing_up() -> str:
    """Give the page where one makes an account, and comes back from to what one proposed."""
    query = urlencode({"next": reverse("recipes:proposed")}, safe="/")
    return f"{reverse('account_signup')}?{query}"


def _next_page(revision: Revision) -> str:
    """Give the page that says what happens next, or the editor."""
    name = "recipes:edit" if revision.is_open else "recipes:sent"
    return reverse(name, args=[revision.pk])


@never_cache
@require_safe
def proposed(request: HttpRequest) -> HttpResponse:
    """Lead whoever has just signed up or in to the recipe they had typed before."""
    if not request.user.is_authenticated:
        return redirect(_signing_up())
    key = pending.claimed(request)
    mine = Revision.objects.editable_by(request.user)
    revision = mine.filter(pk=key).first() if key else None
    return redirect(_next_page(revision) if revision else "recipes:mine")
