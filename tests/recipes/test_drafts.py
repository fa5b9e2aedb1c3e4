"""Drafts: who writes them, what becomes of two texts kept at once, what is never lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from recipes import workflow
from recipes.content import RecipeContent
from recipes.models import Recipe, Revision
from recipes.workflow import NotPossibleError, NotPublishableError, NotYoursError
from tests.factories import (
    content_of,
    make_content,
    make_licence,
    make_membership,
    make_organisation,
    make_recipe,
    make_revision,
    make_territory,
    make_user,
)

pytestmark = pytest.mark.django_db
Status = Revision.Status


def make_draft(*, author=None, **fields):
    return workflow.start(make_content(**fields), author=author)


def make_member(organisation, *, email="bob@example.org"):
    user = make_user(email=email, name=email.partition("@")[0].capitalize())
    make_membership(user=user, organisation=organisation)
    return user


# Who may write, and who sees


def test_draft_never_sent_is_seen_by_nobody_but_those_who_may_write_it():
    organisation = make_organisation()
    member = make_member(organisation)
    alice = make_user()
    make_membership(user=alice, organisation=organisation)
    stranger = make_member(make_organisation(name="Ailleurs"), email="charlie@example.org")
    reviewer = make_user(email="carole@example.org", is_staff=True)
    recipe = make_draft(author=alice, organisation=organisation.slug).recipe

    seeing = [user for user in (alice, member, stranger, reviewer) if recipe in seen_by(user)]
    writing = [u for u in (alice, member, stranger, reviewer) if recipe.may_be_edited_by(u)]

    assert seeing == writing == [alice, member]


def seen_by(user):
    return Recipe.objects.visible_to(user)


def test_draft_sent_for_review_is_seen_by_reviewers_who_may_not_write_it():
    reviewer = make_user(email="carole@example.org", is_staff=True)
    revision = make_draft(author=make_user())

    workflow.submit(revision)

    assert list(seen_by(reviewer)) == [revision.recipe]
    assert not Recipe.objects.editable_by(reviewer).exists()
    assert not Revision.objects.editable_by(reviewer).exists()


def test_recipe_taken_back_from_review_is_hidden_from_reviewers_again():
    alice, reviewer = make_user(), make_user(email="carole@example.org", is_staff=True)
    revision = make_draft(author=alice)
    workflow.submit(revision)

    taken_back = workflow.resume(revision, by=alice)

    assert taken_back == revision
    assert (revision.status, revision.submitted_at) == (Status.DRAFT, None)
    assert not seen_by(reviewer).exists()


def test_recipe_is_listed_once_for_who_owns_it_and_is_in_its_organisation():
    organisation = make_organisation()
    member = make_member(organisation)
    recipe = make_draft(author=member, organisation=organisation.slug).recipe
    workflow.revise(recipe, make_content(organisation=organisation.slug), author=member)

    assert list(Recipe.objects.editable_by(member)) == [recipe]
    assert list(seen_by(member)) == [recipe]
    assert Revision.objects.open_for(member).count() == 2


# Which organisation


def test_recipe_cannot_be_given_to_an_organisation_one_is_not_in():
    organisation, other = make_organisation(), make_organisation(name="Ailleurs")
    member = make_member(organisation)
    content = make_content(organisation=organisation.slug)

    stolen = workflow.start(content.replace(organisation=other.slug), author=member)
    mine = workflow.start(content, author=member)
    moved = workflow.save_draft(
        mine, content.replace(organisation=other.slug, why="Autre"), by=member, seen=1
    )
    revised = workflow.revise(mine.recipe, content.replace(organisation=other.slug), author=member)

    assert stolen.content.organisation == ""
    assert moved.content == content.replace(why="Autre")
    assert revised.content.organisation == organisation.slug


def test_organisation_that_is_there_stays_for_who_is_no_longer_in_it():
    organisation = make_organisation()
    alice = make_user()
    membership = make_membership(user=alice, organisation=organisation)
    draft = make_draft(author=alice, organisation=organisation.slug)
    membership.delete()

    kept = workflow.save_draft(
        draft, draft.content.replace(why="Autre"), by=alice, seen=draft.edition
    )

    assert kept.content.organisation == organisation.slug


def test_only_whom_a_recipe_belongs_to_takes_it_from_its_organisation():
    organisation = make_organisation()
    alice, member = make_user(), make_member(organisation)
    make_membership(user=alice, organisation=organisation)
    draft = make_draft(author=alice, organisation=organisation.slug)
    alone = draft.content.replace(organisation="")

    after_member = workflow.save_draft(draft, alone, by=member, seen=1).content.organisation
    after_owner = workflow.save_draft(draft, alone, by=alice, seen=draft.edition)

    assert after_member == organisation.slug
    assert after_owner.content.organisation == ""
    assert not draft.recipe.may_be_edited_by(member)


def test_member_does_not_carry_a_recipe_off_to_another_organisation_of_theirs():
    organisation, pirates = make_organisation(), make_organisation(name="Pirates")
    alice, member = make_user(), make_member(organisation)
    make_membership(user=member, organisation=pirates, manages=True)
    make_membership(user=alice, organisation=organisation)
    make_membership(user=alice, organisation=pirates)
    draft = make_draft(author=alice, organisation=organisation.slug)
    away = draft.content.replace(organisation=pirates.slug)

    after_member = workflow.save_draft(draft, away, by=member, seen=1).content.organisation
    after_owner = workflow.save_draft(draft, away, by=alice, seen=draft.edition)

    assert after_member == organisation.slug
    assert after_owner.content.organisation == pirates.slug


def test_recipe_of_nobody_is_handed_over_by_who_manages_its_organisation():
    organisation, heirs = make_organisation(), make_organisation(name="Héritiers")
    member, manager = make_member(organisation), make_user(email="mona@example.org")
    make_membership(user=manager, organisation=organisation, manages=True)
    for user in (member, manager):
        make_membership(user=user, organisation=heirs)
    draft = make_draft(author=manager, organisation=organisation.slug)
    Recipe.objects.update(owner=None)
    away = draft.content.replace(organisation=heirs.slug)

    after_member = workflow.save_draft(draft, away, by=member, seen=1).content.organisation
    after_manager = workflow.save_draft(draft, away, by=manager, seen=draft.edition)

    assert after_member == organisation.slug
    assert after_manager.content.organisation == heirs.slug


def test_recipe_of_another_organisation_is_imported_by_the_system():
    organisation = make_organisation()
    identifier = "0b6f3a52-7d0c-4a55-9f0e-2f6f3c1f8a11"
    content = make_content(organisation=organisation.slug)

    workflow.import_recipe(content, identifier=identifier, author=make_user())
    again = workflow.import_recipe(
        content.replace(why="Autre"), identifier=identifier, author=make_user(email="b@example.org")
    )

    assert again.revision.content.organisation == organisation.slug


# Kept again and again


def test_draft_written_over_is_its_next_edition():
    alice = make_user()
    draft = make_draft(author=alice)
    before = draft.saved_at - timedelta(days=1)
    Revision.objects.filter(pk=draft.pk).update(
        saved_at=before, announced_at=before, archived_at=before
    )

    kept = workflow.save_draft(
        draft, make_content(title="Autre"), by=alice, seen=1, unread={"minutes": "deux\x00 h"}
    )

    kept.refresh_from_db()
    assert kept == draft
    assert (kept.content.title, kept.edition, kept.unread) == ("Autre", 2, {"minutes": "deux h"})
    assert kept.saved_at > before
    assert kept.announced_at is kept.archived_at is None
    assert Recipe.objects.get().title == "Autre"
    assert Revision.objects.count() == 1


def test_draft_of_a_published_recipe_changes_nothing_that_is_published():
    alice = make_user()
    recipe = make_recipe(author=alice)
    draft = workflow.edit(recipe, author=alice)

    workflow.save_draft(draft, make_content(title="Autre"), by=alice, seen=1)

    assert Recipe.objects.get().title == "Un repair café"
    assert content_of(Recipe.objects.get()).title == "Un repair café"


def test_same_text_kept_again_is_no_new_edition_whatever_was_seen():
    alice = make_user()
    draft = make_draft(author=alice)

    kept = workflow.save_draft(draft, draft.content, by=alice, seen=99)

    assert (kept, kept.edition) == (draft, 1)
    assert Revision.objects.count() == 1


def test_text_kept_after_somebody_elses_stands_beside_it():
    organisation = make_organisation()
    alice, bob = make_user(), make_member(organisation)
    make_membership(user=alice, organisation=organisation)
    draft = make_draft(author=alice, organisation=organisation.slug)
    theirs, mine = draft.content.replace(why="Celui de Bob"), draft.content.replace(why="Le mien")

    workflow.save_draft(draft, theirs, by=bob, seen=1)
    beside = workflow.save_draft(draft, mine, by=alice, seen=1, unread={"minutes": "x"})
    again = workflow.save_draft(draft, mine, by=alice, seen=1, unread={"minutes": "x"})

    draft.refresh_from_db()
    assert beside == again != draft
    assert (draft.content, draft.edition) == (theirs, 2)
    assert (beside.content, beside.unread, beside.author) == (mine, {"minutes": "x"}, alice)
    assert (beside.recipe, beside.base, beside.status) == (draft.recipe, draft.base, Status.DRAFT)
    assert Revision.objects.count() == 2


@pytest.mark.parametrize("ending", ["submit", "withdraw"])
def test_text_typed_while_the_draft_was_sent_or_withdrawn_is_kept_beside_it(ending):
    alice = make_user()
    draft = make_draft(author=alice)
    said = draft.content
    getattr(workflow, ending)(draft)

    beside = workflow.save_draft(draft, said.replace(why="Plus"), by=alice, seen=1)

    draft.refresh_from_db()
    assert draft.content == said
    assert (beside.content.why, beside.is_open) == ("Plus", True)


def test_text_typed_while_the_draft_was_published_starts_from_it():
    alice = make_user()
    recipe = make_recipe(author=alice)
    published = recipe.current
    assert published is not None

    beside = workflow.save_draft(published, make_content(why="Plus"), by=alice, seen=1)

    published.refresh_from_db()
    assert published.content == make_content()
    assert beside.base == published
    assert not beside.is_behind


def test_what_was_asked_to_change_is_kept_as_such_and_sent_again():
    alice = make_user()
    draft = complete_draft(author=alice)
    workflow.submit(draft)
    workflow.request_changes(draft, by=None, reply="Dites-en plus.")

    workflow.save_draft(draft, draft.content.replace(why="Mieux"), by=alice, seen=1)
    between = draft.status
    workflow.send(draft, by=alice)

    assert (between, draft.status) == (Status.CHANGES_REQUESTED, Status.SUBMITTED)


def complete_draft(*, author):
    make_licence(spdx_id="CC-BY-SA-4.0")
    make_territory()
    return make_draft(author=author)


def test_nobody_else_writes_sends_or_takes_up_a_draft():
    draft = make_draft(author=make_user())
    stranger = make_user(email="charlie@example.org", is_staff=True)

    for verb in (
        lambda: workflow.save_draft(draft, RecipeContent(), by=stranger, seen=1),
        lambda: workflow.edit(draft.recipe, author=stranger),
        lambda: workflow.send(draft, by=stranger),
        lambda: workflow.resume(draft, by=stranger),
        lambda: workflow.settle(draft, draft, by=stranger),
    ):
        with pytest.raises(NotYoursError):
            verb()

    draft.refresh_from_db()
    assert (draft.content, draft.status) == (make_content(), Status.DRAFT)
    assert Revision.objects.count() == 1


# Going on


def test_editing_goes_on_with_ones_own_draft_rather_than_a_later_one_of_the_organisation():
    organisation = make_organisation()
    alice, bob = make_user(), make_member(organisation)
    make_membership(user=alice, organisation=organisation)
    recipe = make_recipe(author=alice, organisation=organisation.slug)
    mine = workflow.edit(recipe, author=alice)
    theirs = workflow.revise(recipe, content_of(recipe), author=bob)

    assert workflow.edit(recipe, author=alice) == mine
    assert workflow.edit(recipe, author=bob) == theirs


def test_editing_goes_on_with_the_organisations_draft():
    organisation = make_organisation()
    alice, bob = make_user(), make_member(organisation)
    make_membership(user=alice, organisation=organisation)
    recipe = make_recipe(author=alice, organisation=organisation.slug)

    begun = workflow.edit(recipe, author=alice)

    assert workflow.edit(recipe, author=bob) == begun
    assert begun.base == recipe.current


def test_editing_begins_from_what_is_published_when_a_draft_was_put_away():
    alice = make_user()
    recipe = make_recipe(author=alice)
    away = workflow.edit(recipe, author=alice)
    workflow.save_draft(away, make_content(why="Ancien"), by=alice, seen=1)
    Revision.objects.filter(pk=away.pk).update(archived_at=timezone.now())

    begun = workflow.edit(recipe, author=alice)

    assert begun != away
    assert begun.content == content_of(recipe)


def test_draft_put_away_is_taken_out_again():
    alice = make_user()
    draft = make_draft(author=alice)
    Revision.objects.filter(pk=draft.pk).update(archived_at=timezone.now())

    assert workflow.resume(draft, by=alice) == draft

    assert list(Revision.objects.open_for(alice).in_use()) == [draft]


def test_withdrawn_draft_is_taken_up_again_and_a_refused_one_begun_anew():
    alice = make_user()
    withdrawn, refused = make_draft(author=alice), make_draft(author=alice, title="Autre")
    workflow.withdraw(withdrawn)
    workflow.submit(refused)
    workflow.refuse(refused, by=None, reply="Dites-en plus.")

    assert workflow.resume(withdrawn, by=alice) == withdrawn
    anew = workflow.resume(refused, by=alice)

    assert withdrawn.status == anew.status == Status.DRAFT
    assert (anew.content, refused.status) == (refused.content, Status.REFUSED)


def test_what_is_published_is_not_taken_up():
    alice = make_user()
    current = make_recipe(author=alice).current
    assert current is not None

    with pytest.raises(NotPossibleError):
        workflow.resume(current, by=alice)


# Two texts


def test_of_two_drafts_the_one_passed_over_is_withdrawn():
    alice = make_user()
    first = make_draft(author=alice)
    second = workflow.revise(first.recipe, make_content(why="Autre"), author=alice)

    workflow.settle(second, first, by=alice)

    assert list(Revision.objects.open_for(alice)) == [second]
    assert first.status == Status.WITHDRAWN
    assert first.content == make_content()


def test_draft_kept_over_a_later_publication_starts_from_it_and_may_be_accepted():
    alice = make_user()
    recipe = make_recipe(author=alice)
    behind = workflow.edit(recipe, author=alice)
    workflow.save_draft(behind, make_content(why="Le mien"), by=alice, seen=1)
    later = make_revision(recipe, why="Un autre")
    behind.refresh_from_db()
    was_behind = behind.is_behind

    workflow.settle(behind, later, by=alice)
    workflow.send(behind, by=alice)
    workflow.accept(behind, by=None)

    assert was_behind
    assert content_of(Recipe.objects.get()).why == "Le mien"


def test_publication_kept_over_a_draft_withdraws_the_draft():
    alice = make_user()
    recipe = make_recipe(author=alice)
    draft = workflow.edit(recipe, author=alice)
    assert recipe.current is not None

    workflow.settle(recipe.current, draft, by=alice)

    assert draft.status == Status.WITHDRAWN
    assert Recipe.objects.get().current == recipe.current


def test_texts_of_two_recipes_are_not_settled():
    alice = make_user()
    first, second = make_draft(author=alice), make_draft(author=alice, title="Autre")

    with pytest.raises(NotPossibleError):
        workflow.settle(first, second, by=alice)

    assert Revision.objects.open_for(alice).count() == 2


# Sending


def test_draft_is_sent_once_nothing_is_missing_nor_misunderstood():
    alice = make_user()
    draft = complete_draft(author=alice)
    workflow.save_draft(
        draft, draft.content.replace(why=""), by=alice, seen=1, unread={"steps-0-minutes": "vite"}
    )

    with pytest.raises(NotPublishableError) as refusal:
        workflow.send(draft, by=alice)
    workflow.save_draft(draft, make_content(), by=alice, seen=draft.edition)
    workflow.send(draft, by=alice)

    found = [(problem.field, problem.code) for problem in refusal.value.problems]
    assert found == [("why", "missing"), ("steps", "not_understood")]
    assert draft.status == Status.SUBMITTED


# Who kept it last


def test_draft_says_who_kept_it_last_and_not_who_merely_read_it():
    organisation = make_organisation()
    alice = make_member(organisation, email="alice@example.org")
    bob = make_member(organisation)
    draft = make_draft(author=alice, organisation=organisation.slug)
    begun = draft.saved_by
    changed = draft.content.replace(why="De Bob")

    workflow.save_draft(draft, changed, by=bob, seen=draft.edition)
    workflow.save_draft(draft, changed, by=alice, seen=draft.edition)  # says what it said
    kept = Revision.objects.get(pk=draft.pk)
    beside = workflow.save_draft(draft, make_content(why="D’Alice"), by=alice, seen=0)
    workflow.withdraw(draft)
    taken_up = workflow.resume(draft, by=alice)

    assert begun == alice
    assert (kept.author, kept.saved_by) == (alice, bob)
    assert beside.saved_by == alice
    assert taken_up.saved_by == alice
