"""« Partir d'un texte »: asked, checked, kept, with an account and before having one."""

import re

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from licences.models import Licence
from recipes import pending
from recipes.exchange import pandoc, reading
from recipes.exchange.cards import body_of, read_card
from recipes.exchange.documents import MOST_BYTES, DocumentError
from recipes.exchange.losses import lost_lines
from recipes.exchange.reading import read_text
from recipes.exchange.reports import is_news
from recipes.models import Recipe, Revision
from recipes.views import parts
from recipes.views.from_text import CHECK, FORGET, KEEP, MOST_PASTED
from tests.factories import make_licence, make_territory, make_user
from tests.recipes.exchange.documents import MARKDOWN, written
from tests.recipes.exchange.strategies import bodies

TEXT = """\
Le troc de plantes

Objectif

Se rencontrer autour des plantes.

Matériel
des tables

Une anecdote

Territoire : Brest
Sous licence Creative Commons BY-SA.
"""
ADDRESS = "/proposer/texte/"


@pytest.fixture(autouse=True)
def _in_english():
    """Read the words as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def world(db, settings):
    """Give the site one territory and two licences, and show it in English."""
    settings.LANGUAGE_CODE = "en"
    make_territory()
    make_licence(spdx_id="CC-BY-SA-4.0", status="recommended")
    make_licence(spdx_id="CC-BY-4.0", status="recommended")
    make_licence(spdx_id="CC-BY-NC-4.0", is_free=False)


def send(client, step=CHECK, **fields):
    return client.post(ADDRESS, {"text": "", "step": step, **fields})


def field(response, name):
    """Give what a field of the page's form holds."""
    return response.context["form"][name].value()


def confirm(client, checked, **changes):
    """Send the form of the second step back as a browser does."""
    form = checked.context["form"]
    held = {one.name: one.value() for one in form if one.name != "file"}
    return send(client, KEEP, **held | changes)


def words_of(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_first_step_says_its_limits_beforehand(client, world):
    page = words_of(client.get(reverse("recipes:from_text")))

    assert ".docx, .odt" in page
    assert "20 MB" in page
    assert "no account is needed" in page


def test_heading_that_is_the_parts_own_name_is_not_told_beside_it(client, world):
    text = "# Le troc\n\n## Pourquoi\n\nPour semer."

    notes = read_text(text).about("why")

    assert [note.values["heading"] for note in notes] == ["Pourquoi"]
    with translation.override("fr"):
        assert not any(map(is_news, notes))
    assert all(map(is_news, notes))


def test_licences_are_offered_in_the_order_of_the_express_form(client, world):
    checked = send(client, text=TEXT)

    offered = [value for value, _words in checked.context["form"].fields["licence"].choices]
    assert offered[:2] == ["", "CC-BY-SA-4.0"]
    assert offered[2:] == [one.pk for one in Licence.objects.offered() if one.pk != "CC-BY-SA-4.0"]


def test_text_is_shown_part_by_part_and_nothing_is_kept(client, world):
    checked = send(client, text=TEXT)

    found = {part.field: part for part in checked.context["parts"]}
    assert list(found) == ["title", "summary", "why", "utensils", "territories"]
    assert found["title"].html == "Le troc de plantes"
    assert "“Objectif” became: why." in found["why"].reasons
    assert found["utensils"].entries[0].html == "des tables"
    assert field(checked, "licence") == "CC-BY-SA-4.0"
    assert not Recipe.objects.exists()
    assert not client.session.keys()


def test_what_is_missing_and_what_to_decide_is_told(client, world):
    page = words_of(send(client, text=TEXT))

    assert "Still to be written before it can be published: steps, credit" in page
    assert "No version of the licence is told: CC-BY-SA-4.0 is assumed." in page
    assert "marks no headings" in page


def test_what_was_not_understood_stands_under_its_own_heading(client, world):
    checked = send(client, text="# T\n\n## La fanfare\n\nElle joue.\n")

    (sections,) = [part for part in checked.context["parts"] if part.field == "sections"]
    assert [(entry.title, entry.html) for entry in sections.entries] == [
        ("La fanfare", "<p>Elle joue.</p>")
    ]


def test_text_with_a_script_is_shown_harmless(client, world):
    checked = send(client, text="# <script>a()</script>\n\n## Objectif\n\n<img src=x onerror=a()>")

    page = checked.content.decode()
    assert "<script>a" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_document_is_read_and_its_text_travels_to_the_second_step(client, world, form):
    file = SimpleUploadedFile(f"fiche.{form}", written(MARKDOWN, form))

    checked = send(client, file=file)

    assert "Le troc de plantes" in field(checked, "text")
    assert field(checked, "name") == f"fiche.{form}"
    assert checked.context["content"].title == "Le troc de plantes"


def test_text_and_document_together_are_both_kept(client, world):
    file = SimpleUploadedFile("fiche.md", "## Conseils\n\nVenir tôt.".encode())

    content = send(client, text="# Le troc\n\n## Objectif\n\nVoir.", file=file).context["content"]

    assert (content.why, content.tips) == ("Voir.", "Venir tôt.")


def test_document_without_a_title_is_called_by_its_name(client, world):
    file = SimpleUploadedFile("troc_de-plantes.md", b"## Objectif\n\nVoir.")

    assert send(client, file=file).context["content"].title == "Troc de plantes"


def test_file_of_windows_is_read_and_told(client, world):
    checked = send(client, file=SimpleUploadedFile("a.txt", "# Été".encode("cp1252")))

    assert checked.context["content"].title == "Été"
    assert "Windows-1252" in words_of(checked)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Paste a text here"),
        ({"text": " \n "}, "Paste a text here"),
        ({"text": "---\nrecette-libre: 1\na: [\n---\n"}, "read: line 3: this is not YAML"),
        (
            {"text": "---\nrecette-libre: 1\nx%: a\nx%: b\n---\n"},
            "read: line 4: the key “x%” is written twice",
        ),
        (
            {"text": "---\nrecette-libre: 9\n---\n"},
            "read: line 2: the form is that of version 9, and only 1 is read here",
        ),
        ({"text": "mot " * 100_000}, "too long"),
    ],
    ids=["nothing", "blanks", "broken source", "key twice", "later form", "too long"],
)
def test_text_that_cannot_be_read_is_refused_beside_the_field_and_still_there(
    client, world, fields, words
):
    page = send(client, **fields)

    assert words in " ".join(page.context["form"].errors["text"])
    assert field(page, "text") == fields.get("text", "")
    assert not Recipe.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00" + b"\x00" * 90, "no text"),
        (b"0" * (MOST_BYTES + 1), "too large"),
        (b"0" * 30_000_000, "weighs 30 MB"),
    ],
    ids=["empty", "exe", "just too large", "30 MB"],
)
def test_file_that_cannot_be_read_is_refused_and_the_text_is_still_there(
    client, world, data, words
):
    page = send(client, text="Mon texte", file=SimpleUploadedFile("fiche.docx", data))

    assert words in " ".join(page.context["form"].errors["file"])
    assert field(page, "text") == "Mon texte"


def test_text_changed_at_the_second_step_is_checked_again(client, world):
    checked = send(client, text=TEXT)

    again = send(
        client,
        text=TEXT.replace("Une anecdote", "## Conseils\n\nVenir tôt."),
        licence="CC-BY-4.0",
        identifier=field(checked, "identifier"),
    )

    assert again.context["content"].tips.startswith("Venir tôt.")
    assert field(again, "licence") == "CC-BY-4.0"
    assert str(field(again, "identifier")) == str(field(checked, "identifier"))


def test_confirmed_text_becomes_a_draft_of_who_confirmed_it(client, world):
    client.force_login(make_user())

    response = confirm(client, send(client, text=TEXT), licence="CC-BY-4.0")

    revision = Revision.objects.get()
    assert response["Location"] == f"/brouillons/{revision.pk}/"
    assert str(revision.author) == "Alice"
    assert revision.content.title == "Le troc de plantes"
    assert revision.content.licence == "CC-BY-4.0"
    assert revision.content.territories == ("commune:29019",)
    assert not Recipe.objects.published().exists()


def test_text_confirmed_twice_is_begun_once(client, world):
    client.force_login(make_user())
    checked = send(client, text=TEXT)

    confirm(client, checked)
    confirm(client, checked)

    assert Revision.objects.count() == 1


def test_licence_that_is_not_free_is_kept_and_told(client, world):
    client.force_login(make_user())
    checked = send(client, text=TEXT.replace("BY-SA", "BY-NC"))
    assert "not a free licence" in words_of(checked)

    confirm(client, checked)

    assert Revision.objects.get().content.licence == "CC-BY-NC-4.0"


def test_licence_nobody_offered_is_refused(client, world):
    client.force_login(make_user())

    page = send(client, KEEP, text=TEXT, licence="WTFPL")

    assert page.context["form"].errors["licence"]
    assert not Revision.objects.exists()


def test_text_confirmed_without_an_account_waits_for_one(client, world):
    response = confirm(client, send(client, text=TEXT))

    assert response["Location"].startswith(reverse("account_signup"))
    assert not Recipe.objects.exists()
    assert "A text of yours is waiting" in words_of(client.get(ADDRESS))


def test_waiting_text_becomes_the_draft_of_who_logs_in(client, world):
    make_user()
    confirm(client, send(client, text=TEXT))

    client.force_login(make_user(email="nina@example.org", name="Nina"))

    draft = Revision.objects.get()
    assert str(draft.author) == "Nina"
    assert draft.content.why == "Se rencontrer autour des plantes."
    page = client.get(reverse("recipes:proposed"))
    assert page["Location"] == f"/brouillons/{draft.pk}/"


def test_text_too_long_to_wait_is_given_back(client, world, monkeypatch):
    monkeypatch.setattr(pending, "MOST_TYPED", 10)

    page = confirm(client, send(client, text=TEXT))

    assert "sign in first" in page.context["form"].errors["text"][0]
    assert field(page, "text") == TEXT


def test_two_texts_given_without_an_account_are_two_drafts(client, world):
    other = f"Autre : {TEXT}"
    for text in (TEXT, other):
        confirm(client, send(client, text=text))
    assert "2 texts of yours are waiting" in words_of(client.get(ADDRESS))

    client.force_login(make_user())

    first, second = Revision.objects.order_by("pk")
    assert second.content.title == f"Autre : {first.content.title}"


def test_waiting_text_can_be_forgotten(client, world):
    confirm(client, send(client, text=TEXT))

    (waiting,) = client.get(ADDRESS).context["kept"]
    send(client, FORGET, identifier=waiting.identifier)

    assert "is waiting" not in words_of(client.get(ADDRESS))


def test_pictures_left_out_are_told_again_once_the_draft_is_begun(client, world):
    client.force_login(make_user())

    response = confirm(client, send(client, text=TEXT), images=3)

    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert told == ["3 pictures were not taken over: add them as photos."]


def test_too_many_documents_are_refused_for_a_while_and_texts_are_not(client, world, settings):
    settings.ACCOUNT_RATE_LIMITS = {"convert": "1/m/ip"}
    send(client, file=SimpleUploadedFile("a.md", b"# T"))

    page = send(client, text="Mon texte", file=SimpleUploadedFile("a.md", b"# T"))

    assert "try again in a minute" in page.context["form"].errors["file"][0]
    assert field(page, "text") == "Mon texte"
    assert "parts" in send(client, text=TEXT).context


def test_long_texts_are_counted_as_documents_and_stay_in_their_field(client, world, settings):
    settings.ACCOUNT_RATE_LIMITS = {"convert": "1/m/ip"}
    long = TEXT + "\n\nencore" * 9_000

    first, second = send(client, text=long), send(client, text=long)

    assert "parts" in first.context
    assert "try again in a minute" in second.context["form"].errors["text"][0]
    assert field(second, "text") == long


@pytest.mark.parametrize(
    "source",
    [
        "# a\n" * 74_000,
        "\n".join(f"## {number}" for number in range(30_000)),
        "Étapes\n" + "1. a\n" * 59_000,
        "**a**\n\n" * 42_000,
        "a\n\n" * 100_000,
        "\n".join(map(str, range(50_000))),
        "Sous licence CC BY-SA\n" * 13_000,
        "---\n" + "".join(f"k{number}: v\n" for number in range(25_000)) + "---\n# t\n",
        "# t\n\n" + ("## b\n\n" + "*a* " * 145 + "\n\n") * 500,
    ],
    ids=[
        "titles",
        "headings",
        "numbers",
        "bold",
        "paragraphs",
        "lines",
        "licences",
        "keys",
        "stars",
    ],
)
def test_longest_text_makes_few_parts_and_a_page_not_much_longer_than_itself(client, world, source):
    checked = send(client, text=source)

    entries = sum(len(part.entries) for part in checked.context["parts"])
    assert entries <= 700
    assert len(checked.content) < 3 * len(source) + 200_000
    assert lost_lines(body_of(source), checked.context["content"]) == []


def test_text_in_our_form_of_more_entries_than_a_form_shows_is_refused_in_words(client, world):
    source = "---\nrecette-libre: 1\n---\n\n# T\n\n## Ingrédients\n\n" + "- a\n" * 2_001

    page = send(client, text=source)

    assert "This text makes 2001 lines" in page.context["form"].errors["text"][0]
    assert field(page, "text") == source


def test_long_page_shows_its_end_as_it_was_typed(client, world, monkeypatch):
    monkeypatch.setattr(parts, "MOST_PIECES", 4)

    checked = send(client, text="# T\n\n## Pourquoi\n\n*a*\n\n## La suite\n\n*b* **c** <i>\n")

    found = {part.field: part for part in checked.context["parts"]}
    assert found["why"].html == "<p><em>a</em></p>"
    assert found["sections"].entries[0].html == "<pre>*b* **c** &lt;i&gt;</pre>"


# No line is lost


def without_places(card, source):
    """Stand for `placed`: the database has nothing to say here."""
    return card


@given(st.text() | bodies)
@example("---\n- a\n---\n\n# b")
@example("Objectif\n========\n\n**Gras**\n\nTITRE")
@example("**Titre**\n\n1. **Objectif**\n\nvoir\n\n__Matériel__ :\n\n    code")
@example("Titre\n\n# Objectif\n\nx")
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_line_of_any_text_is_found_again(monkeypatch, text):
    monkeypatch.setattr(reading, "placed", without_places)

    try:
        found = read_text(text)
    except DocumentError:
        return  # begins as the files of this site do, and is none

    assert lost_lines(body_of(text), found.content) == []
    if not found.card.in_our_form:
        assert "Lines to put back" not in str([s.heading for s in found.content.sections])


def test_line_that_the_reading_lost_is_put_back(monkeypatch):
    monkeypatch.setattr(reading, "placed", without_places)
    monkeypatch.setattr(reading, "read_card", lambda _source, name: read_card("# T\n\nUn", name))

    content = read_text("# T\n\nUn\n\nDeux\n\nTrois").content

    assert [(s.heading, s.text) for s in content.sections if s.heading] == [
        ("Lines to put back in their place", "Deux\n\nTrois")
    ]


# Pasting


def test_clipboard_becomes_markdown_without_an_account(client, db):
    html = "<h2>Étapes</h2><ul><li>un</li></ul>"

    for sent in ({"data": {"html": html}}, {"data": html, "content_type": "text/html"}):
        response = client.post("/convertir/", **sent)

        assert response["Content-Type"] == "text/markdown; charset=utf-8"
        assert response.content.decode() == "## Étapes\n\n-   un"


def test_clipboard_is_taken_only_from_our_pages(db):
    response = Client(enforce_csrf_checks=True).post("/convertir/", {"html": "<p>x"})

    assert response.status_code == 403


def test_clipboard_is_not_asked_for_by_a_link(client, db):
    assert client.get("/convertir/").status_code == 405


@pytest.mark.parametrize("sent", [{"content_type": "text/html"}, {}])
def test_clipboard_too_large_is_refused(client, db, sent):
    html = "é" * (MOST_PASTED // 2 + 1)

    response = client.post("/convertir/", html if sent else {"html": html}, **sent)

    assert response.status_code == 413


def test_clipboards_are_counted(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"convert": "1/m/ip"}

    codes = [client.post("/convertir/", {"html": "<p>x"}).status_code for _ in range(2)]

    assert codes == [200, 429]


def test_clipboard_that_cannot_be_converted_is_refused_in_words(client, db, monkeypatch):
    monkeypatch.setattr(pandoc, "HEAP", "1M")

    response = client.post("/convertir/", {"html": "<p>x" * 9_000})

    assert response.status_code == 422
    assert response.content
