"""Who people and organisations are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The room of people and organisations; it imports territories."""

    name = "accounts"
    verbose_name = _("Accounts")
