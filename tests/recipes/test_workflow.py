"""The verbs: what the public sees follows from what was accepted, and from nothing else."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recipes import projection, workflow
from recipes.content import Ancestor, RecipeContent, Related, Section, Step
from recipes.models import (
    Catalogue,
    FormerAddress,
    Recipe,
    RenderedRecipe,
    Revision,
    SearchDocument,
)
from recipes.workflow import (
    BaseMovedError,
    NotPossibleError,
    NotPublishableError,
    accept,
    accept_reproduction,
    adapt,
    import_recipe,
    problems_with,
    rebuild_all,
    refuse,
    refuse_reproduction,
    request_changes,
    restore,
    revise,
    start,
    submit,
    unpublish,
    withdraw,
)
from tests.factories import (
    make_content,
    make_licence,
    make_organisation,
    make_recipe,
    make_reproduction,
    make_revision,
    make_territory,
    make_user,
    make_verdict,
)

pytestmark = pytest.mark.django_db
UUID_HERE = "0b6f3a52-7d0c-4a55-9f0e-2f6f3c1f8a11"
Status = Revision.Status


def said(content: RecipeContent) -> set[tuple[str, str]]:
    """Give the field and code of all that keeps `content` from being published."""
    return {(problem.field, problem.code) for problem in problems_with(content)}


# From a draft to the public


def test_recipe_begun_is_seen_by_its_author_only():
    alice, bob = make_user(), make_user(email="bob@example.org")
    reviewer = make_user(email="carole@example.org", is_staff=True)

    revision = start(make_content(), author=alice, message="Premier\njet" + "!" * 400)

    assert revision.number == 1
    assert revision.message == ("Premier jet" + "!" * 400)[:300]
    assert not revision.is_public
    assert str(revision.recipe) == "Un repair café"
    assert list(Recipe.objects.visible_to(alice)) == [revision.recipe]
    assert not Recipe.objects.visible_to(reviewer).exists()
    assert not Recipe.objects.visible_to(bob).exists()
    assert not Recipe.objects.published().exists()
    assert not SearchDocument.objects.exists()
    assert Catalogue.objects.version() == 0


def test_revision_accepted_is_published():
    recipe = make_recipe(published=False)
    revision = recipe.revisions.get()
    reviewer = make_user()
    day = datetime(2026, 5, 1, tzinfo=UTC)

    submit(revision, at=day)
    accept(revision, by=reviewer, at=day)

    recipe.refresh_from_db()
    assert list(Recipe.objects.published()) == [recipe]
    assert recipe.current == revision
    assert revision.is_public
    assert (revision.decided_by, revision.decided_at, recipe.published_at) == (reviewer, day, day)
    assert revision.recipe.is_published
    assert Catalogue.objects.version() == 1
    assert SearchDocument.objects.filter(recipe=recipe).exists()


def test_later_revision_replaces_the_earlier_and_the_day_of_publication_stays():
    recipe = make_recipe()
    first, published_at = recipe.current, recipe.published_at

    second = make_revision(recipe, why="Pour se rencontrer.")

    assert first is not None
    first.refresh_from_db()
    assert first.status == Status.SUPERSEDED
    assert (recipe.current, second.number, second.base) == (second, 2, first)
    assert recipe.published_at == published_at
    assert list(recipe.revisions.accepted().newest_first()) == [second, first]


def test_revision_begun_on_a_recipe_held_since_before_its_acceptance_does_not_unpublish_it():
    revision = start(make_recipe(published=False).revisions.get().content, author=None)
    held = Recipe.objects.get(pk=revision.recipe_id)
    submit(revision)
    accept(revision, by=None)

    later = revise(held, make_content(title="Autre"), author=None)

    assert Recipe.objects.get(pk=held.pk).is_published
    assert Recipe.objects.get(pk=held.pk).title == "Un repair café"
    assert later.base == revision


def test_draft_shows_in_the_row_what_its_latest_revision_says():
    recipe = make_recipe(published=False)

    revise(recipe, make_content(title="T" * 400, imported_from="x" * 600, licence="?"), author=None)

    recipe.refresh_from_db()
    assert recipe.title == "T" * 300
    assert recipe.imported_from == "x" * 500
    assert recipe.licence is None


def test_any_draft_can_be_kept_whatever_it_holds():
    odd = make_content(
        title="\x00" + "é" * 5_000,
        summary="s\x00" * 5_000,
        tags=("t" * 500, "!!!"),
        minutes=10**18,
        participants_max=10**30,
        language="x" * 500,
        organisation="o\x00" * 500,
        territories=("ville:\x00", "commune:" + "9" * 500),
        since="jamais" * 100,
        extra={"\x00clé": ["\x00", "\ud800"]},
        adapted_from=(Ancestor("a", "b", "c" * 500, "pas un identifiant", "javascript:x"),),
    )

    revision = start(odd, author=None)
    submit(revision)

    revision.refresh_from_db()
    assert revision.content == odd
    with pytest.raises(NotPublishableError, match="minutes: bad_duration"):
        accept(revision, by=None)
    assert not Recipe.objects.published().exists()


def test_content_at_its_bounds_is_published_on_this_database():
    make_organisation(name="o" * 160)
    organisation = "o" * 160
    fields: dict[str, Any] = {
        "title": "é" * 80,
        "tags": tuple(f"{'œ' * 48}{n}" for n in range(10, 22)),
        "minutes": 52_560_000,
        "setup_minutes": 52_560_000,
        "participants_min": 1_000_000,
        "participants_max": 1_000_000,
        "language": "fr-abcdefgh-abcdefgh-abcdefgh-abcde",
        "since": "2016-03-12",
        "credit": "c" * 500,
        "imported_from": "i" * 500,
        "organisation": organisation,
        "steps": (Step("s" * 2_000, "t" * 50_000),),
        "adapted_from": (Ancestor("a", "b", "CC-BY-SA-4.0", UUID_HERE, "https://example.org"),),
    }
    licence = make_licence(spdx_id="CC-BY-SA-4.0")
    make_verdict(from_licence=licence, to_licence=licence)

    recipe = make_recipe(**fields)

    assert recipe.language == fields["language"]
    assert recipe.organisation is not None
    assert recipe.adapted_from is None
    assert len(recipe.themes) == 12


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"territories": ("commune:99999",)}, ("territories", "unknown_territory")),
        ({"organisation": "inconnue"}, ("organisation", "unknown_organisation")),
        ({"licence": "Beerware"}, ("licence", "unknown_licence")),
        ({"licence": "CC-BY-NC-4.0"}, ("licence", "licence_not_free")),
        ({"title": ""}, ("title", "missing")),
    ],
)
def test_recipe_the_catalogue_cannot_vouch_for_stays_unpublished(changes, problem):
    make_licence(spdx_id="CC-BY-NC-4.0", is_free=False)
    revision = make_recipe(published=False).revisions.get()
    later = revise(revision.recipe, make_content(**changes), author=None)
    submit(later)

    with pytest.raises(NotPublishableError) as refused:
        accept(later, by=None)

    assert [(one.field, one.code) for one in refused.value.problems] == [problem]
    later.refresh_from_db()
    assert later.status == Status.SUBMITTED
    assert not Recipe.objects.published().exists()
    assert Catalogue.objects.version() == 0


def test_what_is_wrong_costs_five_queries_at_most(django_assert_max_num_queries):
    make_recipe()
    content = make_content(
        organisation="inconnue",
        territories=("commune:29019", "commune:1", "region:53"),
        adapted_from=tuple(Ancestor(f"a{n}", "b", "CC-BY-4.0") for n in range(5)),
    )

    with django_assert_max_num_queries(5):
        problems_with(content)


def test_publishing_costs_the_same_however_long_the_text():
    make_recipe()  # its words are known from here on
    costs = []
    for steps in (1, 40):
        revision = make_recipe(
            published=False,
            title=f"Un repair café {steps}",
            steps=(Step("Ouvrir", "Ouvrez la porte."),) * steps,
        ).revisions.get()
        submit(revision)
        with CaptureQueriesContext(connection) as queries:
            accept(revision, by=None)
        costs.append(len(queries))

    assert costs[0] == costs[1]


# Each verb from where it is allowed, and from nowhere else


VERBS: dict[str, Any] = {
    "submit": submit,
    "accept": lambda revision: accept(revision, by=None),
    "request_changes": lambda revision: request_changes(revision, by=None, reply="Dites-en plus."),
    "refuse": lambda revision: refuse(revision, by=None, reply="Dites-en plus."),
    "withdraw": withdraw,
}
ALLOWED = {
    Status.DRAFT: {"submit", "withdraw"},
    Status.SUBMITTED: {"accept", "request_changes", "refuse", "withdraw"},
    Status.CHANGES_REQUESTED: {"submit", "withdraw"},
    Status.ACCEPTED: set(),
    Status.SUPERSEDED: set(),
    Status.REFUSED: set(),
    Status.WITHDRAWN: set(),
}


@pytest.mark.parametrize("status", ALLOWED)
@pytest.mark.parametrize("name", VERBS)
def test_verb_is_possible_from_its_states_only(status, name):
    revision = make_recipe(published=False).revisions.get()
    Revision.objects.filter(pk=revision.pk).update(status=status)

    if name in ALLOWED[status]:
        VERBS[name](revision)
    else:
        with pytest.raises(NotPossibleError):
            VERBS[name](revision)
        assert Revision.objects.get(pk=revision.pk).status == status


@pytest.mark.parametrize("name", VERBS)
def test_second_of_two_reviewers_finds_it_decided(name):
    revision = make_recipe(published=False).revisions.get()
    submit(revision)
    held = Revision.objects.get(pk=revision.pk)
    accept(revision, by=None)

    with pytest.raises(NotPossibleError):
        VERBS[name](held)

    assert Revision.objects.get(pk=revision.pk).status == Status.ACCEPTED


def test_revision_sent_back_can_be_sent_again():
    revision = make_recipe(published=False).revisions.get()
    submit(revision)
    request_changes(revision, by=None, reply="Dites-en plus.")

    submit(revision)

    assert list(Revision.objects.all().waiting()) == [revision]


def test_waiting_revisions_come_the_longest_waiting_first():
    late, early = (make_recipe(published=False, title=title).revisions.get() for title in "ab")
    make_recipe(published=False, title="c")
    submit(late, at=datetime(2026, 5, 2, tzinfo=UTC))
    submit(early, at=datetime(2026, 5, 1, tzinfo=UTC))

    assert list(Revision.objects.all().waiting()) == [early, late]


# Two people at once


def test_second_of_two_from_one_base_is_told_and_nothing_is_overwritten():
    recipe = make_recipe()
    mine = revise(recipe, make_content(why="Le mien."), author=None)
    yours = revise(recipe, make_content(why="Le vôtre."), author=None)
    for revision in (mine, yours):
        submit(revision)
    accept(mine, by=None)

    with pytest.raises(BaseMovedError) as moved:
        accept(yours, by=None)

    assert moved.value.current == mine
    recipe.refresh_from_db()
    assert recipe.current == mine
    assert Revision.objects.get(pk=yours.pk).status == Status.SUBMITTED
    assert "Le mien." in RenderedRecipe.objects.get(recipe=recipe).parts["why"]


def test_second_of_two_is_accepted_by_whoever_saw_both():
    recipe = make_recipe()
    first = recipe.current
    mine = revise(recipe, make_content(why="Le mien."), author=None)
    yours = revise(recipe, make_content(why="Le vôtre."), author=None)
    for revision in (mine, yours):
        submit(revision)
    accept(mine, by=None)
    with pytest.raises(BaseMovedError):
        accept(yours, by=None, replaces=first)

    accept(yours, by=None, replaces=mine)

    recipe.refresh_from_db()
    assert recipe.current == yours
    assert Revision.objects.get(pk=mine.pk).status == Status.SUPERSEDED


def test_two_who_want_one_address_at_once_both_begin(monkeypatch):
    taken = make_recipe().slug
    free, answers = projection.free_slug, [taken]
    monkeypatch.setattr(
        projection, "free_slug", lambda *args: answers.pop() if answers else free(*args)
    )

    revision = start(make_content(), author=None)

    assert revision.recipe.slug == f"{taken}-2"


def test_identifier_taken_by_another_recipe_is_refused():
    make_recipe(identifier=UUID_HERE)

    with pytest.raises(IntegrityError), transaction.atomic():
        start(make_content(), author=None, identifier=UUID_HERE)

    assert Recipe.objects.count() == 1


# Taking back, restoring, adapting


def test_recipe_taken_from_public_view_keeps_its_revisions_and_comes_back():
    recipe = make_recipe(title="Un lavoir")
    version = Catalogue.objects.version()

    unpublish(recipe)
    unpublish(recipe)

    assert not Recipe.objects.published().exists()
    assert not SearchDocument.objects.exists()
    assert Catalogue.objects.version() == version + 1
    make_revision(recipe, why="Autre")
    assert list(Recipe.objects.published()) == [recipe]
    assert recipe.slug == "un-lavoir"


def test_taking_from_public_view_overwrites_nothing_accepted_meanwhile():
    recipe = make_recipe()
    held = Recipe.objects.get(pk=recipe.pk)
    later = make_revision(recipe, title="Autre titre")

    unpublish(held)

    recipe.refresh_from_db()
    assert (recipe.current, recipe.title, recipe.is_published) == (later, "Autre titre", False)


def test_suggestion_on_a_recipe_taken_from_public_view_leaves_its_row_alone():
    recipe = make_recipe(title="Un lavoir")
    unpublish(recipe)

    revise(recipe, make_content(title="Suggéré"), author=None)

    recipe.refresh_from_db()
    assert recipe.title == "Un lavoir"


def test_restoring_begins_a_revision_that_says_again_what_an_earlier_one_said():
    recipe = make_recipe(why="D’abord.")
    first = recipe.current
    assert first is not None
    second = make_revision(recipe, why="Ensuite.")

    again = restore(first, author=None, message="Comme avant")

    assert again.content == first.content
    assert (again.number, again.base, again.status) == (3, second, Status.DRAFT)


def test_adaptation_keeps_lineage_and_leaves_what_is_its_own_to_fill():
    make_organisation(name="Atelier")
    older = Ancestor("Aïeule", "Quelqu’un", "CC-BY-SA-4.0", url="https://example.org")
    licence = make_licence(spdx_id="CC-BY-SA-4.0")
    make_verdict(from_licence=licence, to_licence=licence)
    parent = make_recipe(
        organisation="atelier", tags=("vélo",), adapted_from=(older,), confirmed_on="2026-01-01"
    )
    author = make_user()

    revision = adapt(parent, author=author)

    content = revision.content
    assert content.adapted_from == (
        Ancestor("Un repair café", "Association de test", "CC-BY-SA-4.0", str(parent.uuid)),
        older,
    )
    left = (content.territories, content.credit, content.organisation, content.confirmed_on)
    assert left == ((), "", "", "")
    assert content.tags == ("vélo",)
    assert revision.base == parent.current
    assert revision.recipe != parent
    assert revision.recipe.owner == author


@pytest.mark.parametrize("once_published", [False, True])
def test_recipe_nobody_else_may_read_cannot_be_adapted(once_published):
    recipe = make_recipe(published=once_published)
    if once_published:
        unpublish(recipe)

    with pytest.raises(NotPossibleError):
        adapt(recipe, author=None)


def test_adaptation_accepted_leads_to_its_parent():
    licence = make_licence(spdx_id="CC-BY-SA-4.0")
    make_verdict(from_licence=licence, to_licence=licence)
    parent = make_recipe()
    draft = adapt(parent, author=None).recipe

    later = revise(
        draft,
        draft.revisions.get().content.replace(credit="Moi", territories=("commune:29019",)),
        author=None,
    )
    submit(later)
    accept(later, by=None)

    draft.refresh_from_db()
    assert draft.adapted_from == parent
    assert list(parent.adaptations.published()) == [draft]


def adapted(parent: str, licence: str) -> RecipeContent:
    """Give a content under `licence`, adapted from one under `parent`."""
    return make_content(licence=licence, adapted_from=(Ancestor("L’aînée", "Elle", parent),))


def test_licences_of_ancestors_decide_what_an_adaptation_may_be_under():
    make_territory()
    by, alike, data, closed = (
        make_licence(spdx_id=spdx_id) for spdx_id in ("CC-BY-4.0", "CC-BY-SA-4.0", "ODbL-1.0", "X")
    )
    make_verdict(from_licence=by, to_licence=alike)
    make_verdict(from_licence=alike, to_licence=by, allowed="no")
    make_verdict(from_licence=data, to_licence=by, allowed="conditional", note="Nommez la base.")

    assert said(adapted(by.pk, alike.pk)) == set()
    assert said(adapted(alike.pk, by.pk)) == {("licence", "licence_forbidden_by_parent")}
    assert said(adapted(by.pk, closed.pk)) == {("licence", "licence_forbidden_by_parent")}
    assert said(adapted(data.pk, by.pk)) == {("licence", "licence_condition_of_parent")}
    assert problems_with(adapted(data.pk, by.pk), conditions_confirmed=True) == []
    (problem,) = problems_with(adapted(data.pk, by.pk))
    assert problem.values["condition"] == "Nommez la base."


def test_every_ancestor_has_to_allow_the_licence():
    make_territory()
    by, alike = make_licence(spdx_id="CC-BY-4.0"), make_licence(spdx_id="CC-BY-SA-4.0")
    make_verdict(from_licence=by, to_licence=by)
    make_verdict(from_licence=alike, to_licence=by, allowed="no")
    content = make_content(
        licence=by.pk, adapted_from=(Ancestor("a", "A", by.pk), Ancestor("b", "B", alike.pk))
    )

    (problem,) = problems_with(content)

    assert problem.values["title"] == "b"


def test_licence_on_a_condition_is_published_once_somebody_confirms_it():
    make_territory()
    data, by = make_licence(spdx_id="ODbL-1.0"), make_licence(spdx_id="CC-BY-4.0")
    make_verdict(from_licence=data, to_licence=by, allowed="conditional", note="Nommez la base.")
    revision = start(adapted(data.pk, by.pk), author=None)
    submit(revision)
    with pytest.raises(NotPublishableError):
        accept(revision, by=None)

    accept(revision, by=None, conditions_confirmed=True)

    assert Recipe.objects.published().count() == 1


# Reproductions


def test_reproduction_accepted_counts_once_and_refused_never():
    recipe = make_recipe()
    shown, hidden = (make_reproduction(recipe, accepted=False) for _ in range(2))
    version = Catalogue.objects.version()

    accept_reproduction(shown)
    refuse_reproduction(hidden)
    for decided in (shown, hidden):
        for verb in (accept_reproduction, refuse_reproduction):
            with pytest.raises(NotPossibleError):
                verb(decided)

    recipe.refresh_from_db()
    assert recipe.reproduction_count == 1
    assert list(recipe.reproductions.accepted()) == [shown]
    assert Catalogue.objects.version() == version + 1
    assert str(shown) == "Un repair café · Brest"


# Import


def bring(content: RecipeContent, *, publish: bool = True) -> workflow.ImportOutcome:
    return import_recipe(content, identifier=UUID_HERE, publish=publish)


def test_recipe_imported_is_created_then_unchanged_then_revised():
    make_licence(spdx_id="CC-BY-SA-4.0")
    make_territory()

    outcomes = [
        bring(make_content()),
        bring(make_content()),
        bring(make_content(why="Autrement.")),
        bring(make_content(why="Autrement.")),
    ]

    assert [done.outcome for done in outcomes] == ["created", "unchanged", "revised", "unchanged"]
    assert all(done.published and not done.problems for done in outcomes)
    recipe = Recipe.objects.get()
    assert recipe.uuid == UUID(UUID_HERE)
    assert recipe.revisions.count() == 2


def test_recipe_imported_with_something_wrong_waits_and_is_published_once_it_is_mended():
    make_licence(spdx_id="CC-BY-SA-4.0")
    first = bring(make_content())
    assert not first.published
    assert [problem.code for problem in first.problems] == ["unknown_territory"]
    assert first.revision.status == Status.SUBMITTED
    make_territory()

    again = bring(make_content())

    assert (again.outcome, again.published) == ("accepted", True)
    assert Revision.objects.count() == 1


def test_recipe_imported_without_publishing_waits_for_review():
    make_recipe(title="Déjà là")

    done = bring(make_content(), publish=False)

    assert not done.published
    assert list(Revision.objects.all().waiting()) == [done.revision]


def test_recipe_imported_again_leaves_the_draft_of_somebody_else_alone():
    recipe = make_recipe(identifier=UUID_HERE)
    draft = revise(recipe, make_content(why="Pas fini"), author=make_user())

    same = bring(make_content())
    other = bring(make_content(why="Pas fini"), publish=False)

    assert same.outcome == "unchanged"
    assert other.outcome == "revised"
    assert Revision.objects.get(pk=draft.pk).status == Status.DRAFT


def test_recipe_taken_from_public_view_is_not_published_again_by_the_same_import():
    unpublish(make_recipe(identifier=UUID_HERE))

    done = bring(make_content())

    assert (done.outcome, done.published) == ("unchanged", False)
    assert not Recipe.objects.published().exists()


# Everything derived, made again


def everything_derived() -> dict[str, Any]:
    """Give all derived rows as plain data."""
    return {
        "recipes": list(Recipe.objects.order_by("pk").values()),
        "rendered": list(RenderedRecipe.objects.order_by("pk").values()),
        "documents": list(SearchDocument.objects.order_by("pk").values()),
        "territories": sorted(
            Recipe.territories.through.objects.values_list("recipe", "territory")
        ),
        "tags": sorted(Recipe.objects.exclude(tags=None).values_list("pk", "tags__slug")),
        "former": sorted(FormerAddress.objects.values_list("slug", "recipe")),
    }


def test_rebuilding_changes_nothing_then_mends_what_was_spoilt_by_hand():
    make_organisation(name="Atelier")
    recipe = make_recipe(
        title="Un lavoir", tags=("Vélo", "eau"), organisation="atelier", minutes=90
    )
    draft = make_recipe(published=False, title="Un brouillon")
    hidden = make_recipe(title="Un secret")
    unpublish(hidden)
    make_reproduction(recipe)
    before = everything_derived()
    assert [one.pk for one in rebuild_all()] == [recipe.pk, draft.pk, hidden.pk]
    assert everything_derived() == before
    version = Catalogue.objects.version()

    Recipe.objects.update(
        title="gâté", summary="", minutes=1, duration_band="", reproduction_count=9
    )
    Recipe.objects.update(themes=[], places=[], main_theme="", organisation=None)
    RenderedRecipe.objects.update(parts={})
    SearchDocument.objects.all().delete()
    recipe.territories.clear()
    recipe.tags.clear()
    Recipe.objects.filter(pk=draft.pk).update(minutes=None)
    list(rebuild_all())

    after = everything_derived()
    for rows in (before, after):
        rows["recipes"][1]["duration_band"] = rows["recipes"][1]["minutes"] = None
    assert after == before
    assert Catalogue.objects.version() == version + 1


def test_rebuilding_keeps_what_was_accepted_while_it_went_on():
    first, second = make_recipe(title="A"), make_recipe(title="B")
    going = iter(rebuild_all())
    assert next(going) == first

    later = make_revision(second, title="C")
    list(going)

    second.refresh_from_db()
    assert (second.current, second.title) == (later, "C")


def test_rebuilding_passes_over_a_recipe_deleted_meanwhile():
    first, second = make_recipe(title="A"), make_recipe(title="B", published=False)
    going = iter(rebuild_all())
    next(going)
    Recipe.objects.filter(pk=second.pk).delete()

    assert list(going) == []
    assert first.title == "A"


# Any sequence of verbs


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(st.sampled_from(["revise", "restore", "unpublish", *VERBS]), st.integers(0, 5)),
        max_size=14,
    )
)
def test_no_sequence_of_verbs_shows_a_text_that_was_not_accepted(steps):
    with transaction.atomic():
        recipe = make_recipe(published=False, why="Secret0")
        for count, (name, which) in enumerate(steps, start=1):
            revisions = list(recipe.revisions.order_by("number"))
            revision = revisions[which % len(revisions)]
            try:
                if name == "revise":
                    revise(
                        recipe, make_content(title=f"T{count}", why=f"Secret{count}"), author=None
                    )
                elif name == "restore":
                    restore(revision, author=None)
                elif name == "unpublish":
                    unpublish(recipe)
                else:
                    VERBS[name](revision)
            except (NotPossibleError, BaseMovedError):
                pass
            recipe = Recipe.objects.get(pk=recipe.pk)
            assert_only_the_accepted_is_shown(recipe)
        before = everything_derived()
        list(rebuild_all())
        assert everything_derived() == before
        transaction.set_rollback(True)


def assert_only_the_accepted_is_shown(recipe: Recipe) -> None:
    revisions = list(recipe.revisions.order_by("number"))
    accepted = [one for one in revisions if one.status == Status.ACCEPTED]
    assert [one.number for one in revisions] == list(range(1, len(revisions) + 1))
    assert accepted == ([recipe.current] if recipe.current else [])
    shown = SearchDocument.objects.filter(recipe=recipe).first()
    assert (shown is not None) == recipe.is_published
    if recipe.is_published:
        (current,) = accepted
        assert recipe.title == current.content.title
        page = RenderedRecipe.objects.get(recipe=recipe).parts["why"]
        assert page == f"<p>{current.content.why}</p>"
        assert shown is not None
        assert shown.plain.startswith(current.content.why)


def test_content_with_every_part_is_published():
    recipe = make_recipe(
        related=(Related("", "Un titre"),), sections=(Section("Autre", "*texte*"),), ease=3
    )

    assert recipe.rendered.parts["sections"] == [
        {"heading": "Autre", "html": "<p><em>texte</em></p>"}
    ]
    assert recipe.rendered.parts["related"] == [{"identifier": "", "title": "Un titre"}]
