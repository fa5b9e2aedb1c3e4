"""What a licence allows."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LicencesConfig(AppConfig):
    """The room of the licences; it imports no other room."""

    name = "licences"
    verbose_name = _("Licences")
