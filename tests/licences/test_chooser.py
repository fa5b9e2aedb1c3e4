"""Three questions, a licence and the reason."""

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from licences.chooser import QUESTIONS, Answers, choose
from licences.loading import LoadSummary
from licences.models import Licence

EVERY_ANSWER = [Answers(*said) for said in product([True, False], repeat=3)]


def answers(
    *, share_alike: bool = False, credit: bool = False, administration: bool = False
) -> Answers:
    return Answers(share_alike=share_alike, credit=credit, administration=administration)


@pytest.mark.parametrize("said", EVERY_ANSWER)
def test_every_answer_gives_an_offered_recommended_licence(
    loaded: LoadSummary, said: Answers
) -> None:
    proposal = choose(said)

    assert Licence.objects.offered().recommended().filter(pk=proposal.spdx_id).exists()
    assert str(proposal.reason)


@pytest.mark.parametrize("said", [one for one in EVERY_ANSWER if one.share_alike])
def test_who_wants_sharing_alike_gets_it_or_is_told_why_not(said: Answers) -> None:
    proposal = choose(said)

    if said.administration:
        assert proposal.spdx_id == "etalab-2.0"
        assert "2017-638" in str(proposal.reason)
    else:
        assert proposal.spdx_id == "CC-BY-SA-4.0"


def test_who_asks_for_nothing_gives_to_the_public_domain() -> None:
    assert choose(answers()).spdx_id == "CC0-1.0"


def test_who_only_wants_to_be_named_gets_attribution() -> None:
    assert choose(answers(credit=True)).spdx_id == "CC-BY-4.0"


def test_answers_that_differ_in_what_matters_get_different_reasons() -> None:
    reasons = [str(choose(said).reason) for said in EVERY_ANSWER]

    # An administration that shares alike is told the same whether it wants the credit or not.
    assert len(set(reasons)) == len(EVERY_ANSWER) - 1


def test_chooser_page_asks_three_questions_and_complains_of_nothing(client: Client) -> None:
    response = client.get(reverse("licences:choose"))

    assertContains(response, 'type="radio"', count=6)
    assertContains(response, "<fieldset", count=3)
    assertNotContains(response, 'role="alert"')
    assert response.context["proposal"] is None


def test_chooser_page_shows_the_answer_with_a_link_and_keeps_what_was_said(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get(
            reverse("licences:choose"),
            {"partage": "oui", "credit": "oui", "administration": "non"},
        )

    assertContains(response, "CC BY-SA 4.0")
    assertContains(response, f'href="{reverse("licences:detail", args=["CC-BY-SA-4.0"])}"')
    assertContains(response, " checked", count=3)


@pytest.mark.parametrize("missing", [question.key for question in QUESTIONS])
def test_partial_answer_is_told_beside_the_question_and_on_top(
    client: Client, missing: str
) -> None:
    said = {question.key: "oui" for question in QUESTIONS if question.key != missing}

    response = client.get(reverse("licences:choose"), said)

    assert response.status_code == 200
    assert response.context["proposal"] is None
    assert set(response.context["form"].errors) == {missing}
    assertContains(response, f'id="{missing}-error"')
    assertContains(response, f'href="#id_{missing}_0"')
    assertContains(response, f'id="id_{missing}_0"')


@pytest.mark.parametrize(
    "query",
    [
        "partage=peut-etre",
        "partage=&credit=&administration=",
        "partage=oui&partage=bof&credit=non&administration=non",
        "partage=%00&credit=%FF&administration=non",
        "credit=<script>&partage=oui&administration=oui",
    ],
)
def test_wrong_query_is_told_in_words(client: Client, query: str) -> None:
    response = client.get(f"{reverse('licences:choose')}?{query}")

    assert response.status_code == 200
    assert response.context["proposal"] is None
    assertContains(response, 'role="alert"')
    assertNotContains(response, "<script>")


def test_unrelated_query_leaves_the_questions_as_they_are(client: Client) -> None:
    response = client.get(reverse("licences:choose"), {"utm_source": "x"})

    assertNotContains(response, 'role="alert"')
