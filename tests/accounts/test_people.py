"""People and organisations: one address is one person, an address once given stays."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts import closing
from accounts.models import Organisation, User
from tests.factories import make_membership, make_organisation, make_recipe, make_user

pytestmark = pytest.mark.django_db

NO_MEMBERS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


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
        {"name": "Atelier neuf", "slug": "autre", "kind": "public", **NO_MEMBERS},
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


def test_administrator_names_the_first_who_manages_an_organisation(admin):
    alice, atelier = make_user(), make_organisation(name="Atelier")
    member = {
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-user": str(alice.pk),
        "memberships-0-role": "manages",
    }

    admin.post(
        reverse("admin:accounts_organisation_change", args=[atelier.pk]),
        {"name": "Atelier", "kind": "public", **member},
    )

    assert list(Organisation.objects.managed_by(alice)) == [atelier]


def test_administrator_who_deletes_a_person_closes_the_account_as_its_owner_would(admin):
    alice, bob = make_user(), make_user(email="bob@example.org", name="Bob")
    atelier = make_organisation(name="Atelier")
    make_membership(user=alice, organisation=atelier, manages=True)
    make_membership(user=bob, organisation=atelier)
    published = make_recipe(author=alice)

    admin.post(reverse("admin:accounts_user_delete", args=[alice.pk]), {"post": "yes"})
    admin.post(
        reverse("admin:accounts_user_changelist"),
        {"action": "delete_selected", "_selected_action": [bob.pk], "post": "yes"},
    )

    assert not User.objects.filter(pk__in=[alice.pk, bob.pk]).exists()
    revision = published.revisions.get()
    assert revision.author == closing.nobody_in_particular()
