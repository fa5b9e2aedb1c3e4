"""Who people and organisations are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The room of people and organisations; it imports territories."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Listen to addresses being proved."""
        from allauth.account.signals import email_confirmed  # noqa: PLC0415  # needs the models

        from accounts import proof  # noqa: PLC0415  # needs the models

        email_confirmed.connect(proof.settle)
