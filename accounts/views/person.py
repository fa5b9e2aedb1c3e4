"""One's own account: its page, the name, closing it."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import closing
from accounts.forms.person import ClosingForm, PersonForm
from accounts.membership import LastManagerError
from accounts.models import Membership
from accounts.views.shared import logged_in


@require_safe
@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Show the ways to all that is one's own."""
    user = logged_in(request)
    context = {
        "memberships": Membership.objects.of_person(user),
        "has_second_factor": is_mfa_enabled(user),
        "has_password": user.has_usable_password(),
    }
    return render(request, "accounts/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    """Change the name shown to all, and what one receives."""
    user = logged_in(request)
    before = user.name
    form = PersonForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        if user.name != before:
            closing.rename(user, name=user.name)
        messages.success(request, _("It is kept."))
        return redirect("accounts:home")
    return render(request, "accounts/profile.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@reauthentication_required(allow_get=True)
def close(request: HttpRequest) -> HttpResponse:
    """Say what closing the account does, then do it."""
    user = logged_in(request)
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            closing.close(user)
        except LastManagerError:
            messages.error(request, _("Name somebody else to manage your organisations first."))
            return redirect("accounts:close")
        logout(request)
        messages.success(request, _("Your account is closed. Thank you for what you shared."))
        return redirect("recipes:home")
    context = {
        "form": form,
        "to_hand_over": closing.left_without_manager(user),
        "left_to_nobody": closing.left_to_nobody(user),
        "asks_again": bool(get_adapter().get_reauthentication_methods(user)),
    }
    return render(request, "accounts/close.html", context)
