"""What a licence allows, and what it may become."""

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from licences.loading import LoadSummary
from licences.models import Compatibility, Licence
from tests.factories import make_licence, make_verdict


def licence(spdx_id: str) -> Licence:
    return Licence.objects.get(pk=spdx_id)


def test_offered_licences_are_free_for_content_and_recommended_first(loaded: LoadSummary) -> None:
    offered = [one.spdx_id for one in Licence.objects.offered()]

    assert offered == [
        "CC0-1.0",
        "CC-BY-4.0",
        "etalab-2.0",
        "CC-BY-SA-4.0",
        "LAL-1.3",
        "CC-PDM-1.0",
        "EUPL-1.2",
    ]


def test_free_licences_exclude_non_commercial_no_derivatives_and_none(loaded: LoadSummary) -> None:
    free = {one.pk for one in Licence.objects.free()}

    assert {one.pk for one in Licence.objects.all()} - free == {
        "CC-BY-NC-4.0",
        "CC-BY-NC-SA-4.0",
        "CC-BY-ND-4.0",
        "CC-BY-NC-ND-4.0",
        "LicenseRef-tous-droits-reserves",
    }


def test_recommended_licences_are_the_five_of_the_file(loaded: LoadSummary) -> None:
    recommended = Licence.objects.recommended().values_list("pk", flat=True)

    assert set(recommended) == {"CC0-1.0", "CC-BY-4.0", "etalab-2.0", "CC-BY-SA-4.0", "LAL-1.3"}


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 3])
def test_grouping_by_status_costs_one_query_and_skips_empty_groups(
    django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    refused = [make_licence(spdx_id=f"No-{n}", is_free=False) for n in range(how_many)]
    welcome = [make_licence(spdx_id=f"Yes-{n}", status="recommended") for n in range(how_many)]

    with django_assert_num_queries(1):
        groups = Licence.objects.by_status()

    assert groups == [
        (Licence.Status.RECOMMENDED, welcome),
        (Licence.Status.NOT_FREE, refused),
    ]


@pytest.mark.parametrize(
    ("spdx_id", "spoken"),
    [
        ("CC-BY-SA-4.0", "CC BY-SA 4.0"),
        ("CC0-1.0", "CC0 1.0"),
        ("CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0"),
        ("etalab-2.0", "Licence Ouverte 2.0"),
        ("LAL-1.3", "Art Libre 1.3"),
        ("ODbL-1.0", "ODbL 1.0"),
        ("GFDL-1.3-or-later", "GFDL 1.3+"),
        ("CERN-OHL-S-2.0", "CERN-OHL-S 2.0"),
        ("CECILL-C", "CeCILL-C"),
        ("MIT", "MIT"),
    ],
)
def test_short_name_is_what_people_say(spdx_id: str, spoken: str) -> None:
    assert Licence(spdx_id=spdx_id).short_name == spoken


def test_short_names_are_all_different(loaded: LoadSummary) -> None:
    names = [one.short_name for one in Licence.objects.all()]

    assert len(set(names)) == len(names) == 34


def test_licence_is_named_in_words_and_verdict_by_its_pair(loaded: LoadSummary) -> None:
    verdict = Compatibility.objects.get(from_licence="CC-BY-4.0", to_licence="CC0-1.0")

    assert str(licence("etalab-2.0")) == "Licence Ouverte 2.0 (Etalab)"
    assert str(verdict) == "CC-BY-4.0 → CC0-1.0"


def test_by_may_become_by_sa(loaded: LoadSummary) -> None:
    assert licence("CC-BY-4.0").may_become(licence("CC-BY-SA-4.0"))


def test_by_sa_may_not_become_by_and_the_verdict_says_why(loaded: LoadSummary) -> None:
    by_sa, by = licence("CC-BY-SA-4.0"), licence("CC-BY-4.0")

    verdict = by_sa.verdict_on(by)

    assert not by_sa.may_become(by, condition_confirmed=True)
    assert verdict is not None
    assert verdict.note.startswith("Partage dans les mêmes conditions")
    assert "CC BY-SA 4.0" in verdict.source


def test_conditional_pair_needs_somebody_to_confirm_the_condition(loaded: LoadSummary) -> None:
    odbl, by_sa = licence("ODbL-1.0"), licence("CC-BY-SA-4.0")

    verdict = odbl.verdict_on(by_sa)

    assert verdict is not None
    assert verdict.allowed == Compatibility.Answer.CONDITIONAL
    assert verdict.note
    assert not odbl.may_become(by_sa)
    assert odbl.may_become(by_sa, condition_confirmed=True)


@pytest.mark.django_db
def test_unlisted_pair_is_a_no_even_when_confirmed() -> None:
    one, other = make_licence(spdx_id="One-1.0"), make_licence(spdx_id="Other-1.0")
    make_verdict(from_licence=other, to_licence=one)

    assert one.verdict_on(other) is None
    assert not one.may_become(other, condition_confirmed=True)


def test_every_licence_that_lets_adaptations_be_shared_may_become_itself(
    loaded: LoadSummary,
) -> None:
    closed = {one.pk for one in Licence.objects.all() if not one.may_become(one)}

    assert closed == {
        "CC-BY-ND-4.0",
        "CC-BY-NC-ND-4.0",
        "LicenseRef-tous-droits-reserves",
    }


def test_verdict_costs_one_query(
    loaded: LoadSummary, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    by, by_sa = licence("CC-BY-4.0"), licence("CC-BY-SA-4.0")

    with django_assert_num_queries(1):
        by.may_become(by_sa)


@pytest.mark.parametrize(
    ("spdx_id", "nearest"),
    [
        ("CC-BY-NC-4.0", "CC-BY-4.0"),
        ("CC-BY-NC-SA-4.0", "CC-BY-SA-4.0"),
        ("CC-BY-ND-4.0", "CC-BY-SA-4.0"),
        ("CC-BY-NC-ND-4.0", "CC-BY-SA-4.0"),
        ("LicenseRef-tous-droits-reserves", "CC-BY-SA-4.0"),
    ],
)
def test_non_free_licence_proposes_the_nearest_free_one(
    loaded: LoadSummary,
    django_assert_num_queries: DjangoAssertNumQueries,
    spdx_id: str,
    nearest: str,
) -> None:
    refused = licence(spdx_id)

    with django_assert_num_queries(0):
        proposal = refused.nearest_free()

    assert proposal is not None
    assert proposal.spdx_id == nearest
    assert str(proposal.reason)
    assert licence(nearest) in Licence.objects.offered()


def test_free_licence_has_no_nearer_one(loaded: LoadSummary) -> None:
    assert [one for one in Licence.objects.free() if one.nearest_free()] == []


def test_terms_of_a_share_alike_licence_ask_two_things_and_forbid_nothing() -> None:
    by_sa = Licence(spdx_id="CC-BY-SA-4.0", attribution=True, share_alike=True)

    assert len(by_sa.permissions) == 3
    assert len(by_sa.conditions) == 2
    assert by_sa.prohibitions == []


def test_terms_of_a_non_commercial_no_derivatives_licence_leave_only_copying() -> None:
    closed = Licence(
        spdx_id="CC-BY-NC-ND-4.0", attribution=True, non_commercial=True, no_derivatives=True
    )

    assert len(closed.permissions) == 1
    assert len(closed.prohibitions) == 2


def test_terms_without_a_licence_do_not_allow_copying() -> None:
    nothing = Licence(spdx_id="LicenseRef-tous-droits-reserves", attribution=True)
    copying = Licence(spdx_id="MIT").permissions[0]

    assert copying not in nothing.permissions
    assert len(nothing.conditions) == len(nothing.prohibitions) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "perfect"},
        {"is_free": True, "status": "not-free"},
        {"is_free": False, "status": "accepted"},
        {"is_free": True, "non_commercial": True},
        {"is_free": True, "no_derivatives": True},
    ],
)
def test_database_refuses_a_licence_that_contradicts_itself(wrong: dict[str, object]) -> None:
    make_licence(spdx_id="Right-1.0")

    with pytest.raises(IntegrityError), transaction.atomic():
        Licence.objects.update(**wrong)


@pytest.mark.django_db
def test_database_refuses_two_verdicts_on_a_pair() -> None:
    one, other = make_licence(spdx_id="One-1.0"), make_licence(spdx_id="Other-1.0")
    make_verdict(from_licence=one, to_licence=other, allowed="yes")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_verdict(from_licence=one, to_licence=other, allowed="no")


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"allowed": "perhaps"}, {"source": ""}])
def test_database_refuses_a_verdict_unknown_or_without_source(wrong: dict[str, str]) -> None:
    verdict = make_verdict(from_licence=make_licence(), to_licence=make_licence(spdx_id="B-1.0"))

    with pytest.raises(IntegrityError), transaction.atomic():
        Compatibility.objects.filter(pk=verdict.pk).update(**wrong)
