"""The forms of signing up and in: allauth's, with our words and without words inside the fields.

A placeholder that repeats the label vanishes as soon as one types; the label stays.
"""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import proof
from accounts.forms.names import NameField
from accounts.models import User

WORDS: dict[str, dict[str, Any]] = {
    "login": {"label": _("E-mail address")},
    "email": {"label": _("E-mail address")},
    "name": {"label": _("Your name")},
    "password": {"label": _("Password"), "help_text": ""},
    "oldpassword": {"label": _("Your present password"), "help_text": ""},
    "password1": {"help_text": _("8 characters or more; a few words without a link do well.")},
    "password2": {"label": _("The same password again"), "help_text": ""},
    "code": {"label": _("Code")},
}


class PlainFields(forms.Form):
    """Fields named in our words, empty until somebody types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            for attribute, words in WORDS.get(name, {}).items():
                setattr(field, attribute, words)


class LoginForm(PlainFields, account.LoginForm):
    """Address and password."""


class SignupForm(PlainFields, account.SignupForm):
    """Name, address, and a password for those who want one."""

    name = NameField(
        max_length=120,
        help_text=_("As it will stand beside what you write. It may be changed later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields["password1"]
        password.help_text = _(
            "8 characters or more. Without a password, you receive a code by e-mail each time you"
            " log in."
        )

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Go on with an account whose address nobody has proved yet, as if it were new.

        Who typed no code, or only wrong ones, signs up again and receives another. The row stays
        as it is until then: what is typed here holds once the address is proved here.
        """
        unproved = None
        if self.account_already_exists:
            unproved = User.objects.with_unproved_address(self.cleaned_data["email"])
        if unproved is None:
            saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
            return saved
        chosen = make_password(self.cleaned_data["password1"] or None)
        self._remember_choice(request, unproved, password=chosen)
        return unproved, None

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        self._remember_choice(request, user, password=user.password)
        super().custom_signup(request, user)

    def _remember_choice(self, request: HttpRequest, user: User, *, password: str) -> None:
        name = self.cleaned_data["name"]
        proof.remember_choice(request, user, name=name, password=password)


class RequestLoginCodeForm(PlainFields, account.RequestLoginCodeForm):
    """Where to send a code to log in with."""


class ConfirmLoginCodeForm(PlainFields, account.ConfirmLoginCodeForm):
    """The code received, to log in."""


class ConfirmAddressForm(PlainFields, account.ConfirmEmailVerificationCodeForm):
    """The code received, to say that an address is one's own."""


class NewAddressForm(PlainFields, account.AddEmailForm):
    """The address that is to replace the present one."""


class ResetPasswordForm(PlainFields, account.ResetPasswordForm):
    """Whose password was forgotten."""


class ConfirmResetForm(PlainFields, account.ConfirmPasswordResetCodeForm):
    """The code received, to choose a new password."""


class ChooseNewPasswordForm(PlainFields, account.ResetPasswordKeyForm):
    """The password that replaces the forgotten one."""


class ChangePasswordForm(PlainFields, account.ChangePasswordForm):
    """The present password and the next."""


class SetPasswordForm(PlainFields, account.SetPasswordForm):
    """A first password."""


class ReauthenticateForm(PlainFields, account.ReauthenticateForm):
    """The password once more, before something that cannot be undone."""


class SecondFactorForm(PlainFields, second_factor.AuthenticateForm):
    """The code of the application, or a recovery code, to log in."""


class SecondFactorAgainForm(PlainFields, second_factor.ReauthenticateForm):
    """The same once more, before something that cannot be undone."""


class ActivateTOTPForm(PlainFields, totp.ActivateTOTPForm):
    """The first code of a new application."""
