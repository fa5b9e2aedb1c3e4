"""What we decide where allauth asks: whose address, where to go next, how secrets are kept."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.closing import NOBODY
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Takes no address that is nobody's; leads back to the account's own page."""

    def clean_email(self, email: str) -> str:
        """Refuse the address of those who closed their account, whose name everybody reads."""
        cleaned: str = super().clean_email(email)
        if cleaned.lower() == NOBODY:
            raise ValidationError(EmailValidator.message, code="invalid")
        return cleaned

    def login(self, request: HttpRequest, user: User) -> None:
        """Log in with the password as it is once the address is proved (`accounts.proof`).

        A session begun with a former one would end with the next page.
        """
        user.refresh_from_db(fields=["name", "password"])
        super().login(request, user)

    def is_safe_url(self, url: str | None) -> bool:
        """Say whether `?next=` leads to this site; what is no address at all does not."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # « http://[ »
            return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  # allauth's signature
        """Give the page that follows a change of password."""
        return reverse("accounts:home")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted under SECRET_KEY.

    Somebody who reads the database alone cannot compute anybody's codes. Where the key is lost,
    second factors have to be set up again.
    """

    def encrypt(self, text: str) -> str:
        """Make `text` unreadable without the site's key."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read what `encrypt` wrote, under today's key or a former one (SECRET_KEY_FALLBACKS)."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [
        salted_hmac("accounts.second_factor", "", secret=secret, algorithm="sha256").digest()
        for secret in secrets
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
