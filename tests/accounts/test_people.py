"""People and organisations: one address is one person, an address once given stays."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from tests.factories import make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    """Give the browser of somebody who may do everything."""
    client = Client()
    client.force_login(User.objects.create_superuser("chef@example.org", "secret", name="Chef"))
    return client


def test_person_logs_in_whatever_the_case_of_the_address():
    alice = make_user(email="Alice@Example.ORG")

    assert alice.email == "alice@example.org"
    assert authenticate(username="ALICE@example.org", password="secret") == alice
    assert authenticate(username="alice@example.org", password="autre") is None
    assert authenticate(username="", password="secret") is None


def test_two_spellings_of_an_address_are_one_person():
    make_user(email="alice@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_user(email="ALICE@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Alice@example.org")

    assert User.objects.count() == 1


def test_person_without_an_address_is_refused():
    with pytest.raises(ValueError, match="address"):
        make_user(email="")


def test_person_without_a_password_cannot_log_in():
    User.objects.create_user("alice@example.org", name="Alice")

    assert authenticate(username="alice@example.org", password="") is None


def test_person_is_shown_by_name_or_else_by_address():
    alice = make_user()
    nameless = make_user(email="b@example.org", name="")

    assert (str(alice), alice.get_full_name(), alice.get_short_name()) == ("Alice",) * 3
    assert str(nameless) == "b@example.org"


def test_administrator_adds_a_person_who_can_log_in(admin):
    words = {"password1": "tournesol-42-bleu", "password2": "tournesol-42-bleu"}

    response = admin.post(
        reverse("admin:accounts_user_add"), {"email": "a@example.org", "name": "A", **words}
    )

    assert response.status_code == 302
    assert authenticate(username="a@example.org", password="tournesol-42-bleu")


def test_administrator_is_told_that_an_address_is_taken(admin):
    make_user(email="alice@example.org")
    words = {"password1": "tournesol-42-bleu", "password2": "tournesol-42-bleu"}

    response = admin.post(
        reverse("admin:accounts_user_add"), {"email": "ALICE@example.org", "name": "A", **words}
    )

    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert User.objects.count() == 2


def test_people_and_organisations_are_listed_and_changed(admin):
    alice, organisation = make_user(), make_organisation()

    for model, row in (("user", alice), ("organisation", organisation)):
        assert (
            admin.get(reverse(f"admin:accounts_{model}_changelist"), {"q": "a"}).status_code == 200
        )
        assert admin.get(reverse(f"admin:accounts_{model}_add")).status_code == 200
        assert (
            admin.get(reverse(f"admin:accounts_{model}_change", args=[row.pk])).status_code == 200
        )


def test_organisation_keeps_the_address_recipe_files_name_it_by(admin):
    organisation = make_organisation(name="Atelier")

    admin.post(
        reverse("admin:accounts_organisation_change", args=[organisation.pk]),
        {"name": "Atelier neuf", "slug": "autre", "kind": "public"},
    )

    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.slug) == ("Atelier neuf", "atelier")
    assert str(organisation) == "Atelier neuf"
    assert organisation.get_absolute_url() == reverse("recipes:organisation", args=["atelier"])


def test_contributor_enters_no_administration():
    client = Client()
    client.force_login(make_user())

    for model in ("user", "organisation"):
        assert client.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 302
