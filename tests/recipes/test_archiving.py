"""Drafts nobody touched for a year: whom it is told, when they are put away, how they come back."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from recipes import archiving, notices, workflow
from recipes.models import Revision
from recipes.models.revision import NOTICE, UNUSED
from tests.factories import (
    make_content,
    make_membership,
    make_organisation,
    make_recipe,
    make_user,
)

pytestmark = pytest.mark.django_db
Status = Revision.Status
NOW = datetime(2026, 6, 1, 8, 15, tzinfo=UTC)
LONG_AGO = NOW - UNUSED - timedelta(days=1)


def unused(author, *, saved_at=LONG_AGO, **fields):
    """Give a draft last kept more than a year ago."""
    revision = workflow.start(make_content(**fields), author=author)
    Revision.objects.filter(pk=revision.pk).update(saved_at=saved_at)
    revision.refresh_from_db()
    return revision


def announce(now=NOW):
    return list(archiving.announce(now=now))


def put_away(now):
    return archiving.put_away(now=now)


def again(revision):
    return Revision.objects.get(pk=revision.pk)


def addressees():
    return sorted(message.to[0] for message in mail.outbox)


# Announcing


def test_author_is_told_once_of_the_drafts_nobody_touched_for_a_year(settings):
    settings.SITE_URL = "https://recettes.example.org"
    alice = make_user()
    old = [unused(alice, title=f"Un four & un {number}") for number in range(2)]
    recent = unused(alice, title="Récent", saved_at=NOW - UNUSED + timedelta(seconds=1))

    announced, same_day = announce(), announce()

    (letter,) = mail.outbox
    assert letter.to == ["alice@example.org"]
    assert [set(one.drafts) for one in announced] == [set(old)]
    assert same_day == []
    for draft in old:
        assert f"https://recettes.example.org/brouillons/{draft.pk}/\n" in letter.body
        assert draft.content.title in letter.body
        assert again(draft).announced_at == NOW
    assert recent.content.title not in letter.body


def test_changes_asked_for_a_year_ago_are_announced_and_recent_ones_are_not():
    alice = make_user()
    old, recent = unused(alice), unused(alice, title="Récent")
    for revision, when in ((old, LONG_AGO), (recent, NOW - timedelta(days=2))):
        workflow.submit(revision)
        workflow.request_changes(revision, by=None, reply="Dites-en plus.")
        Revision.objects.filter(pk=revision.pk).update(decided_at=when)

    (announced,) = announce()

    assert list(announced.drafts) == [old]


def test_only_drafts_are_announced():
    alice = make_user()
    recipe = make_recipe(author=alice)
    sent, withdrawn = unused(alice, title="Deux"), unused(alice, title="Trois")
    workflow.submit(sent)
    workflow.withdraw(withdrawn)
    recipe.revisions.update(saved_at=LONG_AGO)

    assert announce() == []
    assert mail.outbox == []


def test_organisations_draft_is_told_to_its_author_and_those_who_manage_nobody_else():
    organisation, other = make_organisation(), make_organisation(name="Ailleurs")
    author = make_user(name="Alice")
    make_membership(user=author, organisation=organisation)
    for email, where, manages in (
        ("manager@example.org", organisation, True),
        ("writer@example.org", organisation, False),
        ("elsewhere@example.org", other, True),
    ):
        make_membership(user=make_user(email=email), organisation=where, manages=manages)
    unused(author, organisation=organisation.slug)
    unused(author, title="À elle seule")

    announce()

    bodies = {letter.to[0]: letter.body for letter in mail.outbox if "À elle" not in letter.body}
    assert sorted(bodies) == ["alice@example.org", "manager@example.org"]
    assert "Alice" in bodies["manager@example.org"]
    assert "Alice" not in bodies["alice@example.org"]
    assert organisation.name in bodies["manager@example.org"]
    assert addressees() == ["alice@example.org", "alice@example.org", "manager@example.org"]


def test_author_who_left_the_organisation_is_told_nothing_of_its_drafts():
    organisation = make_organisation()
    owner, author = make_user(), make_user(email="left@example.org")
    membership = make_membership(user=author, organisation=organisation)
    recipe = make_recipe(author=owner, organisation=organisation.slug)
    content = make_content(why="Autre", organisation=organisation.slug)
    revision = workflow.revise(recipe, content, author=author)
    Revision.objects.filter(pk=revision.pk).update(saved_at=LONG_AGO)
    membership.delete()

    announce()

    assert addressees() == ["alice@example.org"]


def test_draft_nobody_may_write_any_more_stays_as_it_is():
    draft = unused(None)

    assert announce() == []
    assert put_away(NOW + NOTICE) == 0
    assert again(draft).announced_at is None


@pytest.mark.parametrize("how_many", [1, 3])
def test_whom_drafts_concern_costs_one_query_however_many(django_assert_num_queries, how_many):
    organisation = make_organisation()
    manager = make_user(email="manager@example.org")
    make_membership(user=manager, organisation=organisation, manages=True)
    for number in range(how_many):
        author = make_user(email=f"author{number}@example.org")
        make_membership(user=author, organisation=organisation)
        unused(author, title=f"Un four {number}", organisation=organisation.slug)
    drafts = list(
        Revision.objects.to_announce(NOW).select_related("recipe__owner", "author").order_by("pk")
    )

    with django_assert_num_queries(1):
        found = notices.concerned(drafts)

    assert [[p.email for p in found[draft.pk]] for draft in drafts] == [
        [f"author{number}@example.org", "manager@example.org"] for number in range(how_many)
    ]


# Failing, being interrupted


def test_announcement_that_reached_nobody_is_made_again(settings):
    settings.EMAIL_BACKEND = "tests.recipes.test_prompts.Failing"
    refused = unused(make_user(email="refused@example.org"))
    told = unused(make_user(), title="Autre")

    first, next_day = announce(), announce(NOW + timedelta(days=1))

    assert [(len(one.told), len(one.not_told)) for one in first] == [(0, 1), (1, 0)]
    assert [list(one.drafts) for one in next_day] == [[refused]]
    assert again(refused).announced_at is None
    assert again(told).announced_at == NOW
    assert put_away(NOW + NOTICE) == 1


def test_announcement_that_reached_somebody_stands(settings):
    settings.EMAIL_BACKEND = "tests.recipes.test_prompts.Failing"
    organisation = make_organisation()
    author = make_user(email="refused@example.org")
    make_membership(user=author, organisation=organisation)
    make_membership(
        user=make_user(email="manager@example.org"), organisation=organisation, manages=True
    )
    draft = unused(author, organisation=organisation.slug)

    (announced,) = announce()

    assert [len(announced.told), len(announced.not_told)] == [1, 1]
    assert again(draft).announced_at == NOW


def test_run_that_was_interrupted_goes_on_where_it_stopped():
    for name in ("alice", "bob"):
        unused(make_user(email=f"{name}@example.org"), title=f"Le four de {name}")

    interrupted = archiving.announce(now=NOW)
    next(interrupted)
    del interrupted
    announce(NOW + timedelta(hours=1))

    assert addressees() == ["alice@example.org", "bob@example.org"]


def test_draft_kept_while_letters_leave_is_not_announced():
    alice, bob = make_user(), make_user(email="bob@example.org")
    unused(alice)
    touched = unused(bob, title="Autre", saved_at=LONG_AGO + timedelta(hours=1))

    leaving = archiving.announce(now=NOW)
    next(leaving)
    workflow.save_draft(touched, make_content(why="Autre"), by=bob, seen=1)

    assert list(leaving) == []
    assert again(touched).announced_at is None


# Putting away


def test_draft_is_put_away_thirty_days_after_it_was_announced_nothing_lost():
    draft = unused(make_user())
    announce()

    too_early = put_away(NOW + NOTICE - timedelta(seconds=1))
    in_time = put_away(NOW + NOTICE)
    once_more = put_away(NOW + NOTICE + timedelta(days=1))

    kept = again(draft)
    assert (too_early, in_time, once_more) == (0, 1, 0)
    assert kept.archived_at == NOW + NOTICE
    assert (kept.status, kept.content) == (Status.DRAFT, draft.content)
    assert announce(NOW + 2 * UNUSED) == []


def test_draft_never_announced_is_not_put_away_however_old():
    unused(make_user())

    assert put_away(NOW + 3 * UNUSED) == 0


@pytest.mark.parametrize("text", [make_content(), make_content(why="Autre")])
def test_keeping_a_draft_even_unchanged_takes_its_announcement_back(text):
    alice = make_user()
    draft = unused(alice)
    announce()

    kept = workflow.save_draft(again(draft), text, by=alice, seen=draft.edition)

    assert kept == draft
    assert again(draft).announced_at is None
    assert put_away(NOW + NOTICE) == 0
    assert announce(timezone.now() + timedelta(days=300)) == []


@pytest.mark.parametrize("text", [make_content(), make_content(why="Autre")])
def test_keeping_a_draft_that_was_put_away_takes_it_out_again(text):
    alice = make_user()
    draft = unused(alice)
    announce()
    put_away(NOW + NOTICE)

    workflow.save_draft(again(draft), text, by=alice, seen=draft.edition)

    assert again(draft).archived_at is None


def test_keeping_a_draft_unchanged_is_no_new_edition():
    alice = make_user()
    draft = unused(alice)

    workflow.save_draft(draft, make_content(), by=alice, seen=1)

    assert (again(draft).edition, again(draft).saved_at) == (1, LONG_AGO)


def test_draft_taken_up_again_is_a_draft_again_and_is_not_announced_at_once(client):
    alice = make_user()
    draft = unused(alice)
    announce()
    put_away(NOW + NOTICE)
    client.force_login(alice)

    client.post(reverse("recipes:resume", args=[draft.pk]))

    kept = again(draft)
    assert (kept.announced_at, kept.archived_at) == (None, None)
    assert announce(timezone.now() + timedelta(days=300)) == []


# On the page


def test_my_recipes_says_when_a_draft_will_be_put_away_then_that_it_was(client):
    alice, stranger = make_user(), make_user(email="bob@example.org")
    draft = unused(alice, title="Un four oublié")
    resume = reverse("recipes:resume", args=[draft.pk])
    mine = reverse("recipes:mine")
    client.force_login(alice)

    before = client.get(mine).content.decode()
    announce()
    announced = client.get(mine).content.decode()
    put_away(NOW + NOTICE)
    away = client.get(mine)
    client.force_login(stranger)
    theirs = client.get(mine).content.decode()

    assert "1 juillet 2026" not in before
    assert "1 juillet 2026" in announced
    assert [line.revision for line in away.context["archived"]] == [draft]
    assert away.context["drafts"] == []
    assert resume in away.content.decode()
    assert "Un four oublié" not in theirs


# The command


def test_command_puts_away_then_announces_and_says_how_many():
    alice = make_user()
    unused(alice, title="Un", saved_at=timezone.now() - UNUSED - timedelta(days=1))
    away = unused(alice, title="Deux", saved_at=timezone.now() - 2 * UNUSED)
    Revision.objects.filter(pk=away.pk).update(announced_at=timezone.now() - NOTICE)
    told = io.StringIO()

    call_command("archive_drafts", stdout=told)
    call_command("archive_drafts", stdout=told)

    assert re.findall(r"\d+", told.getvalue()) == ["1", "1", "0", "0"]


def test_command_fails_where_a_letter_did(settings):
    settings.EMAIL_BACKEND = "tests.recipes.test_prompts.Failing"
    unused(make_user(email="refused@example.org"))
    told, errors = io.StringIO(), io.StringIO()

    with pytest.raises(CommandError, match="1"):
        call_command("archive_drafts", stdout=told, stderr=errors)

    assert "refused@example.org" in errors.getvalue()
    assert re.findall(r"\d+", told.getvalue()) == ["0", "0"]
