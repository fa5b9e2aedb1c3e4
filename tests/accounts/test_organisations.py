"""Organisations, by those who belong to them and by those who do not."""

import io
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, PngImagePlugin

from accounts import logos, membership
from accounts.models import Invitation, Logo, Membership, Organisation, Role, User
from tests.factories import make_membership, make_organisation, make_territory, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def atelier() -> Organisation:
    return make_organisation(name="Atelier")


@pytest.fixture
def manager(atelier) -> User:
    user = make_user(email="mona@example.org", name="Mona")
    make_membership(user=user, organisation=atelier, manages=True)
    return user


@pytest.fixture
def writer(atelier) -> User:
    user = make_user(email="wilo@example.org", name="Wilo")
    make_membership(user=user, organisation=atelier)
    return user


@pytest.fixture
def stranger() -> User:
    """Give somebody who manages another organisation."""
    user = make_user(email="sam@example.org", name="Sam")
    make_membership(user=user, organisation=make_organisation(name="Ailleurs"), manages=True)
    return user


def address(name: str, *args: object) -> str:
    return reverse(f"accounts:{name}", args=["atelier", *args])


def picture(
    kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **more: object
) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size).save(made, kind, **more)
    return made.getvalue()


def describe(**told: object) -> dict[str, object]:
    return {"name": "Atelier", "kind": "collective"} | told


# Who may


@pytest.mark.parametrize("who", ["stranger", "writer", "manager"])
def test_pages_of_an_organisation_are_found_by_those_they_are_for(request, as_, atelier, who):
    client = as_(request.getfixturevalue(who))
    own = request.getfixturevalue(who).memberships.filter(organisation=atelier).exists()

    assert client.get(address("organisation")).status_code == (200 if own else 404)
    assert client.get(address("leave")).status_code == (200 if own else 404)
    manages = who == "manager"
    assert client.get(address("edit_organisation")).status_code == (200 if manages else 404)


@pytest.mark.parametrize("name", ["organisation", "leave", "edit_organisation"])
def test_visitor_is_asked_to_log_in_first(client, atelier, name):
    page = client.get(address(name))

    assert page.status_code == 302
    assert page["Location"] == f"{reverse('account_login')}?next={address(name)}"


@pytest.mark.parametrize("who", ["stranger", "writer", None])
def test_who_does_not_manage_changes_nothing(request, as_, atelier, manager, writer, who):
    client = as_(request.getfixturevalue(who)) if who else Client()
    invitation, _token = membership.invite(
        atelier, email="i@example.org", role="writes", by=manager
    )
    own, other = writer.memberships.get(), manager.memberships.get()
    expected = 404 if who else 302

    for answer in (
        client.post(address("organisation"), {"email": "a@example.org", "role": "manages"}),
        client.post(address("edit_organisation"), describe(name="Pris")),
        client.post(address("change_role", own.pk), {"role": "manages"}),
        client.post(address("remove_member", other.pk)),
        client.post(address("withdraw_invitation", invitation.pk)),
    ):
        assert answer.status_code == expected

    atelier.refresh_from_db()
    assert atelier.name == "Atelier"
    assert atelier.members.count() == 2
    assert atelier.memberships.managing().count() == 1
    assert list(Invitation.objects.all()) == [invitation]
    assert mail.outbox == []


def test_manager_of_another_organisation_reaches_no_member_of_this_one(as_, stranger, writer):
    client = as_(stranger)
    pk = writer.memberships.get().pk

    for name in ("change_role", "remove_member"):
        answer = client.post(reverse(f"accounts:{name}", args=["ailleurs", pk]), {"role": "writes"})
        assert answer.status_code == 404

    assert writer.memberships.exists()


# Create and describe


def test_who_creates_an_organisation_manages_it(as_, writer, atelier):
    brest = make_territory(name="Brest")

    as_(writer).post(
        reverse("accounts:create_organisation"),
        describe(place="brest", website="example.org", presentation="On répare."),
    )

    made = Organisation.objects.exclude(pk=atelier.pk).get()
    assert (made.name, made.slug, made.kind) == ("Atelier", "atelier-2", "collective")
    assert (made.territory, made.website) == (brest, "https://example.org")
    assert list(Organisation.objects.managed_by(writer)) == [made]


def test_every_kind_of_the_network_can_be_chosen(as_, writer):
    page = as_(writer).get(reverse("accounts:create_organisation"))

    assert [value for value, _words in page.context["form"].fields["kind"].choices] == [
        "association", "public", "collective", "social-enterprise", "school", "other",
    ]  # fmt: skip


def test_change_keeps_the_address(as_, manager, atelier):
    as_(manager).post(address("edit_organisation"), describe(name="Atelier neuf", slug="autre"))

    atelier.refresh_from_db()
    assert (atelier.name, atelier.slug, atelier.territory) == ("Atelier neuf", "atelier", None)


def test_ambiguous_place_is_asked_about_and_nothing_typed_is_lost(as_, manager, atelier):
    commune = make_territory(name="Saint-Martin", code="29001")
    make_territory(name="Saint-Martin", code="56001")
    client = as_(manager)
    typed = describe(name="Neuf", place="Saint-Martin", presentation="Un texte <long>")

    page = client.post(address("edit_organisation"), typed)

    assert page.status_code == 200
    assert 'value="Neuf"' in page.text
    assert "Un texte &lt;long&gt;" in page.text
    assert page.text.count('name="chosen"') == 2
    client.post(address("edit_organisation"), {**typed, "chosen": commune.slug})
    atelier.refresh_from_db()
    assert (atelier.name, atelier.territory) == ("Neuf", commune)


def test_unknown_place_is_refused_with_its_words_kept(as_, manager, atelier):
    make_territory(name="Brest")

    page = as_(manager).post(address("edit_organisation"), describe(place="Zzyzx-lès-Nulle-Part"))

    assert page.context["form"].errors.keys() == {"place"}
    assert 'value="Zzyzx-lès-Nulle-Part"' in page.text


def test_suggestion_chosen_before_other_words_were_typed_is_not_taken(as_, manager, atelier):
    brest = make_territory(name="Brest")
    quimper = make_territory(name="Quimper", code="29232")
    typed = describe(place="Quimper", territory=brest.slug)

    as_(manager).post(address("edit_organisation"), typed)

    atelier.refresh_from_db()
    assert atelier.territory == quimper
    as_(manager).post(address("edit_organisation"), describe(place=""))
    atelier.refresh_from_db()
    assert atelier.territory is None


# Logo


def test_logo_is_kept_small_without_what_the_file_carried_and_shown_to_all(as_, manager, atelier):
    place = PngImagePlugin.PngInfo()
    place.add_text("Location", "48.39, -4.48")
    sent = SimpleUploadedFile("../../logo.png", picture(size=(900, 300), pnginfo=place))
    client = as_(manager)

    client.post(address("edit_organisation"), describe(picture=sent))

    atelier.refresh_from_db()
    at = reverse("accounts:logo", args=["atelier", atelier.logo])
    answer = Client().get(at)
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]
    assert b"48.39" not in answer.content
    shown = Image.open(io.BytesIO(answer.content))
    assert (shown.format, shown.size) == ("WEBP", (320, 107))
    assert at in Client().get(atelier.get_absolute_url()).text

    client.post(address("edit_organisation"), describe(without_logo="on"))
    assert Client().get(at).status_code == 404
    assert not Logo.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"GIF89a<script>alert(1)</script>",
        picture("GIF"),
        picture()[:60],
        b"\x89PNG\r\n\x1a\n" + b"0" * 100,
        picture() + b"0" * logos.MOST_BYTES,
        picture(size=(20_000, 20_000), mode="1"),
        picture(size=(5_000, 4_000), mode="1"),
        b"",
        picture("JPEG") + b"\xff\xda\x00\x02" * 200,
    ],
    ids=[
        "svg",
        "polyglot",
        "gif",
        "truncated",
        "rubbish",
        "heavy",
        "bomb",
        "vast",
        "empty",
        "scans",
    ],
)
def test_logo_that_is_not_a_plain_picture_is_refused_in_words(as_, manager, atelier, data):
    sent = SimpleUploadedFile("logo.png", data, content_type="image/png")

    page = as_(manager).post(address("edit_organisation"), describe(name="Neuf", picture=sent))

    assert page.context["form"].errors.keys() == {"picture"}
    assert 'value="Neuf"' in page.text
    assert not Logo.objects.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (picture("GIF"), "GIF"),
        (picture(size=(20_000, 20_000), mode="1"), "16 millions de pixels"),
        (picture()[:60], "abîmée"),
        (b"%PDF-1.7", "PNG, JPEG et WebP"),
    ],
    ids=["svg", "gif", "bomb", "truncated", "pdf"],
)
def test_refused_logo_is_told_the_true_reason(data, why):
    with pytest.raises(logos.LogoRefusedError, match=why):
        logos.prepare(SimpleUploadedFile("logo", data))


def test_animated_or_turned_or_transparent_picture_becomes_a_logo():
    turned = Image.Exif()
    turned[0x0112] = 6
    jpeg = SimpleUploadedFile("a.jpg", picture("JPEG", size=(200, 100), exif=turned))
    clear = io.BytesIO()
    Image.new("LA", (50, 50)).save(clear, "PNG")

    upright = Image.open(io.BytesIO(logos.prepare(jpeg)))
    see_through = Image.open(io.BytesIO(logos.prepare(SimpleUploadedFile("b", clear.getvalue()))))

    assert upright.height > upright.width
    assert not upright.getexif()
    assert see_through.mode == "RGBA"


# Invite and join


@pytest.fixture
def ines() -> User:
    return make_user(email="autre@example.org", name="Inès")


def test_invited_person_joins_once_whatever_the_address_of_their_account(
    as_, manager, ines, atelier, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        link = invite_by_hand(atelier, manager)
    client = as_(ines)

    page = client.get(link)
    assert "Mona" in page.text
    assert "ines@example.org" in page.text
    assert not ines.memberships.exists()
    client.post(link)

    assert ines.memberships.get().role == Role.WRITES
    other = make_user(email="o@example.org", name="Omar")
    assert as_(other).get(link).status_code == 410
    assert as_(other).post(link).status_code == 410
    assert not other.memberships.exists()


def invite_by_hand(atelier: Organisation, manager: User, role: str = Role.WRITES) -> str:
    _invitation, token = membership.invite(atelier, email="ines@example.org", role=role, by=manager)
    return reverse("accounts:invitation", args=[token])


def test_invitation_is_sent_with_its_link(
    as_, manager, atelier, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        as_(manager).post(address("organisation"), {"email": "i@example.org", "role": "writes"})

    (message,) = mail.outbox
    assert message.to == ["i@example.org"]
    assert "Atelier" in message.subject
    link = re.search(r"http://testserver(/compte/invitations/\S+)", str(message.body))
    assert link
    assert Client().get(link.group(1)).status_code == 200
    assert Invitation.objects.get().fingerprint not in str(message.body)
    assert str(message.body).endswith(f"\n\nRecettes libres\n{settings.SITE_URL}/\n")


def test_names_put_no_lines_of_their_own_in_an_invitation(
    as_, manager, atelier, django_capture_on_commit_callbacks
):
    client = as_(manager)
    client.post(reverse("accounts:profile"), {"name": "Mona\r\n\r\nPayez ici\x00"})
    client.post(reverse("accounts:profile"), {"name": "Mona\r\n\r\nPayez\u202e ici"})
    client.post(address("edit_organisation"), describe(name="Atelier\nBcc: x@example.org"))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("organisation"), {"email": "ines@example.org", "role": Role.WRITES})

    manager.refresh_from_db()
    atelier.refresh_from_db()
    assert manager.name == "Mona Payez ici"
    assert atelier.name == "Atelier Bcc: x@example.org"
    (message,) = mail.outbox
    assert "Mona Payez ici" in str(message.body)
    assert message.recipients() == ["ines@example.org"]


def test_browser_tells_the_site_where_the_answer_to_an_invitation_comes_from(
    as_, manager, ines, atelier
):
    page = as_(ines).get(invite_by_hand(atelier, manager))

    # With « no-referrer » it would send « Origin: null », and the answer be refused as forged.
    assert page["Referrer-Policy"] == "same-origin"


def test_of_two_who_open_one_link_at_once_the_first_gets_in(manager, ines, stranger, atelier):
    invite_by_hand(atelier, manager)
    seen_by_both = Invitation.objects.get()

    membership.join(seen_by_both, user=ines)
    with pytest.raises(membership.InvitationClosedError):
        membership.join(seen_by_both, user=stranger)

    assert set(atelier.members.all()) == {manager, ines}


def test_invitation_expires(as_, manager, ines, atelier):
    link = invite_by_hand(atelier, manager)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert as_(ines).get(link).status_code == 410
    assert as_(ines).post(link).status_code == 410
    with pytest.raises(membership.InvitationClosedError):
        membership.join(Invitation.objects.get(), user=ines)
    assert not ines.memberships.exists()
    assert not Invitation.objects.open().exists()
    lasts = membership.invite(atelier, email="a@example.org", role="writes", by=manager)[0]
    assert timedelta(days=13) < lasts.expires_at - timezone.now() <= timedelta(days=14)


def test_who_no_longer_manages_lets_nobody_in_by_an_invitation_sent_before(
    as_, manager, ines, atelier
):
    second = make_membership(user=ines, organisation=atelier, manages=True)
    way_back = invite_by_hand(atelier, ines, role=Role.MANAGES)
    meant = membership.invite(atelier, email="b@example.org", role="writes", by=manager)[0]

    as_(manager).post(address("remove_member", second.pk))
    page = as_(ines).post(way_back)

    assert page.status_code == 410
    assert not Organisation.objects.of(ines).exists()
    assert list(Invitation.objects.all()) == [meant]


def test_who_now_only_writes_makes_nobody_a_manager(as_, manager, ines, atelier):
    second = make_membership(user=ines, organisation=atelier, manages=True)
    way_back = invite_by_hand(atelier, ines, role=Role.MANAGES)

    as_(manager).post(address("change_role", second.pk), {"role": Role.WRITES})
    as_(ines).post(way_back)

    assert list(Organisation.objects.managed_by(ines)) == []


def test_invitation_taken_back_or_replaced_lets_nobody_in(as_, manager, ines, atelier):
    first = invite_by_hand(atelier, manager)
    second = invite_by_hand(atelier, manager)
    assert as_(ines).get(first).status_code == 410
    assert as_(ines).get(second).status_code == 200

    as_(manager).post(address("withdraw_invitation", Invitation.objects.get().pk))

    assert as_(ines).post(second).status_code == 410
    assert as_(ines).get(reverse("accounts:invitation", args=["devine"])).status_code == 410


def test_visitor_with_an_invitation_is_led_through_signing_up_and_back(client, manager, atelier):
    link = invite_by_hand(atelier, manager)

    page = client.get(link)
    assert f"{reverse('account_signup')}?next={link}&amp;email=ines%40example.org" in page.text
    signing_up = client.get(reverse("account_signup"), {"next": link, "email": "ines@example.org"})
    assert 'value="ines@example.org"' in signing_up.text
    assert f"{reverse('account_login')}?next={link}" in page.text
    client.post(link)
    assert atelier.members.count() == 1

    told = {"name": "Inès", "email": "ines@example.org", "password1": "", "next": link}
    client.post(reverse("account_signup"), told)
    code = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code
    page = client.post(reverse("account_email_verification_sent"), {"code": code.group(1)})
    assert page["Location"] == link
    client.post(link)
    assert atelier.members.filter(email="ines@example.org").exists()


def test_invitation_never_takes_a_role_away_but_may_give_more(as_, manager, writer, atelier):
    as_(manager).post(invite_by_hand(atelier, manager))
    assert manager.memberships.get().role == Role.MANAGES

    as_(writer).post(invite_by_hand(atelier, manager, Role.MANAGES))
    assert writer.memberships.get().role == Role.MANAGES


def test_member_is_not_invited_again_and_a_wrong_address_stays_in_its_field(
    as_, manager, writer, atelier
):
    client = as_(manager)

    again = client.post(address("organisation"), {"email": "WILO@example.org", "role": "writes"})
    wrong = client.post(address("organisation"), {"email": "wilo@", "role": "manages"})

    assert again.context["form"].errors.keys() == {"email"}
    assert 'value="wilo@"' in wrong.text
    assert re.search(r'value="manages"[^>]* checked', wrong.text)
    assert not Invitation.objects.exists()


def test_invitations_are_limited(as_, manager, atelier):
    client = as_(manager)
    answers = [
        client.post(address("organisation"), {"email": f"a{n}@example.org", "role": "writes"})
        for n in range(21)
    ]

    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert Invitation.objects.count() == 20


# Roles and leaving


def test_manager_gives_and_takes_the_role(as_, manager, writer, atelier):
    client, pk = as_(manager), writer.memberships.get().pk

    client.post(address("change_role", pk), {"role": "manages"})
    assert writer.memberships.get().role == Role.MANAGES
    client.post(address("change_role", pk), {"role": "writes"})
    assert writer.memberships.get().role == Role.WRITES
    client.post(address("change_role", pk), {"role": "reigns"})
    assert writer.memberships.get().role == Role.WRITES
    client.post(address("remove_member", pk))
    assert not writer.memberships.exists()


def test_removing_a_member_is_asked_first_naming_them(as_, manager, writer, atelier):
    client, pk = as_(manager), writer.memberships.get().pk

    page = client.get(address("remove_member", pk))

    assert str(writer) in page.text
    assert writer.memberships.exists()
    assert address("remove_member", pk) in client.get(address("organisation")).text
    assert as_(writer).get(address("remove_member", pk)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("maille.example.org", "https://maille.example.org"),
        ("http://maille.example.org/nous", "http://maille.example.org/nous"),
        ("", ""),
    ],
)
def test_website_is_taken_as_people_write_it(as_, manager, atelier, typed, kept):
    as_(manager).post(address("edit_organisation"), describe(website=typed))

    atelier.refresh_from_db()
    assert atelier.website == kept


def test_website_that_is_none_is_refused_in_words_beside_it(as_, manager, atelier):
    page = as_(manager).post(address("edit_organisation"), describe(website="notre page"))

    assert "comme www.exemple.fr" in page.text
    assert 'type="url"' not in page.text


def test_last_manager_stays_while_others_remain(as_, manager, writer, atelier):
    client, own = as_(manager), manager.memberships.get()

    client.post(address("leave"))
    client.post(address("remove_member", own.pk))
    client.post(address("change_role", own.pk), {"role": "writes"})

    assert manager.memberships.get().role == Role.MANAGES
    as_(writer).post(address("leave"))
    assert not writer.memberships.exists()
    client.post(address("change_role", own.pk), {"role": "writes"})
    assert manager.memberships.get().role == Role.MANAGES
    client.post(address("leave"))
    assert not Membership.objects.filter(organisation=atelier).exists()


def test_only_member_is_told_before_leaving_that_nobody_will_be_left(as_, manager, atelier):
    client, nobody = as_(manager), "Personne d’autre n’en est membre"
    alone = client.get(address("leave")).text
    make_membership(user=make_user(email="v@example.org", name="Vera"), organisation=atelier)

    with_another = client.get(address("leave")).text

    assert nobody in alone
    assert "une autre invitation" not in alone
    assert nobody not in with_another
    assert "une autre invitation" in with_another


def test_manager_leaves_once_another_manages(as_, manager, writer, atelier):
    membership.change_role(writer.memberships.get(), role=Role.MANAGES)

    as_(manager).post(address("leave"))

    assert list(atelier.members.all()) == [writer]


@pytest.mark.parametrize("how_many", [1, 3])
def test_lists_cost_the_same_however_long(
    as_, manager, atelier, django_assert_num_queries, how_many
):
    for number in range(how_many):
        user = make_user(email=f"m{number}@example.org", name=f"M{number}")
        make_membership(user=user, organisation=atelier)
        membership.invite(atelier, email=f"i{number}@example.org", role="writes", by=manager)
        other = make_organisation(name=f"Autre {number}")
        make_membership(user=manager, organisation=other)
    client = as_(manager)

    with django_assert_num_queries(6):
        page = client.get(address("organisation"))
    assert len(page.context["memberships"]) == how_many + 1
    assert len(page.context["invitations"]) == how_many

    with django_assert_num_queries(4):
        page = client.get(reverse("accounts:home"))
    assert len(page.context["memberships"]) == how_many + 1
