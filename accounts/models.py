"""Who people and organisations are, and who writes for which."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, ClassVar, Self

from allauth.account.models import EmailAddress
from django.contrib.auth.models import (
    AbstractBaseUser,
    AnonymousUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from territories.models import Territory


class UserManager(BaseUserManager["User"]):
    """Makes people from an address; two spellings of one address are one person."""

    def with_unproved_address(self, email: str) -> "User | None":
        """Find whose address this is said to be, if nobody has proved it yet. One query."""
        unproved = self.filter(email__iexact=email, is_active=True, last_login=None)
        return unproved.exclude(emailaddress__verified=True).first()

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
        """Create somebody who may do everything; their address needs no confirmation."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        user.vouch_for_address()
        return user

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
    wants_prompts = models.BooleanField(
        _("receives suggestions by e-mail"),
        default=True,
        help_text=_("once a month at most: what is still missing from one’s recipes"),
    )
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

    def vouch_for_address(self) -> None:
        """Take the address for confirmed: whoever runs the machine says so, no code is sent."""
        EmailAddress.objects.update_or_create(
            user=self, email=self.email, defaults={"verified": True, "primary": True}
        )

    def get_full_name(self) -> str:
        """Give the name shown to all, for Django's own screens."""
        return self.name

    def get_short_name(self) -> str:
        """Give the name shown to all, for Django's own screens."""
        return self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """What can be asked of organisations; every word chains and none runs a query."""

    def of(self, user: User | AnonymousUser) -> Self:
        """Keep those `user` writes for or manages."""
        return self.filter(pk__in=_memberships_of(user).values("organisation"))

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Keep those `user` manages."""
        managing = _memberships_of(user).filter(role=Role.MANAGES)
        return self.filter(pk__in=managing.values("organisation"))


def _memberships_of(user: User | AnonymousUser) -> "models.QuerySet[Membership]":
    """Give what `user` belongs to: nothing for somebody who did not log in."""
    return Membership.objects.filter(user=user.pk) if user.pk else Membership.objects.none()


class Organisation(models.Model):
    """Who carries practices: an association, a town, a collective and so on.

    Its slug is its identity in recipe files, so it never changes once given. `logo` names the
    bytes kept in `Logo`; "" is none.
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
    logo = models.CharField(_("logo"), max_length=64, blank=True, editable=False)
    members = models.ManyToManyField(
        User,
        verbose_name=_("members"),
        through="accounts.Membership",
        related_name="organisations",
    )

    objects = OrganisationQuerySet.as_manager()

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


class Logo(models.Model):
    """An organisation's logo, small and made by us (`accounts.logos`), kept beside its row.

    In the database because it is a few kilobytes: one place to back up, and none to configure.
    """

    organisation = models.OneToOneField(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
    )
    webp = models.BinaryField(_("image"))

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")

    def __str__(self) -> str:
        return str(self.organisation_id)


class Role(models.TextChoices):
    """What a member may do: write recipes for the organisation, or also look after it."""

    WRITES = "writes", _("writes")
    MANAGES = "manages", _("manages")


ROLE_KNOWN = Q(role__in=["writes", "manages"])


class MembershipQuerySet(models.QuerySet["Membership"]):
    """What can be asked of memberships; every word chains and none runs a query."""

    def managing(self) -> Self:
        """Keep those who look after the organisation."""
        return self.filter(role=Role.MANAGES)

    def of_person(self, user: User) -> Self:
        """Keep those of `user`, with their organisations, by name."""
        return self.filter(user=user).select_related("organisation").order_by("organisation__name")

    def for_list(self) -> Self:
        """Load the members, those who manage first, then by name."""
        return self.select_related("user").order_by("role", "user__name", "pk")


class Membership(models.Model):
    """Somebody's place in an organisation; `accounts.membership` gives and takes it."""

    Role = Role

    user = models.ForeignKey(
        User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.WRITES)
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once"),
            models.CheckConstraint(condition=ROLE_KNOWN, name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.organisation_id}"


INVITATION_LASTS = timedelta(days=14)


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """What can be asked of invitations; every word chains and none runs a query."""

    def open(self) -> Self:
        """Keep those that still let somebody in: not used, not expired."""
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())

    def with_token(self, token: str) -> Self:
        """Keep the one this link was made for."""
        return self.filter(fingerprint=_fingerprint(token))


class Invitation(models.Model):
    """A link sent to somebody, which makes whoever opens it a member, once.

    Only a fingerprint of the link is kept: reading the database lets nobody in.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="invitations",
    )
    email = models.EmailField(_("sent to"))
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.WRITES)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User,
        verbose_name=_("invited by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("sent on"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=ROLE_KNOWN, name="invitation_role_known"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        """Say whether it still lets somebody in."""
        return self.accepted_at is None and self.expires_at > timezone.now()

    def renew_token(self) -> str:
        """Make the secret part of its link, and give it: it is not kept and cannot be read again.

        Valid for `INVITATION_LASTS` from now. The caller saves.
        """
        token = secrets.token_urlsafe(24)
        self.fingerprint = _fingerprint(token)
        self.expires_at = timezone.now() + INVITATION_LASTS
        return token
