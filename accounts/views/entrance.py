"""Signing up and in: allauth's pages, where nobody is left without a way on.

What a page shows is the same whether an address has an account or not.
"""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY as CODE_PENDING,
)
from allauth.account.stages import LoginStage
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_ARRIVING = "arriving"
"""In the session: the address that codes go to, and where its owner is going."""

TOO_OFTEN = {
    "account_login": gettext_lazy(
        "Too many attempts to log in came from here in a short while. Wait a minute, then try"
        " again: it keeps away those who try passwords one after the other."
    ),
    "organisation": gettext_lazy(
        "You invited many people today. Go on tomorrow: it keeps our messages out of the undesired."
    ),
}
"""What was asked too often, by the name of its address."""


def asked_too_often(request: HttpRequest) -> HttpResponse:
    """Say what was asked too often; of signing up, give back what was typed."""
    asked = request.resolver_match.url_name if request.resolver_match else ""
    if asked == "account_signup":
        return SignUp.given_back(request)
    words = TOO_OFTEN.get(asked or "") or _(
        "This was asked too many times in a short while. Wait a minute, then try again: what you"
        " typed is still on the page before this one."
    )
    return render(request, "429.html", {"words": words}, status=429)


class SignUp(account.SignupView):
    """Signing up; what was typed comes back when the machine asks to wait."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Remember where the newcomer is going, should the code fail."""
        arriving = {"email": form.cleaned_data["email"], "next": self.get_next_url()}
        self.request.session[_ARRIVING] = arriving
        response: HttpResponse = super().form_valid(form)
        return response

    @classmethod
    def given_back(cls, request: HttpRequest) -> HttpResponse:
        """Show what was typed, and why it has to wait."""
        view = cls()
        view.setup(request)
        form = view.get_form()
        form.add_error(
            None,
            _(
                "Several codes were just asked for. Wait a minute, then create your account again:"
                " what you wrote is kept."
            ),
        )
        answer: HttpResponse = view.render_to_response(view.get_context_data(form=form), status=429)
        return answer


class RequestCode(account.RequestLoginCodeView):
    """Asking for a code, also for who was signing up and whose code no longer works."""

    def get_initial(self) -> dict[str, Any]:
        """Begin with the address that the last code went to."""
        email = _arriving(self.request).get("email")
        return {**super().get_initial(), "email": email}

    def _redirect_to_pending_stage(self, _request: HttpRequest, _stage: LoginStage) -> None:
        """Stay here: the message to who has an account already leads here, by the same browser."""


class _TypesCode:
    """A page to type a code: after the last wrong one, or too late, the way to another."""

    again: str
    """Where another code is asked for."""

    request: HttpRequest
    has_told = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say why a code is no longer taken, instead of the silence of another page."""
        was_pending = request.method == "POST" or CODE_PENDING in request.session
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # allauth's view
        leads_away = getattr(response, "url", "") in {reverse("account_login"), reverse(self.again)}
        if was_pending and leads_away and not self.has_told and request.user.is_anonymous:
            request.session.pop(CODE_PENDING, None)
            return self._begin_again(_("This code no longer works: ask for another one here."))
        return response

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Say that the code is wrong, and after the last time where to ask for another."""
        view: Any = self
        email = view._process.state.get("email")  # noqa: SLF001  # allauth has no other name for it
        if view._process.record_invalid_attempt():  # noqa: SLF001
            answer: HttpResponse = view.render_to_response(view.get_context_data(form=form))
            return answer
        if email:
            arriving = _arriving(self.request)
            self.request.session[_ARRIVING] = {**arriving, "email": email}
        return self._begin_again(
            _("The code was wrong several times, and no longer works: ask for another one here.")
        )

    def _begin_again(self, why: str) -> HttpResponse:
        self.has_told = True
        kept = _("If you were writing a recipe, it is kept: you will find it once you are in.")
        if self.request.user.is_authenticated:
            messages.error(self.request, why)
            return redirect("account_email")
        messages.error(self.request, f"{why} {kept}")
        going = QueryDict(mutable=True)
        going["next"] = self.request.POST.get("next") or _arriving(self.request).get("next") or ""
        query = f"?{going.urlencode(safe='/')}" if going["next"] else ""
        return HttpResponseRedirect(reverse(self.again) + query)


class ConfirmAddress(_TypesCode, account.ConfirmEmailVerificationCodeView):
    """Typing the code that proves an address, in signing up or in changing it."""

    again = "account_request_login_code"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Stay on the page where another code was asked for too soon."""
        try:
            response: HttpResponse = super().form_valid(form)
        except ImmediateHttpResponse:
            messages.error(self.request, _("Several codes were just sent: wait a minute."))
            return redirect("account_email_verification_sent")
        return response


class ConfirmLogin(_TypesCode, account.ConfirmLoginCodeView):
    """Typing the code to log in with."""

    again = "account_request_login_code"


class ConfirmReset(_TypesCode, account.ConfirmPasswordResetCodeView):
    """Typing the code to choose another password with."""

    again = "account_reset_password"


def confirm_again(request: HttpRequest) -> HttpResponseBase:
    """Ask for the password once more; who has none has nothing to confirm."""
    try:
        response: HttpResponseBase = account.reauthenticate(request)
    except PermissionDenied:
        messages.info(request, _("Your account has no password: there is nothing to confirm."))
        return redirect("accounts:home")
    return response


def _arriving(request: HttpRequest) -> dict[str, Any]:
    arriving: dict[str, Any] = request.session.get(_ARRIVING, {})
    return arriving
