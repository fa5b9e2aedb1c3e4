"""Who must have a second factor before entering the administration."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User


def is_missing_for(user: User | AnonymousUser) -> bool:
    """Say whether `user` is in a group of SECOND_FACTOR_GROUPS and has no second factor.

    Two queries at most; none where no group is named.
    """
    return (
        bool(settings.SECOND_FACTOR_GROUPS)
        and user.is_authenticated
        and user.groups.filter(name__in=settings.SECOND_FACTOR_GROUPS).exists()
        and not is_mfa_enabled(user)
    )


class SecondFactorMiddleware:
    """Leads whoever must have a second factor to where one sets it up, before the administration.

    Leaving stays possible.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or lead elsewhere."""
        inside = request.path.startswith(reverse("admin:index"))
        if inside and request.path != reverse("admin:logout") and is_missing_for(request.user):
            told = _(
                "Your group enters the reviewers’ area with a second factor: here it is set up."
            )
            messages.warning(request, told)
            return redirect("mfa_activate_totp")
        return self.get_response(request)
