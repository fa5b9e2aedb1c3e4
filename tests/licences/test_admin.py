"""The licences in the administration, seen from outside: to consult, never to change."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from licences.models import Compatibility, Licence
from tests.factories import make_licence, make_verdict


@pytest.fixture
def verdict(db: None) -> Compatibility:
    by, other = make_licence(spdx_id="CC-BY-4.0"), make_licence(spdx_id="CC-BY-SA-4.0")
    return make_verdict(from_licence=by, to_licence=other)


@pytest.fixture
def superuser_client(client: Client, db: None) -> Client:
    client.force_login(
        get_user_model().objects.create_superuser("admin@example.org", "a long sentence")
    )
    return client


@pytest.mark.parametrize("model", ["licence", "compatibility"])
def test_superuser_consults_but_cannot_add(
    superuser_client: Client, verdict: Compatibility, model: str
) -> None:
    adding = reverse(f"admin:licences_{model}_add")

    listed = superuser_client.get(reverse(f"admin:licences_{model}_changelist"))
    added = superuser_client.post(adding, {})

    assertContains(listed, "CC-BY-SA-4.0")
    assertNotContains(listed, adding)
    assert added.status_code == 403


@pytest.mark.parametrize("action", ["change", "delete"])
def test_superuser_cannot_change_or_delete_a_licence(
    superuser_client: Client, verdict: Compatibility, action: str
) -> None:
    address = reverse(f"admin:licences_licence_{action}", args=["CC-BY-4.0"])

    answer = superuser_client.post(address, {"name": "Changed", "post": "yes"})

    assert answer.status_code == 403
    assert Licence.objects.get(pk="CC-BY-4.0").name != "Changed"


@pytest.mark.parametrize("action", ["change", "delete"])
def test_superuser_cannot_change_or_delete_a_verdict(
    superuser_client: Client, verdict: Compatibility, action: str
) -> None:
    address = reverse(f"admin:licences_compatibility_{action}", args=[verdict.pk])

    answer = superuser_client.post(address, {"allowed": "no", "post": "yes"})

    assert answer.status_code == 403
    assert Compatibility.objects.get().allowed == Compatibility.Answer.YES


def test_page_of_a_licence_in_the_administration_has_nothing_to_save(
    superuser_client: Client, verdict: Compatibility
) -> None:
    page = superuser_client.get(reverse("admin:licences_licence_change", args=["CC-BY-4.0"]))

    assertContains(page, "CC-BY-4.0")
    assertNotContains(page, "_save")


@pytest.mark.parametrize(
    ("model", "word"), [("licence", "BY-SA"), ("compatibility", "texte de la licence")]
)
def test_search_finds_rows_by_their_words(
    superuser_client: Client, verdict: Compatibility, model: str, word: str
) -> None:
    address = reverse(f"admin:licences_{model}_changelist")

    found = superuser_client.get(address, {"q": word}).context["cl"].result_count
    lost = superuser_client.get(address, {"q": "nothing like it"}).context["cl"].result_count

    assert (found, lost) == (1, 0)
