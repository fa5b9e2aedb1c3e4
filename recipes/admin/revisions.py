"""The queue: what waits for review, what changed, and the verbs to decide."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Case, F, QuerySet, When
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recipes import comparison, workflow
from recipes.admin.derived import ReadOnlyAdmin
from recipes.content import RecipeContent
from recipes.models import Revision
from recipes.wording import FIELDS, problem_in_words

_ELEMENTS = {comparison.SAME: "span", comparison.GONE: "del", comparison.NEW: "ins"}


class DecisionForm(ActionForm):
    """What a reviewer says with a decision; the author reads it by e-mail and on the site."""

    reply = forms.CharField(
        label=_("Your words to the author:"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 28}),
    )


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin[Revision]):
    """Every revision sent for review; those waiting come first, the longest waiting on top."""

    list_display = ("recipe", "number", "status", "author", "submitted_at", "message")
    list_filter = ("status",)
    list_select_related = ("recipe", "author")
    search_fields = ("recipe__title", "message", "author__name", "author__email")
    ordering = (
        Case(When(status=Revision.Status.SUBMITTED, then=F("submitted_at"))).asc(nulls_last=True),
        F("submitted_at").desc(nulls_last=True),
        "-pk",
    )
    actions = ("accept", "accept_on_conditions", "request_changes", "refuse")
    action_form = DecisionForm
    fields = (
        "recipe", "number", "status", "author", "created_at", "submitted_at", "decided_by",
        "decided_at", "reply", "message", "what_is_wrong", "what_changed",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        """Leave out what was never sent, withdrawn or not: nobody but its author reads it."""
        return super().get_queryset(request).filter(submitted_at__isnull=False)

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Let those decide who may change revisions, though nobody changes a text here."""
        return request.user.has_perm("recipes.change_revision")

    @admin.display(description=_("what keeps it from being published"))
    def what_is_wrong(self, revision: Revision) -> SafeString | str:
        """Say each problem beside the name of its field."""
        problems = workflow.problems_with(revision.content, recipe=revision.recipe)
        if not problems:
            return gettext("Nothing: it may be accepted.")
        return format_html_join(
            "",
            "<p><strong>{}</strong> · {}</p>",
            (
                (capfirst(str(FIELDS[problem.field])), problem_in_words(problem))
                for problem in problems
            ),
        )

    @admin.display(description=_("the changes, part by part"))
    def what_changed(self, revision: Revision) -> SafeString:
        """Show the words that went and came since the revision it started from."""
        before = revision.base.content if revision.base else RecipeContent()
        parts = []
        for change in comparison.compare(before, revision.content):
            words = format_html_join(
                "",
                "<{0}>{1}</{0}>",
                ((_ELEMENTS[piece.what], piece.text) for piece in change.pieces),
            )
            parts.append((capfirst(str(change.label)), words))
        return format_html_join("", "<h3>{}</h3><pre>{}</pre>", parts)

    @admin.action(description=_("Accept and publish"), permissions=["review"])
    def accept(self, request: HttpRequest, revisions: QuerySet[Revision]) -> None:
        """Accept each that can be; say of the others why not."""
        self._accept(request, revisions, conditions_confirmed=False)

    @admin.action(
        description=_("Accept: I have read the licences' conditions, and they are met"),
        permissions=["review"],
    )
    def accept_on_conditions(self, request: HttpRequest, revisions: QuerySet[Revision]) -> None:
        """Accept as `accept` does, also where an ancestor's licence sets a condition."""
        self._accept(request, revisions, conditions_confirmed=True)

    def _accept(
        self, request: HttpRequest, revisions: QuerySet[Revision], *, conditions_confirmed: bool
    ) -> None:
        for revision in revisions.order_by("submitted_at", "pk"):
            try:
                workflow.accept(
                    revision,
                    by=self._reviewer(request),
                    conditions_confirmed=conditions_confirmed,
                    reply=self._reply(request),
                )
            except workflow.NotPossibleError:
                told = gettext("“%(revision)s” does not wait for review.")
            except workflow.BaseMovedError:
                told = gettext(
                    "“%(revision)s”: another revision was accepted since this one was begun."
                    " Ask its author to start again from the one published."
                )
            except workflow.NotPublishableError as error:
                named = gettext("%(what)s: %(words)s")
                problems = [
                    named % {"what": FIELDS[one.field], "words": problem_in_words(one)}
                    for one in error.problems
                ]
                told = named % {
                    "what": "%(revision)s",
                    "words": " ".join(problems).replace("%", "%%"),
                }
            else:
                messages.success(
                    request, gettext("“%(revision)s” is published.") % {"revision": revision}
                )
                continue
            messages.error(request, told % {"revision": revision})

    @admin.action(description=_("Ask for changes"), permissions=["review"])
    def request_changes(self, request: HttpRequest, revisions: QuerySet[Revision]) -> None:
        """Hand each back to its author."""
        for revision in revisions:
            try:
                workflow.request_changes(
                    revision, by=self._reviewer(request), reply=self._reply(request)
                )
            except workflow.NotPossibleError:
                self._not_waiting(request, revision)
            else:
                told = gettext("“%(revision)s” goes back to its author.")
                messages.success(request, told % {"revision": revision})

    @admin.action(description=_("Refuse"), permissions=["review"])
    def refuse(self, request: HttpRequest, revisions: QuerySet[Revision]) -> None:
        """Say no to each."""
        for revision in revisions:
            try:
                workflow.refuse(revision, by=self._reviewer(request), reply=self._reply(request))
            except workflow.NotPossibleError:
                self._not_waiting(request, revision)
            else:
                told = gettext("“%(revision)s” is refused.")
                messages.success(request, told % {"revision": revision})

    def _not_waiting(self, request: HttpRequest, revision: Revision) -> None:
        told = gettext("“%(revision)s” does not wait for review.")
        messages.error(request, told % {"revision": revision})

    def _reply(self, request: HttpRequest) -> str:
        return request.POST.get("reply", "")

    def _reviewer(self, request: HttpRequest) -> User:
        assert isinstance(request.user, User)  # noqa: S101  # the admin lets nobody else in
        return request.user
