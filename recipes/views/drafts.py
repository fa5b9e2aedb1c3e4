"""One's own recipes: where each stands, and what becomes of a draft."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from recipes import comparison, prompts, workflow
from recipes import content as rules
from recipes.forms.editor import anchor_of
from recipes.models import FormerAddress, Recipe, Revision
from recipes.models.revision import Status
from recipes.naming import names_in
from recipes.wording import FIELDS, problem_in_words

View = Callable[[HttpRequest, int], HttpResponse]


def person(request: HttpRequest) -> User:
    """Give who asks; for views that only people who logged in reach."""
    assert isinstance(request.user, User)  # noqa: S101  # login_required lets nobody else in
    return request.user


def acts_on_a_draft(view: View) -> View:
    """Let people who logged in press a button; others log in, and find the list with its button.

    Not the address they sent: it answers nothing to the GET that follows logging in.
    """

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("recipes:mine"))
        return view(request, pk)

    return require_POST(guarded)


def draft_of(request: HttpRequest, pk: int) -> Revision:
    """Give the revision if who asks may write its recipe; to anybody else it does not exist."""
    mine = Revision.objects.editable_by(request.user)
    return get_object_or_404(mine.select_related("recipe", "author", "saved_by"), pk=pk)


# Mes recettes


@dataclass(frozen=True, slots=True)
class Line:
    """A recipe in the list: the revision that tells where it stands, and what it needs next."""

    recipe: Recipe
    revision: Revision
    needs: tuple[str, ...] = ()
    beside: tuple[Revision, ...] = ()
    """Other drafts of the same recipe."""

    @property
    def title(self) -> str:
        """What the revision calls it, where it is not public yet; the recipe's own else."""
        return self.revision.content.title or str(self.recipe)


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """A published recipe in the list: what it is asked next, who is changing it."""

    recipe: Recipe
    prompt: prompts.Prompt | None
    drafts: tuple[Revision, ...]
    waiting: tuple[Revision, ...]

    @property
    def is_asked(self) -> bool:
        """Say whether it is asked something now: nobody is writing or reviewing it."""
        return bool(self.prompt) and not self.drafts and not self.waiting


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what one may write, by where it stands, one's organisations' recipes among them.

    Two queries, whatever the number of recipes.
    """
    user = person(request)
    revisions = list(
        Revision.objects.editable_by(user)
        .not_public()
        .select_related("recipe__organisation", "author", "saved_by")
        .last_kept_first()
    )
    writing: dict[int, list[Revision]] = defaultdict(list)
    waiting: dict[int, list[Revision]] = defaultdict(list)
    for revision in revisions:
        if revision.status == Status.SUBMITTED:
            waiting[revision.recipe_id].append(revision)
        elif revision.is_open and not revision.archived_at:
            writing[revision.recipe_id].append(revision)

    def lines(*statuses: Status, archived: bool = False) -> list[Line]:
        return [
            Line(
                one.recipe,
                one,
                needs_of(one) if one.is_open else (),
                tuple(draft for draft in writing[one.recipe_id] if draft != one),
            )
            for one in revisions
            if one.status in statuses and bool(one.archived_at and one.is_open) == archived
        ]

    published = [
        PublishedLine(
            recipe,
            prompts.first_prompt(recipe.invitations or ()),  # type: ignore[attr-defined]  # annotated
            tuple(writing[recipe.pk]),
            tuple(waiting[recipe.pk]),
        )
        for recipe in Recipe.objects.editable_by(user)
        .published()
        .select_related("organisation")
        .annotate(invitations=F("rendered__parts__invitations"))
        .order_by("-updated_at", "-pk")
    ]
    context = {
        "changes_asked": lines(Status.CHANGES_REQUESTED),
        "drafts": lines(Status.DRAFT),
        "in_review": lines(Status.SUBMITTED),
        "published": published,
        "asked_first": next((line.recipe for line in published if line.is_asked), None),
        "closed": lines(Status.REFUSED, Status.WITHDRAWN),
        "archived": lines(Status.DRAFT, Status.CHANGES_REQUESTED, archived=True),
        "is_empty": not revisions and not published,
    }
    return render(request, "recipes/mine.html", context)


def needs_of(revision: Revision) -> tuple[str, ...]:
    """Name the parts still missing or wrong before it can be sent; no query."""
    fields = [problem.field for problem in rules.problems(revision.content)]
    fields += [name.partition("-")[0] for name in revision.unread]
    return tuple(str(FIELDS[name]) for name in dict.fromkeys(fields))


# Beginning to change a recipe


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def modify(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin to change a recipe, or go on; say to others whom it belongs to.

    A GET changes nothing: it says what is there already, and offers to go on. The address may
    name the part to write, as prompts do: `?partie=photos`.
    """
    user = person(request)
    recipe = Recipe.objects.visible_to(user).filter(slug=slug).first()
    if recipe is None:
        former = FormerAddress.objects.filter(recipe__in=Recipe.objects.visible_to(user))
        moved = get_object_or_404(former.select_related("recipe"), slug=slug)
        return redirect("recipes:modify", moved.recipe.slug)
    if not recipe.may_be_edited_by(user):
        if not recipe.is_published:
            raise Http404
        return render(request, "recipes/modify_theirs.html", {"recipe": recipe}, status=403)
    if request.method == "POST":
        draft = workflow.edit(recipe, author=user)
        asked = prompts.first_prompt(request.GET.getlist(prompts.PART))
        place = f"#{anchor_of(asked.part)}" if asked else ""
        return HttpResponseRedirect(reverse("recipes:edit", args=[draft.pk]) + place)
    revisions = recipe.revisions.select_related("author", "saved_by").last_kept_first()
    context = {
        "recipe": recipe,
        "drafts": revisions.open().in_use(),
        "waiting": revisions.waiting(),
    }
    return render(request, "recipes/modify.html", context)


# What becomes of a draft


@acts_on_a_draft
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a draft for review; what is missing is said in the editor."""
    revision = draft_of(request, pk)
    try:
        workflow.send(revision, by=person(request))
    except workflow.NotPublishableError as error:
        messages.error(request, _("Not sent yet: something is missing."))
        for words in in_words(error.problems):
            messages.error(request, words)
        return redirect("recipes:edit", pk)
    except workflow.NotPossibleError:
        return _is_elsewhere(request)
    return redirect("recipes:sent", pk)


def in_words(problems: Iterable[rules.Problem]) -> list[str]:
    """Say each problem after the name of its part."""
    named = _("%(what)s: %(words)s")
    return [
        named % {"what": capfirst(str(FIELDS[one.field])), "words": problem_in_words(one)}
        for one in problems
    ]


@never_cache
@login_required
@require_safe
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what happens next to a recipe sent for review: who reads it, how one will know.

    Once it is published, say so, and ask for the next part; the letter leads here.
    """
    revision = draft_of(request, pk)
    if revision.status == Status.ACCEPTED and revision.recipe.is_published:
        prompt = prompts.next_prompt(revision.content)
        return render(request, "recipes/accepted.html", {"revision": revision, "prompt": prompt})
    if revision.status != Status.SUBMITTED:
        return redirect("recipes:mine")
    return render(request, "recipes/sent.html", {"revision": revision})


@acts_on_a_draft
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft aside, or take back for good what waits for review; it stays listed."""
    revision = draft_of(request, pk)
    try:
        workflow.withdraw(revision)
    except workflow.NotPossibleError:
        return _is_elsewhere(request)
    messages.success(request, _("Withdrawn. It stays at the bottom of this page."))
    return redirect("recipes:mine")


@acts_on_a_draft
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with what was put away, sent, withdrawn or refused."""
    try:
        revision = workflow.resume(draft_of(request, pk), by=person(request))
    except workflow.NotPossibleError:
        return _is_elsewhere(request)
    return redirect("recipes:edit", revision.pk)


def _is_elsewhere(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("This recipe is no longer where you saw it: here is where it is."))
    return redirect("recipes:mine")


# Two texts of one recipe


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Show two texts of one recipe side by side, and keep the one chosen.

    Two drafts kept at once, or a draft and what was published since it was begun.
    """
    first, second = draft_of(request, pk), draft_of(request, other)
    if first.recipe_id != second.recipe_id or first == second:
        raise Http404
    if request.method == "POST":
        return _settle(request, first, second)
    pair = sorted((first, second), key=lambda one: (one.status != Status.ACCEPTED, one.pk))
    texts = pair[0].content, pair[1].content
    context = {
        "recipe": first.recipe,
        "pair": pair,
        "changes": comparison.compare(*texts, names_in(*texts)),
        "may_choose": all(one.is_open or one.status == Status.ACCEPTED for one in pair),
    }
    return render(request, "recipes/compare.html", context)


def _settle(request: HttpRequest, first: Revision, second: Revision) -> HttpResponse:
    texts = {str(first.pk): (first, second), str(second.pk): (second, first)}
    chosen = texts.get(request.POST.get("keep", ""))
    if chosen is None:
        return redirect("recipes:compare", first.pk, second.pk)
    kept, passed_over = chosen
    try:
        workflow.settle(kept, passed_over, by=person(request))
    except workflow.NotPossibleError:
        return _is_elsewhere(request)
    messages.success(request, _("Kept. The other text is not lost: it is among your recipes."))
    return redirect("recipes:edit", kept.pk) if kept.is_open else redirect("recipes:mine")
