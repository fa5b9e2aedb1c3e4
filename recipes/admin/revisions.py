"""The queue: what waits for review, what changed, and the verbs to decide."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recipes import comparison, workflow
from recipes.admin.derived import ReadOnlyAdmin
from recipes.content import RecipeContent
from recipes.models import Revision
from recipes.naming import names_in
from recipes.wording import FIELDS, problem_in_words

_KEPT, _QUEUE = "words_to_authors", "queue"
"""Where the session keeps words that no decision carried, by page: that of the queue, that of two
texts by the key of the revision."""
_ELEMENTS = {comparison.SAME: "span", comparison.GONE: "del", comparison.NEW: "ins"}


class DecisionForm(ActionForm):
    """What a reviewer says with a decision; the author reads it by e-mail and on the site."""

    reply = forms.CharField(
        label=_("Your words to the author:"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 28}),
    )


def changes_between(before: Revision | None, after: Revision) -> SafeString:
    """Draw the words that went and came, part by part; where nothing was before, all came.

    Four queries.
    """
    texts = before.content if before else RecipeContent(), after.content
    parts = []
    for change in comparison.compare(*texts, names_in(*texts)):
        words = format_html_join(
            "",
            "<{0}>{1}</{0}>",
            ((_ELEMENTS[piece.what], piece.text) for piece in change.pieces),
        )
        in_lines = mark_safe(words.replace("\n", "<br>"))  # noqa: S308  # escaped just above
        parts.append((capfirst(str(change.label)), in_lines))
    return format_html_join("", "<h3>{}</h3><p>{}</p>", parts)


def _waits_beside_another(revision: Revision) -> bool:
    """Say whether accepting it would pass over what was published since it was begun."""
    current = revision.recipe.current_id
    waits = revision.status == Revision.Status.SUBMITTED
    return waits and current is not None and revision.base_id != current


def _comparison_of(revision: Revision) -> str:
    return reverse("admin:recipes_revision_compare", args=[revision.pk])


def _number(told: str | None) -> int:
    return int(told) if told and told.isdecimal() and len(told) < 19 else 0


class StatusFilter(admin.SimpleListFilter):
    """Those that wait for review, unless others are asked for or something is searched."""

    title = _("status")
    parameter_name = "status"
    ALL = "all"

    def __init__(self, request: HttpRequest, *told: Any) -> None:
        self.waiting_only = not request.GET.get("q")
        # What was ticked in a list is acted upon: another reviewer may have decided meanwhile.
        self.names_rows = request.method == "POST" and request.POST.get("select_across") != "1"
        super().__init__(request, *told)

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Name the statuses, that of what is to be read first."""
        waiting = Revision.Status.SUBMITTED
        others = [(one.value, str(one.label)) for one in Revision.Status if one != waiting]
        return [(waiting.value, gettext("to be reviewed")), (self.ALL, gettext("all")), *others]

    def value(self) -> str:
        """Give the status asked for."""
        asked = super().value()
        return asked or (Revision.Status.SUBMITTED.value if self.waiting_only else self.ALL)

    def queryset(self, _request: HttpRequest, revisions: QuerySet[Revision]) -> QuerySet[Revision]:
        """Keep those of the status asked for."""
        if self.names_rows or self.value() == self.ALL:
            return revisions
        return revisions.filter(status=self.value())

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Offer each status; there is no choice without one."""
        _everything, *offered = super().choices(changelist)
        yield from offered


LONGEST_TITLE = 80
"""Characters of a title, or of what is said of a change, in the list."""


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin[Revision]):
    """Every revision sent for review; those waiting come first, the longest waiting on top."""

    list_display = ("title", "number", "status", "writer", "submitted_at", "what_changes")
    list_filter = (StatusFilter,)
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
        "decided_at", "reply", "message", "what_is_wrong", "what_was_published_since",
        "what_changed",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        """Leave out what was never sent, withdrawn or not: nobody but its author reads it."""
        return super().get_queryset(request).filter(submitted_at__isnull=False)

    # As methods: Django never wraps the columns of related rows.

    @admin.display(description=_("recipe"), ordering="recipe__title")
    def title(self, revision: Revision) -> str:
        """Give the recipe's title, cut where it would push the rest away."""
        return Truncator(str(revision.recipe)).chars(LONGEST_TITLE)

    @admin.display(description=_("author"), ordering="author__name")
    def writer(self, revision: Revision) -> str:
        """Give who wrote it."""
        return Truncator(str(revision.author or "")).chars(LONGEST_TITLE // 2) or "-"

    @admin.display(description=_("what changes"))
    def what_changes(self, revision: Revision) -> str:
        """Give its author's words."""
        return Truncator(revision.message).chars(LONGEST_TITLE)

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
        return changes_between(revision.base, revision)

    @admin.display(description=_("published since it was begun"))
    def what_was_published_since(self, revision: Revision) -> SafeString | str:
        """Lead to both texts side by side, where another revision was accepted meanwhile."""
        if not _waits_beside_another(revision):
            return gettext("Nothing: no other text is passed over.")
        return format_html(
            '<a href="{}">{}</a>',
            _comparison_of(revision),
            gettext("Another revision: read both before you decide."),
        )

    def is_on_site(self, row: Revision) -> bool:
        """Say whether the recipe's public history has it."""
        return row.is_public and row.recipe.is_published

    # Deciding

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the queue; words typed for a decision that was not made are there again, once."""
        if request.method == "POST":
            self._keep_words(request, _QUEUE)  # until all is decided: no row may be ticked
            return super().changelist_view(request, extra_context)
        response = super().changelist_view(request, extra_context)
        if isinstance(response, TemplateResponse) and (words := self._kept_words(request, _QUEUE)):
            shown: Any = response.context_data
            if shown["action_form"]:
                shown["action_form"].initial["reply"] = words
        return response

    def _keep_words(self, request: HttpRequest, page: str) -> None:
        if reply := self._reply(request):
            kept = request.session.get(_KEPT, {})
            request.session[_KEPT] = {**kept, page: reply}

    def _forget_words_if(self, request: HttpRequest, done: Sequence[bool]) -> None:
        """Forget the words that all the rows ticked were decided with; there may be none left."""
        if done and all(done):
            self._kept_words(request, _QUEUE)

    def _kept_words(self, request: HttpRequest, page: str) -> str:
        """Give the words kept for a page, and forget them."""
        kept = request.session.get(_KEPT, {})
        if page not in kept:
            return ""
        request.session.modified = True
        return str(kept.pop(page))

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
        done = [
            self._accept_one(request, one, conditions_confirmed=conditions_confirmed)
            for one in revisions.order_by("submitted_at", "pk")
        ]
        self._forget_words_if(request, done)

    def _accept_one(
        self,
        request: HttpRequest,
        revision: Revision,
        *,
        conditions_confirmed: bool,
        replaces: Revision | None = None,
    ) -> bool:
        """Accept one if it can be, and say so, or else why not."""
        try:
            workflow.accept(
                revision,
                by=self._reviewer(request),
                replaces=replaces,
                conditions_confirmed=conditions_confirmed,
                reply=self._reply(request),
            )
        except workflow.NotPossibleError:
            self._not_waiting(request, revision)
            return False
        except workflow.BaseMovedError:
            self._keep_words(request, str(revision.pk))
            told = gettext("%(revision)s: another one was accepted since it was begun.")
            words = format_html(
                '{} <a href="{}">{}</a>',
                told % {"revision": revision},
                _comparison_of(revision),
                gettext("Read both before you decide."),
            )
        except workflow.NotPublishableError as error:
            named = gettext("%(what)s: %(words)s")
            problems = [
                named % {"what": FIELDS[one.field], "words": problem_in_words(one)}
                for one in error.problems
            ]
            words = format_html("{}", named % {"what": revision, "words": " ".join(problems)})
        else:
            told = gettext("%(revision)s is published.")
            messages.success(request, told % {"revision": revision})
            return True
        messages.error(request, words)
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the page where a reviewer reads both texts."""
        compare = self.admin_site.admin_view(self.compare_view)
        return [
            path("<int:pk>/comparer/", compare, name="recipes_revision_compare"),
            *super().get_urls(),
        ]

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Show what was published meanwhile and what is proposed; let it be accepted all the same.

        Accepting names the published revision that was shown: if yet another one was accepted
        while the reviewer read, nothing is replaced and the page is shown again with that one.
        """
        if not self.has_review_permission(request):
            raise PermissionDenied
        found = self.get_queryset(request).select_related("recipe__current", "base")
        revision = get_object_or_404(found, pk=pk)
        if request.method == "POST":
            shown = revision.recipe.revisions.filter(pk=_number(request.POST.get("replaces")))
            done = self._accept_one(
                request,
                revision,
                conditions_confirmed="conditions" in request.POST,
                replaces=shown.first(),
            )
            if not done:
                self._keep_words(request, str(revision.pk))
            there = "admin:recipes_revision_changelist" if done else _comparison_of(revision)
            return redirect(there)
        current = revision.recipe.current
        if current is None or not _waits_beside_another(revision):
            return redirect("admin:recipes_revision_change", revision.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Two texts of one recipe"),
            "opts": self.opts,
            "revision": revision,
            "current": current,
            "meanwhile": changes_between(revision.base, current),
            "proposed": changes_between(revision.base, revision),
            "outcome": changes_between(current, revision),
            "reply": self._kept_words(request, str(revision.pk)),
            "reply_label": DecisionForm.base_fields["reply"].label,
        }
        return TemplateResponse(request, "admin/recipes/revision/compare.html", context)

    @admin.action(description=_("Ask for changes"), permissions=["review"])
    def request_changes(self, request: HttpRequest, revisions: QuerySet[Revision]) -> None:
        """Hand each back to its author, in words."""
        told = gettext("%(revision)s goes back to its author.")
        self._hand_back(request, revisions, workflow.request_changes, told)

    @admin.action(description=_("Refuse"), permissions=["review"])
    def refuse(self, request: HttpRequest, revisions: QuerySet[Revision]) -> None:
        """Say no to each, in words."""
        told = gettext("%(revision)s is refused.")
        self._hand_back(request, revisions, workflow.refuse, told)

    def _hand_back(
        self,
        request: HttpRequest,
        revisions: QuerySet[Revision],
        decide: Callable[..., None],
        told: str,
    ) -> None:
        if not self._has_words(request):
            return
        done = []
        for revision in revisions:
            try:
                decide(revision, by=self._reviewer(request), reply=self._reply(request))
            except workflow.NotPossibleError:
                self._not_waiting(request, revision)
                done.append(False)
            else:
                messages.success(request, told % {"revision": revision})
                done.append(True)
        self._forget_words_if(request, done)

    def _has_words(self, request: HttpRequest) -> bool:
        """Say whether the reviewer wrote anything, and ask for it otherwise."""
        if self._reply(request):
            return True
        messages.error(
            request,
            gettext(
                "Nothing was decided: write to the author first, in “Your words to the author”,"
                " what to change or why it is refused."
            ),
        )
        return False

    def _not_waiting(self, request: HttpRequest, revision: Revision) -> None:
        told = gettext("%(revision)s does not wait for review.")
        messages.error(request, told % {"revision": revision})

    def _reply(self, request: HttpRequest) -> str:
        return request.POST.get("reply", "").strip()

    def _reviewer(self, request: HttpRequest) -> User:
        assert isinstance(request.user, User)  # noqa: S101  # the admin lets nobody else in
        return request.user
