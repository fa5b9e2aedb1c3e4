import pytest
from django.test import Client
from django.urls import reverse

from territories.models import FormerCode
from tests.factories import make_territory

pytestmark = pytest.mark.django_db


def test_territory_is_found_by_name_or_code(admin_client: Client) -> None:
    make_territory()
    make_territory(name="Quimper", code="29232")

    for asked in ("brest", "29019"):
        page = admin_client.get(
            reverse("admin:territories_territory_changelist"), {"q": asked}
        ).content.decode()
        assert "Brest" in page
        assert "Quimper" not in page


@pytest.mark.parametrize("asked", ["d'Armor", "d’Armor"])
@pytest.mark.parametrize("rows", ["territory", "formercode"])
def test_name_is_found_whichever_apostrophe_is_typed(
    admin_client: Client, rows: str, asked: str
) -> None:
    armor = make_territory(name="Côtes-d’Armor", code="22", kind="departement")
    FormerCode.objects.create(code="22999", name="Bourg-d’Armor", kind="x", territory=armor)

    address = reverse(f"admin:territories_{rows}_changelist")
    page = admin_client.get(address, {"q": asked}).content.decode()

    assert "-d’Armor</" in page


def test_territory_can_be_read_but_not_changed(admin_client: Client) -> None:
    brest = make_territory()
    address = reverse("admin:territories_territory_change", args=[brest.pk])

    page = admin_client.get(address)
    sent = admin_client.post(address, {"name": "Brest-sur-Mer"})

    assert "Brest" in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
    assert sent.status_code == 403
    brest.refresh_from_db()
    assert brest.name == "Brest"


def test_nothing_is_added_or_deleted_by_hand(admin_client: Client) -> None:
    brest = make_territory()

    adding = admin_client.get(reverse("admin:territories_territory_add"))
    deleting = admin_client.post(
        reverse("admin:territories_territory_delete", args=[brest.pk]), {"post": "yes"}
    )

    assert (adding.status_code, deleting.status_code) == (403, 403)


@pytest.mark.parametrize("how_many", [1, 3])
def test_former_codes_show_where_they_lead(admin_client: Client, how_many: int) -> None:
    brest = make_territory()
    for number in range(how_many):
        FormerCode.objects.create(
            code=f"2914{number}", name=f"Bourg {number}", kind="x", territory=brest
        )

    page = admin_client.get(reverse("admin:territories_formercode_changelist")).content.decode()

    assert page.count("Bourg") == how_many
    assert page.count("Brest") == how_many
