"""Organisations, by those who belong to them. To all others they are not found, never forbidden."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import logos, membership
from accounts.forms.organisations import InvitationForm, OrganisationForm, RoleForm
from accounts.models import Invitation, Logo, Membership, Organisation, Role
from accounts.views.shared import logged_in

ONE_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def create(request: HttpRequest) -> HttpResponse:
    """Create an organisation, which one then manages."""
    form = _form(request, Organisation())
    if request.method == "POST" and form.is_valid():
        organisation = membership.found(by=logged_in(request), **form.facts())
        if form.webp:
            logos.keep(organisation, form.webp)
        messages.success(request, _("The organisation is created, and you manage it."))
        return redirect("accounts:organisation", organisation.slug)
    return render(request, "accounts/organisation_form.html", {"form": form, "organisation": None})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is said of an organisation; for those who manage it."""
    organisation = _managed(request, slug)
    form = _form(request, organisation)
    if request.method == "POST" and form.is_valid():
        for name, value in form.facts().items():
            setattr(organisation, name, value)
        organisation.save()
        if form.webp:
            logos.keep(organisation, form.webp)
        elif form.cleaned_data.get("without_logo"):
            logos.remove(organisation)
        messages.success(request, _("It is kept."))
        return redirect("accounts:organisation", slug)
    context = {"form": form, "organisation": organisation}
    return render(request, "accounts/organisation_form.html", context)


def _form(request: HttpRequest, organisation: Organisation) -> OrganisationForm:
    return OrganisationForm(
        request.POST or None,
        request.FILES or None,
        instance=organisation,
        suggestions_at=reverse("territories:suggest"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who belongs to an organisation; invite, for those who manage it."""
    user = logged_in(request)
    found = get_object_or_404(Organisation.objects.of(user).select_related("territory"), slug=slug)
    own = found.memberships.get(user=user)
    form = InvitationForm(request.POST or None, organisation=found)
    if request.method == "POST":
        if own.role != Role.MANAGES:
            return _not_found(request)
        if form.is_valid():
            return _invite(request, found, form)
    context = {
        "organisation": found,
        "own": own,
        "manages": own.role == Role.MANAGES,
        "memberships": found.memberships.for_list(),
        "invitations": found.invitations.open().select_related("invited_by"),
        "form": form,
    }
    return render(request, "accounts/organisation.html", context)


def _invite(request: HttpRequest, organisation: Organisation, form: InvitationForm) -> HttpResponse:
    refused: HttpResponse | None = ratelimit.consume_or_429(
        request, action="invite", user=request.user
    )
    if refused:
        return refused
    email, role = form.cleaned_data["email"], form.cleaned_data["role"]
    invitation, token = membership.invite(
        organisation, email=email, role=role, by=logged_in(request)
    )
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
    membership.send_invitation(invitation, link=link)
    told = _("The invitation is on its way to %(email)s.") % {"email": email}
    messages.success(request, told)
    return redirect("accounts:organisation", organisation.slug)


@require_POST
@login_required
def change_role(request: HttpRequest, slug: str, member: int) -> HttpResponse:
    """Give a member another role; for those who manage."""
    organisation = _managed(request, slug)
    changed = get_object_or_404(organisation.memberships, pk=member)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            membership.change_role(changed, role=form.cleaned_data["role"])
            messages.success(request, _("It is kept."))
        except membership.LastManagerError:
            _tell_last_manager(request)
    return redirect("accounts:organisation", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def remove(request: HttpRequest, slug: str, member: int) -> HttpResponse:
    """Ask, then end somebody's membership; for those who manage."""
    organisation = _managed(request, slug)
    ending = get_object_or_404(organisation.memberships.select_related("user"), pk=member)
    if request.method == "POST":
        return _end(request, ending)
    context = {"organisation": organisation, "member": ending.user, "membership": ending}
    return render(request, "accounts/remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, then end one's own membership."""
    own = get_object_or_404(
        Membership.objects.select_related("organisation"),
        user=logged_in(request),
        organisation__slug=slug,
    )
    if request.method == "POST":
        return _end(request, own)
    is_alone = own.organisation.memberships.count() == 1
    context = {"organisation": own.organisation, "is_alone": is_alone}
    return render(request, "accounts/leave.html", context)


def _end(request: HttpRequest, ending: Membership) -> HttpResponse:
    own = ending.user_id == logged_in(request).pk
    slug = ending.organisation.slug
    try:
        membership.leave(ending)
    except membership.LastManagerError:
        _tell_last_manager(request)
        return redirect("accounts:organisation", slug)
    told = _("You no longer belong to it.") if own else _("This person no longer belongs to it.")
    messages.success(request, told)
    return redirect("accounts:home") if own else redirect("accounts:organisation", slug)


@require_POST
@login_required
def withdraw_invitation(request: HttpRequest, slug: str, invitation: int) -> HttpResponse:
    """Take an invitation back: its link no longer works; for those who manage."""
    organisation = _managed(request, slug)
    get_object_or_404(organisation.invitations.open(), pk=invitation).delete()
    messages.success(request, _("The invitation is taken back."))
    return redirect("accounts:organisation", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever has its link; join once logged in."""
    found = (
        Invitation.objects.with_token(token).select_related("organisation", "invited_by").first()
    )
    if found is None or not found.is_open:
        return render(request, "accounts/invitation_closed.html", status=410)
    if request.method == "POST" and request.user.is_authenticated:
        try:
            membership.join(found, user=logged_in(request))
        except membership.InvitationClosedError:
            return render(request, "accounts/invitation_closed.html", status=410)
        told = _("Welcome to %(organisation)s.") % {"organisation": found.organisation}
        messages.success(request, told)
        return redirect("accounts:organisation", found.organisation.slug)
    context = {"invitation": found, "organisation": found.organisation}
    # Its secret address goes to no other site: SECURE_REFERRER_POLICY. Stricter, browsers would
    # send the form with « Origin: null », which Django refuses.
    return render(request, "accounts/invitation.html", context)


@require_safe
@cache_control(public=True, max_age=ONE_YEAR, immutable=True)
def logo(_request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """Give the logo of this name. One query."""
    kept = get_object_or_404(Logo, organisation__slug=slug, organisation__logo=digest)
    return HttpResponse(
        bytes(kept.webp),
        content_type="image/webp",
        headers={"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"},
    )


def _managed(request: HttpRequest, slug: str) -> Organisation:
    """Find an organisation one manages; 404 for all others."""
    managed = Organisation.objects.managed_by(request.user).select_related("territory")
    return get_object_or_404(managed, slug=slug)


def _not_found(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html", status=404)


def _tell_last_manager(request: HttpRequest) -> None:
    told = _(
        "Somebody must go on managing the organisation: give this role to another member first."
    )
    messages.error(request, told)
