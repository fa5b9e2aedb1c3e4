from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import resolve, reverse

from territories.models import FormerCode, Kind
from tests.factories import make_territory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _brest() -> None:
    finistere = make_territory(name="Finistère", kind=Kind.DEPARTEMENT, code="29")
    brest = make_territory(inside=[finistere], population=140_000)
    FormerCode.objects.create(code="29145", name="Lambézellec", kind="x", territory=brest)
    make_territory(name="Quimper", code="29232")


def test_fragment_links_to_each_suggestion_and_says_where_it_is(client: Client) -> None:
    response = client.get(reverse("territories:suggest"), {"q": "brest"})

    page = response.content.decode()
    assert 'href="/territoires/brest/"' in page
    assert "Finistère" in page
    assert "Quimper" not in page
    assert "<html" not in page


def test_fragment_says_the_former_name_that_was_typed(client: Client) -> None:
    response = client.get(reverse("territories:suggest"), {"q": "lambezellec"})

    assert "Lambézellec" in response.content.decode()


def test_fragment_says_when_nothing_has_that_name_but_not_before_a_question(
    client: Client,
) -> None:
    unknown = client.get(reverse("territories:suggest"), {"q": "xqzxqz"})
    unasked = client.get(reverse("territories:suggest"))

    assert "suggestions-none" in unknown.content.decode()
    assert unasked.content.decode().strip() == ""


@pytest.mark.parametrize(
    ("query", "accept"), [("&format=json", "text/html"), ("", "application/json")]
)
def test_json_gives_all_that_a_field_needs(client: Client, query: str, accept: str) -> None:
    address = reverse("territories:suggest") + "?q=brest" + query

    response = client.get(address, headers={"accept": accept})

    (brest,) = response.json()
    assert brest["label"] == "Brest · Finistère"
    assert (brest["key"], brest["slug"], brest["value"]) == ("commune:29019", "brest", "brest")
    assert (brest["name"], brest["place"], brest["formerly"]) == ("Brest", "Finistère", "")
    assert brest["kind"] == brest["hint"] != ""


def test_json_hint_says_the_former_name(client: Client) -> None:
    response = client.get(reverse("territories:suggest"), {"q": "lambez", "format": "json"})

    assert "Lambézellec" in response.json()[0]["hint"]


def test_browser_receives_the_fragment_though_it_accepts_all(client: Client) -> None:
    response = client.get(
        reverse("territories:suggest"), {"q": "brest"}, headers={"accept": "text/html, */*;q=0.8"}
    )

    assert response.headers["Content-Type"].startswith("text/html")


def test_kind_asked_in_the_address_keeps_that_kind(client: Client) -> None:
    address = reverse("territories:suggest")

    both = client.get(address, {"q": "29", "format": "json"}).json()
    one = client.get(address, {"q": "29", "kind": "departement", "format": "json"}).json()
    none = client.get(address, {"q": "29", "kind": "planet", "format": "json"}).json()

    assert [len(both), len(one), len(none)] == [3, 1, 0]


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%00%00", "q=%FF%FE", "q=" + "a" * 5000, "q=" + quote("«œ»'; --")]
)
def test_bad_question_is_harmless(client: Client, query: str) -> None:
    response = client.get(reverse("territories:suggest") + "?format=json&" + query)

    assert response.status_code == 200
    assert response.json() == []


def test_answer_may_be_kept_an_hour_by_anybody_for_one_form(client: Client) -> None:
    response = client.get(reverse("territories:suggest"), {"q": "brest"})

    assert set(response.headers["Cache-Control"].split(", ")) == {"public", "max-age=3600"}
    assert "Accept" in response.headers["Vary"].split(", ")
    assert "Cookie" not in response.headers["Vary"]


def test_suggestions_are_only_read(client: Client) -> None:
    assert client.post(reverse("territories:suggest")).status_code == 405


def test_address_of_suggestions_is_not_that_of_a_territory() -> None:
    assert resolve("/territoires/suggestions").view_name == "territories:suggest"
    assert resolve("/territoires/brest/").view_name == "recipes:territory"
