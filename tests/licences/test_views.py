"""The pages of the licences."""

import csv
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import pgettext
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from licences.loading import DATA, LoadSummary
from licences.models import Licence
from tests.factories import make_licence, make_verdict

with (DATA / "licences.csv").open(encoding="utf-8", newline="") as stream:
    ALL_IDENTIFIERS = [row["spdx_id"] for row in csv.DictReader(stream)]


@pytest.mark.parametrize("spdx_id", ALL_IDENTIFIERS)
def test_every_licence_has_a_page(
    loaded: LoadSummary,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    spdx_id: str,
) -> None:
    with django_assert_num_queries(2):
        response = client.get(f"/licences/{spdx_id}/")

    licence = response.context["licence"]
    assertContains(response, f"<h1>{licence.short_name}</h1>", html=True)
    assertContains(response, escape(licence.summary))
    assertContains(response, f'href="{licence.url}"')
    assertContains(response, f"<code>{spdx_id}</code>", html=True)


@pytest.mark.django_db
def test_identifier_in_another_case_leads_to_the_page(client: Client) -> None:
    make_licence(spdx_id="CC-BY-4.0")
    make_licence(spdx_id="CC-BY-SA-4.0")

    response = client.get("/licences/cc-by-4.0/")

    assert (response.status_code, response["Location"]) == (301, "/licences/CC-BY-4.0/")


def test_no_two_regions_of_the_list_bear_one_name(loaded: LoadSummary, client: Client) -> None:
    shown = client.get("/licences/").content.decode()

    regions = re.findall(r'<section [^>]*>|<[^>]* role="region"[^>]*>', shown)
    names = [re.findall('aria-labelledby="(.*?)"', region)[0] for region in regions]
    assert len(names) == len(set(names)) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/licences/CC-BY-9.0/", "/licences/cc%00by/", "/licences/é/"])
def test_unknown_licence_is_not_found(client: Client, path: str) -> None:
    make_licence(spdx_id="CC-BY-4.0")

    assert client.get(path).status_code == 404


def test_page_of_a_share_alike_licence_says_where_an_adaptation_may_go(
    loaded: LoadSummary, client: Client
) -> None:
    response = client.get(reverse("licences:detail", args=["CC-BY-SA-4.0"]))

    verdicts = {
        answer.value: {verdict.to_licence_id: verdict for verdict in members}
        for answer, members in response.context["verdicts"]
    }
    assert "LAL-1.3" in verdicts["yes"]
    refused = verdicts["no"]["CC-BY-4.0"]
    assertContains(response, escape(refused.note))
    assertContains(response, escape(refused.source))


def test_page_of_a_licence_with_conditions_shows_them(loaded: LoadSummary, client: Client) -> None:
    response = client.get(reverse("licences:detail", args=["ODbL-1.0"]))

    assertContains(response, 'id="adaptations-conditional"')
    assertContains(response, "une base dérivée, non.")


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 3])
def test_page_costs_the_same_however_many_verdicts(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    one = make_licence(spdx_id="One-1.0")
    others = [make_licence(spdx_id=f"Other-{n}.0") for n in range(how_many)]
    shown = [make_verdict(from_licence=one, to_licence=other, allowed="no") for other in others]
    make_verdict(from_licence=others[0], to_licence=one)

    with django_assert_num_queries(2):
        response = client.get(reverse("licences:detail", args=["One-1.0"]))

    assert [members for _answer, members in response.context["verdicts"]] == [shown]


@pytest.mark.django_db
def test_page_of_a_licence_without_verdicts_says_that_nobody_has_looked(client: Client) -> None:
    make_licence(spdx_id="Alone-1.0")

    response = client.get(reverse("licences:detail", args=["Alone-1.0"]))

    assert response.context["verdicts"] == []
    assertNotContains(response, "<table")


def test_page_of_a_non_free_licence_leads_to_the_nearest_free_one(
    loaded: LoadSummary, client: Client
) -> None:
    response = client.get(reverse("licences:detail", args=["CC-BY-NC-SA-4.0"]))

    proposal = response.context["proposal"]
    assert proposal.spdx_id == "CC-BY-SA-4.0"
    assertContains(response, escape(proposal.reason))
    assertNotContains(response, "?licence=")


def test_page_of_a_free_licence_proposes_no_other(loaded: LoadSummary, client: Client) -> None:
    response = client.get(reverse("licences:detail", args=["CC-BY-4.0"]))

    assert response.context["proposal"] is None


@pytest.mark.parametrize("how_many", [1, 3])
@pytest.mark.django_db
def test_list_shows_every_licence_in_its_group_for_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    statuses = ["recommended", "accepted", "legacy", "not-free"]
    rows = {
        status: [
            make_licence(spdx_id=f"{status}-{n}", status=status, is_free=status != "not-free")
            for n in range(how_many)
        ]
        for status in statuses
    }

    with django_assert_num_queries(1):
        response = client.get("/licences/")

    assert response.context["groups"] == [(status, rows[status]) for status in statuses]
    for licence in Licence.objects.all():
        assertContains(response, f'href="/licences/{licence.spdx_id}/"')


@pytest.mark.parametrize(
    ("spdx_id", "answers"),
    [
        ("CC0-1.0", ["yes", "yes", "yes", "no", "no"]),
        ("CC-BY-SA-4.0", ["yes", "yes", "yes", "yes", "yes"]),
        ("CC-BY-NC-ND-4.0", ["yes", "no", "no", "yes", "no"]),
        ("LicenseRef-tous-droits-reserves", ["no", "no", "no", "yes", "no"]),
    ],
)
def test_list_says_what_each_licence_allows_and_asks(
    loaded: LoadSummary, client: Client, spdx_id: str, answers: list[str]
) -> None:
    with translation.override("fr"):
        words = {key: pgettext("answer in a table", key) for key in ("yes", "no")}

    page = client.get(reverse("licences:list")).content.decode()

    row = page.split(f'href="/licences/{spdx_id}/"')[1].split("</tr>")[0]
    assert re.findall(r"<td[^>]*>(.*)</td>", row) == [words[answer] for answer in answers]


@pytest.mark.django_db
def test_empty_list_says_so_and_still_offers_the_three_questions(client: Client) -> None:
    response = client.get(reverse("licences:list"))

    assert response.context["groups"] == []
    assertContains(response, f'href="{reverse("licences:choose")}"')


@pytest.mark.parametrize("name", ["list", "choose"])
@pytest.mark.django_db
def test_pages_are_only_read(client: Client, name: str) -> None:
    assert client.post(reverse(f"licences:{name}")).status_code == 405
