"""What authors are told of their recipes: by whom it is decided, when, and nobody else."""

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from recipes import workflow
from recipes.models import Revision
from tests.factories import (
    make_content,
    make_licence,
    make_membership,
    make_organisation,
    make_recipe,
    make_territory,
    make_user,
)

pytestmark = pytest.mark.django_db
Status = Revision.Status
QUEUE = reverse("admin:recipes_revision_changelist")


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do things as in a transaction that succeeds."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def waiting(author, **fields):
    """Give a first revision in review."""
    make_licence(spdx_id="CC-BY-SA-4.0")
    make_territory()
    revision = workflow.start(make_content(**fields), author=author)
    workflow.submit(revision)
    return revision


def accept(revision, **told):
    workflow.accept(revision, by=None, **told)


def request_changes(revision, *, reply="Dites-en plus."):
    workflow.request_changes(revision, by=None, reply=reply)


def refuse(revision, *, reply="Non."):
    workflow.refuse(revision, by=None, reply=reply)


@pytest.mark.parametrize(
    ("decide", "where"),
    [
        (accept, "/brouillons/{pk}/envoyee/"),
        (request_changes, "/brouillons/{pk}/"),
        (refuse, "/compte/recettes/"),
    ],
)
def test_author_is_told_what_was_decided_with_the_reviewers_words(
    committed, settings, decide, where
):
    settings.SITE_URL = "https://recettes.example.org"
    revision = waiting(make_user(), title="Le four d'ici & d’ailleurs")

    with committed():
        decide(revision, reply="Très clair.\r\n\r\nEt <joli>.")

    (letter,) = mail.outbox
    assert letter.to == ["alice@example.org"]
    assert "Le four d'ici & d’ailleurs" in letter.subject
    assert "Très clair.\n\nEt <joli>." in letter.body
    assert f"https://recettes.example.org{where.format(pk=revision.pk)}\n" in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "\n\n\n" not in letter.body


def test_letter_without_words_of_the_reviewer_has_no_place_for_them(committed):
    revision = waiting(make_user())

    with committed():
        accept(revision)

    assert revision.reply == ""
    assert str(mail.outbox[0].body).count("http") == 3
    assert "\n\n\n" not in mail.outbox[0].body


@pytest.mark.parametrize("decide", [request_changes, refuse])
@pytest.mark.parametrize("reply", ["", " \r\n\t", "\x00"])
def test_no_author_is_handed_a_text_back_without_a_word(committed, decide, reply):
    revision = waiting(make_user())

    with committed(), pytest.raises(workflow.WithoutWordsError):
        decide(revision, reply=reply)

    revision.refresh_from_db()
    assert revision.status == Status.SUBMITTED
    assert mail.outbox == []


def test_letter_is_signed_with_the_address_of_the_site(committed, settings):
    settings.SITE_URL = "https://recettes.example.org"
    revision = waiting(make_user())

    with committed():
        refuse(revision)

    assert str(mail.outbox[0].body).endswith("\n\nRecettes libres\nhttps://recettes.example.org/\n")


def test_nobody_is_told_of_what_did_not_happen(committed):
    revision = waiting(make_user())

    with committed(), transaction.atomic():
        workflow.refuse(revision, by=None, reply="Non.")
        transaction.set_rollback(True)

    assert mail.outbox == []


def test_nobody_is_told_before_the_transaction_has_succeeded(committed):
    revision = waiting(make_user())

    with committed():
        workflow.refuse(revision, by=None, reply="Non.")
        meanwhile = len(mail.outbox)

    assert (meanwhile, len(mail.outbox)) == (0, 1)


def test_nobody_is_told_what_they_did_themselves_nor_for_a_recipe_without_author(committed):
    alice = make_user()
    own = waiting(alice)
    imported = workflow.start(make_content(title="Autre"), author=None)
    workflow.submit(imported)

    with committed():
        workflow.accept(own, by=alice)
        workflow.accept(imported, by=None)

    assert mail.outbox == []


def test_decision_stands_where_the_mail_server_fails(committed, settings, caplog):
    settings.EMAIL_BACKEND = "tests.recipes.test_prompts.Failing"
    revision = waiting(make_user(email="refused@example.org"))

    with committed():
        workflow.request_changes(revision, by=None, reply="Ajoutez une étape.")

    kept = Revision.objects.get()
    assert (kept.status, kept.reply) == (Status.CHANGES_REQUESTED, "Ajoutez une étape.")
    assert "refused@example.org" in caplog.text


def test_decision_stands_where_the_letter_cannot_be_written(committed, monkeypatch):
    def fail(*_args, **_told):
        raise LookupError("no such letter")

    monkeypatch.setattr("recipes.letters.letter", fail)
    revision = waiting(make_user())

    with committed():
        workflow.refuse(revision, by=None, reply="Non.")

    assert Revision.objects.get().status == Status.REFUSED


def test_only_the_author_is_told_of_an_organisations_recipe(committed):
    organisation = make_organisation()
    alice, manager = make_user(), make_user(email="manager@example.org")
    make_membership(user=alice, organisation=organisation)
    make_membership(user=manager, organisation=organisation, manages=True)
    make_user(email="stranger@example.org")
    revision = waiting(alice, organisation=organisation.slug)

    with committed():
        workflow.refuse(revision, by=None, reply="Non.")

    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]


@pytest.mark.parametrize("owned", [True, False])
def test_those_who_look_after_a_recipe_are_told_in_place_of_an_author_who_left(committed, owned):
    organisation = make_organisation()
    owner, author = make_user(), make_user(email="left@example.org")
    manager = make_user(email="manager@example.org")
    make_membership(user=manager, organisation=organisation, manages=True)
    membership = make_membership(user=author, organisation=organisation)
    make_membership(user=make_user(email="writer@example.org"), organisation=organisation)
    recipe = make_recipe(author=owner if owned else None, organisation=organisation.slug)
    revision = workflow.revise(
        recipe, make_content(why="Autre", organisation=organisation.slug), author=author
    )
    workflow.submit(revision)
    membership.delete()

    with committed():
        workflow.refuse(Revision.objects.get(pk=revision.pk), by=None, reply="Non.")

    told = [letter.to[0] for letter in mail.outbox]
    assert told == ["alice@example.org" if owned else "manager@example.org"]


def test_account_that_is_closed_is_told_nothing(committed):
    revision = waiting(make_user())
    User.objects.update(is_active=False)

    with committed():
        workflow.refuse(Revision.objects.get(pk=revision.pk), by=None, reply="Non.")

    assert mail.outbox == []


# On the site


@pytest.mark.parametrize("decide", [request_changes, refuse])
def test_reviewers_words_stand_among_my_recipes_and_are_nobody_elses(client, decide):
    alice, stranger = make_user(), make_user(email="bob@example.org")
    decide(waiting(alice), reply="Ajoutez <b>une</b> étape.")

    client.force_login(alice)
    mine = client.get(reverse("recipes:mine")).content.decode()
    client.force_login(stranger)
    theirs = client.get(reverse("recipes:mine")).content.decode()

    assert "Ajoutez &lt;b&gt;une&lt;/b&gt; étape." in mine
    assert "Ajoutez" not in theirs


def test_reviewers_words_stand_in_the_editor_where_changes_are_asked(client):
    alice = make_user()
    revision = waiting(alice)
    request_changes(revision, reply="Ajoutez une étape.")
    client.force_login(alice)

    page = client.get(reverse("recipes:edit", args=[revision.pk])).content.decode()

    assert "Ajoutez une étape." in page


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("accept", Status.ACCEPTED),
        ("request_changes", Status.CHANGES_REQUESTED),
        ("refuse", Status.REFUSED),
    ],
)
def test_reviewer_types_words_beside_the_action(committed, action, status):
    revision = waiting(make_user())
    carole = make_user(email="carole@example.org", is_staff=True, is_superuser=True)
    reviewer = Client()
    reviewer.force_login(carole)

    shown = reviewer.get(QUEUE).content.decode()
    with committed():
        reviewer.post(
            QUEUE, {"action": action, "_selected_action": [revision.pk], "reply": "Mes mots."}
        )

    revision.refresh_from_db()
    assert '<textarea name="reply"' in shown
    assert (revision.status, revision.reply) == (status, "Mes mots.")
    assert "Mes mots." in mail.outbox[0].body
