"""Who people and organisations are."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from territories.models import Territory


class UserManager(BaseUserManager["User"]):
    """Makes people from an address; two spellings of one address are one person."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create somebody who logs in with `email`; no password means none will work.

        Raises `ValueError` without an address.
        """
        if not email:
            raise ValueError("somebody without an address could never log in")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create somebody who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find somebody by address, whatever the case it is typed in."""
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who writes, reviews or runs the catalogue; the e-mail address is the login."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, help_text=_("as it may be shown to all"))
    is_staff = models.BooleanField(
        _("may enter the administration"),
        default=False,
        help_text=_("reviewers and administrators"),
    )
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined on"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_whatever_case",
                violation_error_message=_("Somebody already uses this address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Give the name shown to all, for Django's own screens."""
        return self.name

    def get_short_name(self) -> str:
        """Give the name shown to all, for Django's own screens."""
        return self.name


class Organisation(models.Model):
    """Who carries practices: an association, a town, a collective and so on.

    Its slug is its identity in recipe files, so it never changes once given.
    """

    class Kind(models.TextChoices):
        """What sort of body it is."""

        ASSOCIATION = "association", _("association")
        PUBLIC = "public", _("local authority")
        COLLECTIVE = "collective", _("collective")
        SOCIAL_ENTERPRISE = "social-enterprise", _("social enterprise")
        SCHOOL = "school", _("school or university")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("address"), max_length=160, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ASSOCIATION)
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        related_name="organisations",
        null=True,
        blank=True,
    )
    website = models.URLField(_("website"), blank=True)
    presentation = models.TextField(_("presentation"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "association",
                        "public",
                        "collective",
                        "social-enterprise",
                        "school",
                        "other",
                    ]
                ),
                name="organisation_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the page that lists what this organisation carries."""
        return reverse("recipes:organisation", args=[self.slug])
