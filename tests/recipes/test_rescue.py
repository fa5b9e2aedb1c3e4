"""A form that cannot be taken: why, what was typed in it, where to go on; nothing else."""

import html
import re
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recipes import rescue, workflow
from recipes.models import Revision
from tests.factories import make_content, make_membership, make_organisation, make_user

pytestmark = pytest.mark.django_db

EDITOR = {
    "seen": "2",
    "do": "save",
    "shown": ["photos", "documents", "steps"],
    "title": "Un <jardin>",
    "why": "Pour l’été",
    "territories": "commune:29019",
    "territory": "Brets",
    "licence": "CC-BY-SA-4.0",
    "organisation": "atelier",
    "language": "fr",
    "kind": "practice",
    "steps-0-phase": "during",
    "steps-0-title": "Bêcher",
    "steps-0-text": "Avec une bêche.",
    "steps-0-minutes": "2 h",
    "steps-1-phase": "during",
    "steps-4-phase": "after",
    "steps-4-title": "Arroser",
    "photos-0-file": "a1b2.jpg",
    "photos-0-licence": "CC-BY-4.0",
    "photos-0-alt": "Une bêche",
    "related-0-identifier": "0b6f3a52-7d0c-4a55-9f0e-2f6f3c1f8a11",
    "related-0-title": "Un four à pain",
}


def boxes(response):
    """Give the texts shown, by label."""
    shown = response.content.decode()
    texts = dict(re.findall(r'<textarea id="([^"]+)" readonly>(.*?)</textarea>', shown, re.DOTALL))
    labels = re.findall(r'<label for="(tape-\d+)">(.*?)</label>', shown)
    return {html.unescape(label): html.unescape(texts[key]) for key, label in labels}


def refused(data, path="/proposer/", **headers):
    return Client(enforce_csrf_checks=True).post(path, data, headers=headers)


def test_what_was_typed_is_under_its_name_and_what_was_chosen_is_left_out():
    response = refused(EDITOR)

    assert response.status_code == 403
    assert boxes(response) == {
        "Titre": "Un <jardin>",
        "Pourquoi": "Pour l’été",
        "Territoires": "Brets",
        "Étapes, ligne 1": "Bêcher\nAvec une bêche.\n2 h",
        "Étapes, ligne 2": "Arroser",
        "Photos, ligne 1": "Une bêche",
        "Recettes liées, ligne 1": "Un four à pain",
    }


def test_what_has_no_known_name_is_there_too_and_secrets_are_not():
    response = refused({"username": "<i>alice", "password": "secret", "code": "123456"})

    assert boxes(response) == {"Autre champ": "<i>alice"}
    assert "secret" not in response.content.decode()
    assert "123456" not in response.content.decode()


def test_page_without_cookies_says_so_and_leads_back_to_the_form():
    response = refused({"why": "Été"}, referer="http://testserver/proposer/?partie=photos")

    shown = response.content.decode()
    assert "Votre navigateur n’a envoyé aucun cookie" in shown
    assert 'href="http://testserver/proposer/?partie=photos"' in shown


def test_page_open_too_long_says_so_and_leads_nowhere_else():
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "x" * 32

    response = client.post(
        "/proposer/", {"why": "Été"}, headers={"referer": "http://ailleurs.example/"}
    )

    shown = response.content.decode()
    assert "La page était ouverte depuis trop longtemps" in shown
    assert "ailleurs.example" not in shown


def test_who_left_the_organisation_reads_why_and_finds_their_recipes():
    alice, organisation = make_user(), make_organisation()
    belonged = make_membership(user=alice, organisation=organisation)
    make_membership(user=(bob := make_user(email="bob@example.org")), organisation=organisation)
    draft = workflow.start(make_content(organisation=organisation.slug), author=bob)
    client = Client()
    client.force_login(alice)
    belonged.delete()

    response = client.post(f"/brouillons/{draft.pk}/", {"why": "Mes mots", "seen": "1"})

    shown = response.content.decode()
    assert response.status_code == 404
    assert boxes(response) == {"Pourquoi": "Mes mots"}
    assert "vous avez quitté l’organisation" in shown
    assert 'href="/compte/recettes/"' in shown
    assert "ouverte depuis trop longtemps" not in shown


def test_text_too_long_to_be_shown_whole_says_where_the_rest_is(monkeypatch):
    monkeypatch.setattr(rescue, "MOST_SHOWN", 6)

    cut = refused({"title": "Jardin", "why": "Été"})
    whole = refused({"title": "Jardin"})

    assert boxes(cut) == {"Titre": "Jardin"}
    assert "Seul le début" in cut.content.decode()
    assert "Seul le début" not in whole.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"title": "Un jardin", "why": "é" * 6_500_000},
        {"title": "Un jardin", **{f"links-{n}-url": "a" for n in range(25_001)}},
    ],
    ids=["too long", "too many fields"],
)
@pytest.mark.parametrize("media_type", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_form_larger_than_is_received_says_why_and_where_its_text_still_is(data, media_type):
    client = Client()
    more = {"content_type": media_type, "data": urlencode(data)} if "www" in media_type else {}

    response = client.post("/proposer/", **{"data": data, **more})

    shown = response.content.decode()
    assert response.status_code == 413
    assert "Ce formulaire est trop long pour être reçu" in shown
    assert "12,6\u00a0Mo" in shown
    assert "Revenez en arrière" in shown
    assert not Revision.objects.exists()


def test_more_files_than_anybody_chooses_are_not_gone_through():
    files = [SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(1_001)]

    response = Client().post("/proposer/", {"title": "Un jardin", "photos": files})

    assert response.status_code == 413
    assert "Ce formulaire est trop long pour être reçu" in response.content.decode()
