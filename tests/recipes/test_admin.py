"""Review in the administration: who sees the queue, who decides, and what they are told."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts.models import User
from recipes.content import Ancestor, Section
from recipes.models import Recipe, Reproduction, Revision
from recipes.workflow import accept, request_changes, revise, start, submit, withdraw
from tests.factories import (
    make_content,
    make_licence,
    make_recipe,
    make_reproduction,
    make_territory,
    make_user,
    make_verdict,
)

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:recipes_revision_changelist")
RECIPES = reverse("admin:recipes_recipe_changelist")
ACCOUNTS = reverse("admin:recipes_reproduction_changelist")
Status = Revision.Status


def somebody(*permissions: str, **fields: Any) -> Client:
    """Give the browser of somebody who may enter and has these permissions on recipes."""
    user = make_user(**{"email": "carole@example.org", "is_staff": True, **fields})
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="recipes", codename__in=permissions)
    )
    client = Client()
    client.force_login(user)
    return client


def reviewer() -> Client:
    """Give the browser of somebody who reviews."""
    return somebody("change_revision", "view_revision", "view_recipe", "change_reproduction")


def waiting(**fields: Any) -> Revision:
    """Give a first revision in review."""
    revision = make_recipe(published=False, **fields).revisions.get()
    submit(revision)
    return revision


def act(
    client: Client, where: str, action: str, *rows: Any, reply: str = "Dites-en plus."
) -> list[str]:
    """Do as the list's action menu does; give what it then says."""
    told = {"action": action, "_selected_action": [row.pk for row in rows], "reply": reply}
    response = client.post(where, told, follow=False)
    assert response.status_code == 302
    return [str(message) for message in get_messages(response.wsgi_request)]


def status_of(revision: Revision) -> str:
    return Revision.objects.get(pk=revision.pk).status


# Who


def test_anonymous_and_contributors_are_sent_to_log_in():
    revision = waiting()
    contributor = Client()
    contributor.force_login(make_user())

    for client in (Client(), contributor):
        for where in (QUEUE, RECIPES, ACCOUNTS):
            response = client.get(where)
            assert response.status_code == 302
            assert response["Location"].startswith(reverse("admin:login"))
        client.post(QUEUE, {"action": "accept", "_selected_action": [revision.pk]})

    assert status_of(revision) == Status.SUBMITTED


def test_staff_without_permission_see_no_queue():
    revision = waiting()
    client = somebody()

    assert client.get(QUEUE).status_code == 403
    assert (
        client.post(QUEUE, {"action": "accept", "_selected_action": [revision.pk]}).status_code
        == 403
    )
    assert status_of(revision) == Status.SUBMITTED


def test_staff_who_may_only_look_decide_nothing():
    revision, recipe = waiting(), make_recipe(title="Public")
    client = somebody("view_revision", "view_recipe", "view_reproduction")

    assert client.get(QUEUE).status_code == 200
    for action in ("accept", "accept_on_conditions", "request_changes", "refuse"):
        client.post(QUEUE, {"action": action, "_selected_action": [revision.pk]})
    client.post(RECIPES, {"action": "unpublish", "_selected_action": [recipe.pk]})

    assert status_of(revision) == Status.SUBMITTED
    assert Recipe.objects.published().get() == recipe


def test_superuser_accepts():
    revision = waiting()
    client = somebody(is_superuser=True)

    act(client, QUEUE, "accept", revision)

    assert status_of(revision) == Status.ACCEPTED


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_writes_rows_by_hand(superuser):
    revision = waiting()
    reproduction = make_reproduction(make_recipe(title="Public"), accepted=False)
    client = somebody(is_superuser=True) if superuser else reviewer()

    for model, row in (
        ("revision", revision),
        ("recipe", revision.recipe),
        ("reproduction", reproduction),
    ):
        assert client.get(reverse(f"admin:recipes_{model}_add")).status_code == 403
        change = reverse(f"admin:recipes_{model}_change", args=[row.pk])
        assert client.get(change).status_code == 200
        assert client.post(change, {"title": "Volé", "status": "accepted"}).status_code == 403
        if model != "recipe":  # tests/recipes/test_admin_pages.py: once out of public view
            delete = reverse(f"admin:recipes_{model}_delete", args=[row.pk])
            assert client.post(delete, {"post": "yes"}).status_code == 403
    client.post(
        QUEUE, {"action": "delete_selected", "_selected_action": [revision.pk], "post": "yes"}
    )

    assert status_of(revision) == Status.SUBMITTED
    assert Recipe.objects.get(pk=revision.recipe_id).title == "Un repair café"


# The queue


def test_queue_has_no_draft_not_even_a_withdrawn_one():
    draft = make_recipe(published=False, title="Brouillon intime").revisions.get()
    withdrawn = make_recipe(published=False, title="Brouillon retiré").revisions.get()
    withdraw(withdrawn)
    sent = waiting(title="Envoyée")
    client = reviewer()

    page = client.get(QUEUE)

    assert list(page.context["cl"].result_list) == [sent]
    for hidden in (draft, withdrawn):
        change = reverse("admin:recipes_revision_change", args=[hidden.pk])
        assert client.get(change).status_code == 302


def test_queue_begins_with_the_longest_waiting_then_the_latest_decided():
    days = iter(range(1, 9))

    def sent(title: str) -> Revision:
        revision = make_recipe(published=False, title=title).revisions.get()
        submit(revision, at=datetime(2026, 5, next(days), tzinfo=UTC))
        return revision

    done_first, waits_first, done_last, waits_last = map(sent, "abcd")
    for revision in (done_first, done_last):
        accept(revision, by=None)

    page = reviewer().get(QUEUE, {"status": "all"})

    assert list(page.context["cl"].result_list) == [
        waits_first,
        waits_last,
        done_last,
        done_first,
    ]


def test_queue_opens_on_what_waits_and_others_are_a_click_away():
    waits, published = waiting(title="Attend"), make_recipe(title="Publiée").current
    client = reviewer()

    opened = client.get(QUEUE)
    decided = client.get(QUEUE, {"status": Status.ACCEPTED})
    searched = client.get(QUEUE, {"q": "Publiée"})

    assert list(opened.context["cl"].result_list) == [waits]
    (status,) = opened.context["cl"].filter_specs
    chosen = [one["display"] for one in status.choices(opened.context["cl"]) if one["selected"]]
    assert [str(words) for words in chosen] == ["à relire"]
    assert list(decided.context["cl"].result_list) == [published]
    assert list(searched.context["cl"].result_list) == [published]


def test_long_titles_and_words_leave_room_for_the_status_and_the_author():
    waiting(title="Un four " * 60)

    page = reviewer().get(QUEUE).text

    (shown,) = re.findall(r'<th class="field-title"><a [^>]*>(.*?)</a>', page)
    assert len(shown) == 80
    assert '<td class="field-writer">' in page


@pytest.mark.parametrize("action", ["request_changes", "refuse"])
def test_reviewer_who_says_nothing_is_asked_for_words_and_nothing_is_decided(action):
    revision = waiting()

    told = act(reviewer(), QUEUE, action, revision, reply=" \r\n")

    assert len(told) == 1
    assert "écrivez d’abord" in told[0]
    assert status_of(revision) == Status.SUBMITTED


@pytest.mark.parametrize("why", ["no row", "no action", "sent back meanwhile", "missing"])
def test_words_of_a_decision_that_was_not_made_are_there_again_once(why):
    revision = waiting(**({"summary": ""} if why == "missing" else {}))
    client, other = reviewer(), somebody("view_revision", email="dora@example.org")
    rows = [] if why == "no row" else [revision]
    if why == "sent back meanwhile":
        request_changes(revision, by=None, reply="Non.")

    client.post(
        QUEUE,
        {
            "action": "" if why == "no action" else "accept",
            "_selected_action": [row.pk for row in rows],
            "reply": "Bravo, <b>à deux</b> détails près.",
            "index": "0",
        },
    )

    words = "Bravo, &lt;b&gt;à deux&lt;/b&gt; détails près.</textarea>"
    assert words not in other.get(QUEUE).text
    assert words in client.get(QUEUE).text
    assert words not in client.get(QUEUE).text


@pytest.mark.parametrize("action", ["accept", "request_changes", "refuse"])
def test_words_an_author_received_are_kept_for_no_other(action):
    client = reviewer()
    act(client, QUEUE, action, waiting(), reply="Pour vous seule.")

    assert "Pour vous seule." not in client.get(QUEUE).text


@pytest.mark.parametrize("how_many", [1, 3])
def test_queue_costs_the_same_however_long(how_many, django_assert_num_queries):
    for number in range(how_many):
        waiting(title=f"Titre {number}")
    client = reviewer()

    with django_assert_num_queries(7):
        client.get(QUEUE)


@pytest.mark.parametrize("where", [QUEUE, RECIPES, ACCOUNTS])
def test_lists_can_be_searched(where):
    waiting(title="Un lavoir")
    make_reproduction(make_recipe(title="Un lavoir public"))
    make_recipe(title="Autre")

    page = somebody(is_superuser=True).get(where, {"q": "lavoir"})

    assert page.status_code == 200
    assert 0 < page.context["cl"].result_count < 3


def test_recipes_never_published_come_last_and_those_never_sent_not_at_all():
    sent = make_recipe(published=False, title="Envoyée")
    submit(sent.revisions.get())
    make_recipe(published=False, title="Brouillon")
    public = make_recipe(title="Publique")

    page = reviewer().get(RECIPES)

    assert list(page.context["cl"].result_list) == [public, sent]


def test_revision_shows_what_changed_and_what_is_wrong_with_nothing_let_through():
    recipe = make_recipe(why="Pour le <i>vieux</i> café.")
    revision = revise(
        recipe,
        make_content(
            why="Pour le <script>alert(1)</script> café.",
            title="",
            sections=(Section("<b>x</b>", "y"),),
        ),
        author=None,
    )
    submit(revision)

    page = reviewer().get(reverse("admin:recipes_revision_change", args=[revision.pk]))

    words = page.content.decode()
    assert "<script>alert" not in words
    assert "<b>x</b>" not in words
    assert "<ins>" in words
    assert "<del>" in words
    assert "&lt;" in words


def test_first_revision_shows_all_it_says_and_that_nothing_is_wrong():
    page = reviewer().get(reverse("admin:recipes_revision_change", args=[waiting().pk]))

    words = page.content.decode()
    assert "Ouvrez la porte." in words
    assert "Nothing" in words or "Rien" in words


# Decisions


def test_reviewer_accepts_and_is_told_of_each():
    revision, late = waiting(), waiting(title="Autre")
    client = reviewer()

    told = act(client, QUEUE, "accept", revision, late)

    assert len(told) == 2
    assert {status_of(revision), status_of(late)} == {Status.ACCEPTED}
    assert Revision.objects.get(pk=revision.pk).decided_by == User.objects.get()
    assert Recipe.objects.published().count() == 2


def test_what_cannot_be_accepted_is_told_in_words_and_the_rest_is_accepted():
    fine = waiting()
    wrong = revise(fine.recipe, make_content(title="100 % libre", territories=()), author=None)
    unknown = start(make_content(licence="Bière%s"), author=None)
    for revision in (wrong, unknown):
        submit(revision)

    told = act(reviewer(), QUEUE, "accept", fine, wrong, unknown)

    assert len(told) == 3
    assert any("Bière%s" in words for words in told)
    assert [status_of(one) for one in (fine, wrong, unknown)] == [
        Status.ACCEPTED,
        Status.SUBMITTED,
        Status.SUBMITTED,
    ]


def test_second_from_one_base_is_not_accepted_over_the_first():
    recipe = make_recipe()
    mine, yours = (revise(recipe, make_content(why=why), author=None) for why in ("a", "b"))
    submit(mine, at=datetime(2026, 5, 1, tzinfo=UTC))
    submit(yours, at=datetime(2026, 5, 2, tzinfo=UTC))

    told = act(reviewer(), QUEUE, "accept", yours, mine)

    assert len(told) == 2
    assert (status_of(mine), status_of(yours)) == (Status.ACCEPTED, Status.SUBMITTED)


def test_licence_on_a_condition_needs_the_reviewer_to_say_it_is_met():
    make_territory()
    data, by = make_licence(spdx_id="ODbL-1.0"), make_licence(spdx_id="CC-BY-4.0")
    make_verdict(from_licence=data, to_licence=by, allowed="conditional", note="Nommez la base.")
    content = make_content(licence=by.pk, adapted_from=(Ancestor("a", "b", data.pk),))
    revision = start(content, author=None)
    submit(revision)
    client = reviewer()

    refused = act(client, QUEUE, "accept", revision)
    assert "Nommez la base." in refused[0]
    assert status_of(revision) == Status.SUBMITTED
    act(client, QUEUE, "accept_on_conditions", revision)

    assert status_of(revision) == Status.ACCEPTED


@pytest.mark.parametrize(
    ("action", "status"),
    [("request_changes", Status.CHANGES_REQUESTED), ("refuse", Status.REFUSED)],
)
def test_reviewer_says_no_and_a_second_time_is_told_it_is_decided(action, status):
    revision = waiting()
    client = reviewer()

    first = act(client, QUEUE, action, revision)
    second = act(client, QUEUE, action, revision)
    third = act(client, QUEUE, "accept", revision)

    assert status_of(revision) == status
    assert len(first) == 1
    assert "Un repair café" in first[0]
    assert second[-1] == third[-1] != first[0]
    assert not Recipe.objects.published().exists()


def test_reviewer_takes_recipes_from_public_view_and_it_is_traced():
    recipe, draft = make_recipe(), make_recipe(title="Brouillon", published=False)
    client = reviewer()

    told = act(client, RECIPES, "unpublish", recipe, draft)

    assert len(told) == 1
    assert "1" in told[0]
    assert not Recipe.objects.published().exists()
    assert LogEntry.objects.get().object_id == str(recipe.pk)


@pytest.mark.parametrize(
    ("action", "status"),
    [("accept", Reproduction.Status.ACCEPTED), ("refuse", Reproduction.Status.REFUSED)],
)
def test_reviewer_decides_on_an_account_once(action, status):
    account = make_reproduction(make_recipe(), accepted=False)
    client = reviewer()

    act(client, ACCOUNTS, action, account)
    told = act(client, ACCOUNTS, action, account)

    account.refresh_from_db()
    assert account.status == status
    assert len(told) >= 1
    shown = 1 if action == "accept" else 0
    assert account.recipe.reproductions.accepted().count() == shown
    assert Recipe.objects.get().reproduction_count == shown
    assert LogEntry.objects.count() == 1
