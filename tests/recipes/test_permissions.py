"""Every address of a draft tried from outside: only those who may write it find anything there."""

import re

import pytest
from django.urls import URLPattern, get_resolver, reverse

from recipes import workflow
from recipes.models import Revision
from tests.factories import (
    make_content,
    make_licence,
    make_membership,
    make_organisation,
    make_recipe,
    make_territory,
    make_user,
)

pytestmark = pytest.mark.django_db
Status = Revision.Status

SECRET = "zwanze"  # a word of the draft that nothing else says
OF_A_DRAFT = {
    "edit": "get",
    "autosave": "post",
    "preview": "get",
    "upload": "post",
    "submit": "post",
    "sent": "get",
    "withdraw": "post",
    "resume": "post",
}
INSIDERS, OUTSIDERS = ("owner", "member"), ("elsewhere", "reviewer", "administrator")


@pytest.fixture
def people():
    ours, theirs = make_organisation(name="La Graine"), make_organisation(name="Ailleurs")
    who = {
        name: make_user(email=f"{name}@example.org", name=name)
        for name in ("owner", "member", "elsewhere")
    }
    who["reviewer"] = make_user(email="reviewer@example.org", is_staff=True)
    who["administrator"] = make_user(
        email="administrator@example.org", is_staff=True, is_superuser=True
    )
    make_membership(user=who["owner"], organisation=ours)
    make_membership(user=who["member"], organisation=ours)
    make_membership(user=who["elsewhere"], organisation=theirs, manages=True)
    make_licence(spdx_id="CC-BY-SA-4.0")
    make_territory()
    return who


@pytest.fixture
def draft(people):
    content = make_content(
        title=f"Le {SECRET}", why=f"Pour {SECRET}.", tags=(SECRET,), organisation="la-graine"
    )
    return workflow.start(content, author=people["owner"])


@pytest.fixture
def new_version(people):
    recipe = make_recipe(author=people["owner"], title="Une grainothèque", organisation="la-graine")
    version = workflow.edit(recipe, author=people["owner"])
    content = version.content.replace(why=f"Pour {SECRET}.", tags=(SECRET,))
    return workflow.save_draft(version, content, by=people["owner"], seen=1)


def names_with_a_draft():
    patterns = get_resolver("recipes.urls").url_patterns
    drafts = [one for one in patterns if str(one.pattern).startswith("brouillons/")]
    return {one.name for one in drafts if isinstance(one, URLPattern) and one.name}


def test_every_address_of_a_draft_is_tried():
    assert names_with_a_draft() - {"compare"} <= OF_A_DRAFT.keys()
    assert {"edit", "submit", "withdraw", "resume"} <= names_with_a_draft()


@pytest.mark.parametrize("name", OF_A_DRAFT)
def test_address_of_a_draft_leads_who_is_nobody_to_log_in(client, draft, name):
    response = getattr(client, OF_A_DRAFT[name])(reverse(f"recipes:{name}", args=[draft.pk]))

    draft.refresh_from_db()
    assert response.status_code == 302
    where = re.fullmatch("/compte/connexion/[?]next=(.*)", response["Location"])
    assert where
    client.force_login(make_user())
    assert client.get(where[1]).status_code in {200, 404}  # a page one can land on: never 405
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("whose", ["draft", "new_version"])
@pytest.mark.parametrize("name", OF_A_DRAFT)
def test_address_of_a_draft_does_not_exist_for_others(client, people, request, name, whose):
    draft = request.getfixturevalue(whose)
    address = reverse(f"recipes:{name}", args=[draft.pk])

    for outsider in OUTSIDERS:
        client.force_login(people[outsider])
        response = getattr(client, OF_A_DRAFT[name])(address, {"title": "Volé", "seen": "1"})
        assert (outsider, response.status_code) == (outsider, 404)
        assert SECRET not in response.content.decode()

    before = draft.content
    draft.refresh_from_db()
    assert (draft.status, draft.content) == (Status.DRAFT, before)
    assert Revision.objects.filter(recipe=draft.recipe).open().count() == 1


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.CHANGES_REQUESTED, Status.WITHDRAWN])
def test_address_of_what_was_sent_or_withdrawn_does_not_exist_for_others(
    client, people, draft, status
):
    Revision.objects.filter(pk=draft.pk).update(status=status)

    for outsider in OUTSIDERS:
        client.force_login(people[outsider])
        for name, method in OF_A_DRAFT.items():
            address = reverse(f"recipes:{name}", args=[draft.pk])
            assert getattr(client, method)(address).status_code == 404

    assert Revision.objects.get(pk=draft.pk).status == status


@pytest.mark.parametrize("insider", INSIDERS)
def test_those_who_may_write_it_find_the_draft(client, people, draft, insider):
    client.force_login(people[insider])

    editor = client.get(reverse("recipes:edit", args=[draft.pk]))
    listed = client.get(reverse("recipes:mine"))
    sent = client.post(reverse("recipes:submit", args=[draft.pk]))

    assert SECRET in editor.content.decode()
    assert SECRET in listed.content.decode()
    assert sent["Location"] == reverse("recipes:sent", args=[draft.pk])


def test_two_texts_are_compared_only_by_those_who_may_write_both(client, people, draft):
    owner = people["owner"]
    second = workflow.save_draft(draft, draft.content.replace(why="Autre."), by=owner, seen=0)
    theirs = workflow.start(make_content(title="À elles"), author=people["elsewhere"])
    pairs = [(draft.pk, second.pk), (theirs.pk, draft.pk), (draft.pk, theirs.pk)]

    for outsider in OUTSIDERS:
        client.force_login(people[outsider])
        for pair in pairs:
            address = reverse("recipes:compare", args=pair)
            assert client.get(address).status_code == 404
            assert client.post(address, {"keep": pair[0]}).status_code == 404
    client.logout()

    assert client.get(reverse("recipes:compare", args=pairs[0])).status_code == 302
    assert Revision.objects.open().count() == 3


def test_recipe_never_published_has_no_page_to_change_it_for_others(client, people, draft):
    address = reverse("recipes:modify", args=[draft.recipe.slug])

    for outsider in OUTSIDERS:
        client.force_login(people[outsider])
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    client.logout()
    assert client.get(address)["Location"].startswith("/compte/connexion/")
    client.force_login(people["member"])
    assert client.get(address).status_code == 200


def test_draft_sent_is_read_by_reviewers_in_their_area_and_not_before(admin_client, draft):
    address = f"/admin/recipes/revision/{draft.pk}/change/"
    recipe = f"/admin/recipes/recipe/{draft.recipe_id}/change/"
    lists = [f"/admin/recipes/{rows}/?q={SECRET}" for rows in ("revision", "recipe")]

    before = [admin_client.get(one).status_code for one in (address, recipe)]
    listed_before = [is_listed(admin_client, one) for one in lists]
    workflow.submit(draft)
    after = [admin_client.get(one).status_code for one in (address, recipe)]

    assert before == [302, 302]  # the administration's way to say that there is nothing
    assert listed_before == [False, False]
    assert after == [200, 200]
    assert all(is_listed(admin_client, one) for one in lists)


def is_listed(client, address):
    return f"Le {SECRET}" in client.get(address).content.decode()


PUBLIC = [
    "/",
    "/recettes/",
    f"/recettes/?q={SECRET}",
    "/recettes/?porteur=la-graine",
    f"/recettes/?theme={SECRET}",
    "/recettes/?territoire=brest",
    f"/recettes/suggestions/?q={SECRET[:4]}",
    "/themes/",
    f"/themes/{SECRET}/",
    "/territoires/",
    "/territoires/brest/",
    "/organisations/",
    "/organisations/la-graine/",
    f"/recettes/le-{SECRET}/",
    "/recettes/une-grainotheque/",
    "/recettes/une-grainotheque/source.md",
    "/recettes/une-grainotheque/historique/",
    "/recettes/une-grainotheque/historique/2/",
    "/recettes/une-grainotheque/atelier/",
    f"/recettes/le-{SECRET}/source.md",
    f"/recettes/le-{SECRET}/historique/",
    f"/recettes/le-{SECRET}/historique/1/",
    f"/recettes/le-{SECRET}/atelier/",
    f"/recettes/le-{SECRET}/qr.svg",
    "/sitemap.xml",
]


@pytest.mark.parametrize("who", [None, "owner", *OUTSIDERS])
@pytest.mark.parametrize("address", PUBLIC)
def test_draft_appears_on_no_public_page(client, people, draft, new_version, address, who):
    if who:
        client.force_login(people[who])

    response = client.get(address)

    shown = response.content.decode()
    assert "Pour zwanze" not in shown
    assert f"Le {SECRET}" not in shown
    assert f'/recettes/le-{SECRET}/"' not in shown
    if f"le-{SECRET}" in address:
        assert response.status_code == 404


def test_draft_gives_back_nothing_of_what_was_typed_to_others(client, people, draft):
    expired = client.post(reverse("recipes:edit", args=[draft.pk]), {"why": SECRET})

    client.force_login(people["elsewhere"])
    response = client.get(reverse("recipes:edit", args=[draft.pk]))

    assert expired.status_code == 302
    assert response.status_code == 404
    assert SECRET not in response.content.decode()
