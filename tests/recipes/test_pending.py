"""What was typed before the server could keep it: through sign-in, and no further."""

import time
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory

from recipes import pending, workflow
from recipes.content import RecipeContent
from recipes.models import Revision
from tests.factories import make_content, make_licence, make_territory, make_user

pytestmark = pytest.mark.django_db
UUID_HERE = "0b6f3a52-7d0c-4a55-9f0e-2f6f3c1f8a11"
Status = Revision.Status


@pytest.fixture
def session():
    return SessionStore()


def request_for(session, *, user=None, path="/proposer/", data=None, method="post", **headers):
    request = getattr(RequestFactory(), method)(path, data or {}, **headers)
    request.session = session
    request.user = user or AnonymousUser()
    return request


def keep(session, content=None, *, identifier="", path="/proposer/", **told):
    """Keep a recipe as a form does that gave it a UUID of its own, unless told which."""
    identifier = identifier or str(uuid4())
    pending.keep(
        request_for(session, path=path), content or make_content(), identifier=identifier, **told
    )
    return identifier


def titles(waiting):
    return [one.content.title for one in waiting]


def moved(monkeypatch, seconds):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + seconds)


def known_places():
    make_licence(spdx_id="CC-BY-SA-4.0")
    make_territory()


# A recipe proposed before having an account


def test_recipe_typed_before_logging_in_is_a_draft_of_who_logs_in(client: Client):
    alice = make_user()
    stored = client.session
    keep(stored, make_content(credit=""), unread={"territories": "Brets"}, then="submit")
    stored.save()
    client.cookies["sessionid"] = str(stored.session_key)

    client.force_login(alice)

    revision = Revision.objects.get()
    assert (revision.author, revision.recipe.owner) == (alice, alice)
    assert (revision.content, revision.status) == (make_content(credit=""), Status.DRAFT)
    assert revision.unread == {"territories": "Brets"}
    request = request_for(client.session, user=alice)
    assert pending.claimed(request) == revision.pk
    assert pending.claimed(request) is None


def test_recipe_that_lacks_nothing_is_sent_if_its_author_said_so(session):
    known_places()
    keep(session, then="submit", identifier=UUID_HERE)

    (revision,) = pending.claim(request_for(session), make_user())

    assert revision.status == Status.SUBMITTED
    assert str(revision.recipe.uuid) == UUID_HERE


def test_form_sent_while_logged_in_and_again_once_logged_out_keeps_nobody_from_logging_in(session):
    known_places()
    alice = make_user()
    sent = workflow.propose(make_content(), by=alice, identifier=UUID_HERE)
    workflow.send(sent, by=alice)
    keep(session, then="submit", identifier=UUID_HERE)

    claimed = pending.claim(request_for(session), alice)

    assert [(one.pk, one.status) for one in claimed] == [(sent.pk, Status.SUBMITTED)]


def test_recipe_typed_hours_ago_is_kept_and_not_sent(session, monkeypatch):
    known_places()
    keep(session, then="submit")
    moved(monkeypatch, pending.SENT_WITHIN + 1)

    (revision,) = pending.claim(request_for(session), make_user())

    assert revision.status == Status.DRAFT


def test_recipe_typed_days_ago_is_nobodys(session, monkeypatch):
    keep(session)
    moved(monkeypatch, pending.LASTS + 1)

    assert pending.claim(request_for(session), make_user()) == []
    assert pending.kept(request_for(session)) == []
    assert not Revision.objects.exists()


def test_session_of_somebody_unknown_ends_with_what_it_keeps_and_not_once_they_are_known(
    client: Client,
):
    stored = client.session
    keep(stored)
    stored.save()
    unknown = stored.get_expiry_age()
    client.cookies["sessionid"] = str(stored.session_key)

    client.force_login(make_user())

    assert unknown == pending.LASTS
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE > pending.LASTS


def test_what_is_too_old_leaves_the_session_as_soon_as_it_is_read(session, monkeypatch):
    old = keep(session)
    assert old in str(dict(session.items()))
    moved(monkeypatch, pending.LASTS + 1)

    pending.kept(request_for(session))

    assert old not in str(dict(session.items()))


def test_recipe_is_claimed_once(session):
    keep(session)

    first = pending.claim(request_for(session), make_user())
    second = pending.claim(request_for(session), make_user(email="bob@example.org"))

    assert (len(first), len(second)) == (1, 0)


def test_logging_out_forgets_what_was_typed(client: Client):
    stored = client.session
    keep(stored)
    stored.save()
    client.cookies["sessionid"] = str(stored.session_key)

    client.logout()
    client.force_login(make_user())

    assert not Revision.objects.exists()


def test_form_sent_again_replaces_what_was_kept_and_can_be_forgotten(session):
    here = request_for(session)
    keep(session, make_content(title="Un"), identifier=UUID_HERE)
    keep(session, make_content(title="Deux"), identifier=UUID_HERE, unread={"territories": "x"})

    kept = pending.kept(here)

    two = pending.Kept(make_content(title="Deux"), {"territories": "x"}, UUID_HERE)
    assert kept == [two]
    assert pending.kept(request_for(session, path="/proposer/texte/")) == []
    pending.forget(here, str(uuid4()))
    assert pending.kept(here) == [two]
    pending.forget(here, UUID_HERE)
    assert pending.kept(here) == []


def test_another_text_replaces_none_and_the_newest_is_first(session, monkeypatch):
    keep(session, make_content(title="Premier"), path="/proposer/texte/")
    moved(monkeypatch, 5)
    keep(session, make_content(title="Second"), path="/proposer/texte/")

    kept = pending.kept(request_for(session, path="/proposer/texte/"))

    assert titles(kept) == ["Second", "Premier"]


def test_session_keeps_no_more_than_it_should_and_drops_none_for_another(session):
    for number in range(pending.MOST_KEPT):
        last = keep(session, make_content(title=f"Recette {number}"))

    with pytest.raises(pending.NotKeptError, match="attendent déjà"):
        keep(session, make_content(title="Une de trop"))
    keep(session, make_content(title="La dernière, mieux"), identifier=last)
    with pytest.raises(pending.NotKeptError, match="trop long"):
        keep(session, RecipeContent(why="x" * (pending.MOST_TYPED + 1)), identifier=last)

    kept = set(titles(pending.kept(request_for(session))))
    assert kept == {"Recette 0", "Recette 1", "La dernière, mieux"}


def test_every_recipe_kept_is_claimed_and_the_last_is_gone_on_with(session, monkeypatch):
    keep(session, make_content(title="Premier"), path="/b/")
    moved(monkeypatch, 5)
    keep(session, make_content(title="Second"), path="/a/")

    drafts = pending.claim(request_for(session), make_user())

    assert titles(drafts) == ["Premier", "Second"]
    assert pending.claimed(request_for(session)) == drafts[1].pk


def test_logging_in_without_a_session_claims_nothing():
    pending.claim_at_login(None, make_user())
    pending.claim_at_login(RequestFactory().get("/"), make_user(email="bob@example.org"))

    assert not Revision.objects.exists()


# One form, one recipe


def test_form_sent_twice_begins_one_recipe():
    alice = make_user()

    first = workflow.propose(make_content(), by=alice, identifier=UUID_HERE)
    again = workflow.propose(make_content(), by=alice, identifier=UUID_HERE)

    assert first == again
    assert Revision.objects.count() == 1


def test_form_sent_again_with_another_text_takes_it_back_from_review():
    known_places()
    alice = make_user()
    first = workflow.propose(make_content(), by=alice, identifier=UUID_HERE)
    workflow.send(first, by=alice)

    same = workflow.propose(make_content(), by=alice, identifier=UUID_HERE)
    still = same.status
    again = workflow.propose(make_content(why="Mieux"), by=alice, identifier=UUID_HERE)

    assert still == Status.SUBMITTED
    assert again == first
    assert (again.status, again.content.why) == (Status.DRAFT, "Mieux")


@pytest.mark.parametrize("why", [make_content().why, "Mieux"], ids=["the same", "another text"])
@pytest.mark.parametrize("sent", [False, True])
def test_form_sent_again_leaves_alone_what_was_written_since_in_the_editor(why, sent):
    known_places()
    alice = make_user()
    first = workflow.propose(make_content(), by=alice, identifier=UUID_HERE)
    hours = make_content(tips="Une heure de travail", why="Repris dans l’éditeur")
    workflow.save_draft(first, hours, by=alice, seen=first.edition)
    if sent:
        workflow.send(first, by=alice)

    again = workflow.propose(make_content(why=why), by=alice, identifier=UUID_HERE)

    first.refresh_from_db()
    assert first.content == hours
    assert first.status == (Status.SUBMITTED if sent else Status.DRAFT)
    assert again.content == make_content(why=why)
    assert again.recipe == first.recipe


def test_form_with_the_identifier_of_somebody_elses_recipe_begins_another():
    theirs = workflow.propose(make_content(), by=make_user(), identifier=UUID_HERE)
    bob = make_user(email="bob@example.org")

    mine = workflow.propose(make_content(why="Autre"), by=bob, identifier=UUID_HERE)

    theirs.refresh_from_db()
    assert theirs.content == make_content()
    assert mine.recipe != theirs.recipe


# A form sent after the session expired


@pending.keeps_typed()
def page(request, pk):
    found = pending.found_again(request)
    return HttpResponse(found["why"] if found else "")


@pending.keeps_typed("recipes:detail")
def autosave(request, slug):
    return HttpResponse("kept")


def read(response):
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def test_form_sent_while_logged_out_is_there_after_logging_in_until_sent_again(session):
    alice = make_user()
    typed = {"why": "Pour l’été", "csrfmiddlewaretoken": "x"}

    away = page(request_for(session, path="/brouillons/5/?x=1", data=typed), pk=5)
    back = request_for(session, user=alice, path="/brouillons/5/", method="get")

    assert (away.status_code, away["Location"]) == (302, "/compte/connexion/?next=/brouillons/5/")
    assert read(page(back, pk=5)) == "Pour l’été"
    assert read(page(back, pk=5)) == "Pour l’été"
    other = request_for(session, user=alice, path="/brouillons/6/", method="get")
    assert read(page(other, pk=6)) == ""
    page(request_for(session, user=alice, path="/brouillons/5/", data=typed), pk=5)
    assert read(page(back, pk=5)) == ""


def test_page_asked_while_logged_out_leads_to_logging_in(session):
    away = page(request_for(session, path="/brouillons/5/?a=1", method="get"), pk=5)

    assert away["Location"] == "/compte/connexion/?next=/brouillons/5/%3Fa%3D1"


def test_script_is_told_where_to_log_in_and_its_text_kept_for_the_page(session):
    away = autosave(
        request_for(
            session, path="/x/", data={"why": "Été"}, headers={"accept": "application/json"}
        ),
        slug="un",
    )

    assert away.status_code == 401
    assert '"/compte/connexion/?next=/recettes/un/"' in read(away)
    back = request_for(session, path="/recettes/un/", method="get", user=make_user())
    found = pending.found_again(back)
    assert found is not None
    assert found["why"] == "Été"


def test_form_that_cannot_be_kept_is_shown_to_be_copied(session):
    long = "<b>" + "x" * pending.MOST_TYPED
    typed = {"why": long, "password": "secret", "empty": " "}

    answer = page(request_for(session, path="/brouillons/5/", data=typed), pk=5)
    told = autosave(
        request_for(session, path="/x/", data=typed, headers={"accept": "application/json"}),
        slug="un",
    )

    assert answer.status_code == 413
    shown = read(answer)
    assert "&lt;b&gt;xxx" in shown
    assert "secret" not in shown
    assert "C’est trop long pour être gardé" in shown
    assert 'href="/compte/connexion/?next=/brouillons/5/"' in shown
    assert told.status_code == 401  # the browser has it


def test_who_logs_in_again_is_told_that_their_text_is_kept_and_their_files_are_not(client):
    draft = workflow.start(make_content(), author=make_user())
    photo = SimpleUploadedFile("a.jpg", b"x")

    away = client.post(f"/brouillons/{draft.pk}/", {"why": "Pour l’été", "photos": photo})

    page = client.get(away["Location"]).content.decode()
    assert "Ce que vous avez écrit est gardé" in page
    assert "choisissez-les à nouveau" in page
    client.post(f"/brouillons/{draft.pk}/", {"why": "Pour l’été"})
    page = client.get(away["Location"]).content.decode()
    assert "Ce que vous avez écrit est gardé" in page
    assert "choisissez-les à nouveau" not in page
