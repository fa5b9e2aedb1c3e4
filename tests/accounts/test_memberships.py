"""Who belongs to which organisation, and what a list of organisations keeps."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

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
