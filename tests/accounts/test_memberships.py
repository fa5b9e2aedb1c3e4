"""Who belongs to which organisation, and what a list of organisations keeps."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction

from accounts.models import Membership, Organisation
from tests.factories import make_membership, make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_organisations_of_somebody_are_those_they_write_for_or_manage():
    alice = make_user()
    bob = make_user(email="bob@example.org", name="Bob")
    written = make_organisation(name="Atelier")
    managed = make_organisation(name="Verger")
    other = make_organisation(name="Ailleurs")
    make_membership(user=alice, organisation=written)
    make_membership(user=alice, organisation=managed, manages=True)
    make_membership(user=bob, organisation=other, manages=True)
    make_membership(user=bob, organisation=managed)

    assert list(Organisation.objects.of(alice)) == [written, managed]
    assert list(Organisation.objects.managed_by(alice)) == [managed]
    assert set(managed.members.all()) == {alice, bob}
    assert list(Organisation.objects.of(AnonymousUser())) == []
    assert list(Organisation.objects.managed_by(AnonymousUser())) == []


def test_somebody_belongs_to_an_organisation_once_in_a_known_role():
    alice, atelier = make_user(), make_organisation()
    make_membership(user=alice, organisation=atelier)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_membership(user=alice, organisation=atelier, manages=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.update(role="reads")


def test_who_had_a_login_before_addresses_were_confirmed_is_taken_at_their_word():
    alice, nameless = make_user(), make_user(email="b@example.org")
    nameless.vouch_for_address()
    migration = import_module("accounts.migrations.0003_vouch_for_addresses")

    migration.vouch(apps, SimpleNamespace(connection=connection))

    assert EmailAddress.objects.get(user=alice).verified
    assert EmailAddress.objects.count() == 2
