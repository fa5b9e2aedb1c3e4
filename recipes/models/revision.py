"""A revision: what somebody wants a recipe to say, whole, and what became of it."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recipes.content import RecipeContent
from recipes.models.recipe import Recipe


class Status(models.TextChoices):
    """What became of a revision; only `recipes.workflow` changes it."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("in review")
    CHANGES_REQUESTED = "changes-requested", _("changes requested")
    ACCEPTED = "accepted", _("accepted")
    SUPERSEDED = "superseded", _("replaced by a later one")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN = (Status.DRAFT, Status.CHANGES_REQUESTED)
"""While a revision is in one of these it is written over."""

UNUSED = timedelta(days=365)
"""How long nobody touches a draft before its archiving is announced."""
NOTICE = timedelta(days=30)
"""How long after the announcement a draft still not touched is archived."""


class RevisionQuerySet(models.QuerySet["Revision"]):
    """What can be asked of revisions; every word chains and none runs a query."""

    def accepted(self) -> Self:
        """Keep what was published, now or once: the public history."""
        return self.filter(status__in=[Status.ACCEPTED, Status.SUPERSEDED])

    def history(self) -> Self:
        """Keep what was published, the latest first, each with its `version`: 1, 2, 3 without gaps.

        Versions are counted among what is asked for, so pick one from the answer, not before.
        """
        published = Window(RowNumber(), partition_by=F("recipe"), order_by=["decided_at", "number"])
        return self.accepted().annotate(version=published).order_by("-version")

    def not_public(self) -> Self:
        """Leave out what was published, now or once."""
        return self.exclude(status__in=[Status.ACCEPTED, Status.SUPERSEDED])

    def waiting(self) -> Self:
        """Keep what a reviewer has to read, the longest waiting first."""
        return self.filter(status=Status.SUBMITTED).order_by("submitted_at", "pk")

    def sent(self) -> Self:
        """Keep what reviewers have seen: what was sent for review and not taken back."""
        return self.filter(submitted_at__isnull=False)

    def editable_by(self, user: Any) -> Self:
        """Keep the revisions, whatever became of them, of the recipes that `user` may write."""
        return self.filter(recipe__in=Recipe.objects.editable_by(user).values("pk"))

    def open(self) -> Self:
        """Keep what is still being written: drafts, and what was asked to change."""
        return self.filter(status__in=OPEN)

    def open_for(self, user: Any) -> Self:
        """Keep what `user` may write in now."""
        return self.editable_by(user).open()

    def in_use(self) -> Self:
        """Leave out what was put away because nobody touched it for long."""
        return self.filter(archived_at__isnull=True)

    def in_hand(self) -> Self:
        """Keep what somebody is writing or reviewing now."""
        return self.in_use().filter(status__in=[*OPEN, Status.SUBMITTED])

    def to_announce(self, at: datetime) -> Self:
        """Keep the drafts nobody wrote in nor answered for a year, not announced yet."""
        unused = self.open().in_use().filter(announced_at__isnull=True, saved_at__lt=at - UNUSED)
        return unused.filter(Q(decided_at__isnull=True) | Q(decided_at__lt=at - UNUSED))

    def to_put_away(self, at: datetime) -> Self:
        """Keep the drafts announced long enough ago; touching one takes its announcement back."""
        return self.open().in_use().filter(announced_at__lte=at - NOTICE)

    def newest_first(self) -> Self:
        """Order as a history is read."""
        return self.order_by("-number")

    def last_kept_first(self) -> Self:
        """Order by when somebody last wrote in it."""
        return self.order_by("-saved_at", "-pk")


MESSAGE_LENGTH = 300


class Revision(models.Model):
    """One state of a recipe's source: author, date, message, status, what it started from."""

    Status = Status

    recipe = models.ForeignKey(
        Recipe, verbose_name=_("recipe"), on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField(_("number"), help_text=_("1 for the recipe's first"))
    author = models.ForeignKey(
        User,
        verbose_name=_("author"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="revisions",
    )
    created_at = models.DateTimeField(_("written on"), default=timezone.now)
    submitted_at = models.DateTimeField(_("sent for review on"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    message = models.CharField(_("what changed"), max_length=MESSAGE_LENGTH, blank=True)
    reply = models.TextField(
        _("the reviewer’s words"), blank=True, help_text=_("with the last decision, to its author")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    base = models.ForeignKey(
        "self",
        verbose_name=_("started from"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    data = models.JSONField(_("content"), default=dict)

    # A draft is written over many times, each time as a new edition of itself.

    edition = models.PositiveIntegerField(
        _("edition"), default=1, help_text=_("counts the times a draft was kept")
    )
    saved_at = models.DateTimeField(_("last kept on"), default=timezone.now)
    saved_by = models.ForeignKey(
        User,
        verbose_name=_("last kept by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    unread = models.JSONField(
        _("typed, not understood"),
        default=dict,
        blank=True,
        help_text=_("what its author typed where something else is expected, by field"),
    )
    announced_at = models.DateTimeField(_("archiving announced on"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived on"), null=True, blank=True)

    version = 0
    """Its place among what was published of its recipe, where `history()` gave it; never stored."""

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["recipe", "number"], name="revision_number_unique"),
            models.UniqueConstraint(
                fields=["recipe"],
                condition=Q(status="accepted"),
                name="revision_one_accepted_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "draft", "submitted", "changes-requested", "accepted", "superseded",
                        "refused", "withdrawn",
                    ]
                ),
                name="revision_status_known",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(_("Revision %(number)d of “%(recipe)s”")) % {
            "number": self.number,
            "recipe": self.recipe,
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Number a new revision after the last of its recipe.

        `workflow` holds the recipe's row meanwhile; were it forgotten, a constraint refuses two
        revisions of one number.
        """
        if self.number is None:
            last = Revision.objects.filter(recipe_id=self.recipe_id).aggregate(
                last=models.Max("number")
            )
            self.number = (last["last"] or 0) + 1
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Give the page that shows this revision against the one before."""
        return reverse("recipes:revision", args=[self.recipe.slug, self.number])

    @property
    def content(self) -> RecipeContent:
        """Give what this revision says."""
        return RecipeContent.from_json(self.data)

    @content.setter
    def content(self, content: RecipeContent) -> None:
        self.data = content.to_json()

    @property
    def is_open(self) -> bool:
        """Say whether it is still being written."""
        return self.status in OPEN

    @property
    def last_writer(self) -> User | None:
        """Give who kept it last, or began it where that is not known; `None` for the system."""
        return self.saved_by or self.author

    @property
    def put_away_on(self) -> datetime | None:
        """Say when it is archived if nobody touches it; `None` while nothing is announced."""
        return self.announced_at + NOTICE if self.announced_at else None

    @property
    def is_behind(self) -> bool:
        """Say whether another revision was published since this one was begun.

        One query if the recipe is not loaded.
        """
        current = self.recipe.current_id
        return current is not None and current not in {self.base_id, self.pk}

    @property
    def is_public(self) -> bool:
        """Say whether this was published, now or once."""
        return self.status in {Status.ACCEPTED, Status.SUPERSEDED}
