"""The editor: what is typed is what the draft says, whatever is typed and whoever else types."""

from dataclasses import fields
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Membership, User
from recipes import workflow
from recipes.content import (
    Difficulty,
    Ingredient,
    Link,
    Phase,
    RecipeContent,
    Related,
    Step,
    one_line,
)
from recipes.durations import parse_duration, write_duration
from recipes.forms.editor import LISTS
from recipes.models import Recipe, Revision
from recipes.models.revision import Status
from tests.factories import (
    content_of,
    make_content,
    make_licence,
    make_organisation,
    make_recipe,
    make_territory,
    make_user,
)
from tests.recipes.strategies import contents, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    """Somebody who writes."""
    return make_user()


@pytest.fixture
def writer(client: Client, alice: User) -> Client:
    """Alice's browser."""
    client.force_login(alice)
    return client


FORM = "application/x-www-form-urlencoded"


def draft(author: User, **told: Any) -> Revision:
    """Begin a draft of `author` that says `told` and nothing else."""
    return workflow.start(RecipeContent(**told), author=author)


def edit(revision: Revision) -> str:
    """Give the address of the editor."""
    return reverse("recipes:edit", args=[revision.pk])


def autosave(revision: Revision) -> str:
    """Give the address where the editor keeps what is typed."""
    return reverse("recipes:autosave", args=[revision.pk])


class Page(HTMLParser):
    """What a browser would send of the editor's form: pairs of name and value, in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: list[tuple[str, str]] = []
        self._templates = 0
        self._in_form = False
        self._area: tuple[str, list[str]] | None = None
        self._select: tuple[str, list[str]] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note controls as they come."""
        told = dict(attrs)
        if tag == "template":
            self._templates += 1
        if tag == "form":
            self._in_form = told.get("id") == "editor"
        if self._templates or not self._in_form:
            return
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "input" and name and told.get("type") not in {"file", "submit"}:
            if told.get("type") != "radio" or "checked" in told:
                self.pairs.append((name, value))
        elif tag == "textarea":
            self._area = (name, [])
        elif tag == "select":
            self._select = (name, [])
        elif tag == "option" and self._select and "selected" in told:
            self._select[1].append(value)

    def handle_data(self, data: str) -> None:
        """Read what a text holds."""
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag == "template":
            self._templates -= 1
        elif tag == "form":
            self._in_form = False
        elif tag == "textarea" and self._area:
            self.pairs.append((self._area[0], "".join(self._area[1]).removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select:
            self.pairs += [(self._select[0], value) for value in self._select[1]]
            self._select = None

    @property
    def data(self) -> QueryDict:
        """What is sent."""
        sent = QueryDict(mutable=True)
        for name, value in self.pairs:
            sent.appendlist(name, value)
        return sent

    @property
    def values(self) -> set[str]:
        """All that stands in a control, on one line."""
        return {one_line(value) for _name, value in self.pairs}


def typed_in(response: Any) -> Page:
    """Read the form of a page."""
    assert response.status_code == 200, response
    return Page(response.content.decode())


def send(client: Client, address: str, page: Page, **changes: Any) -> Any:
    """Send the form as a browser does, some values changed."""
    data = page.data
    for name, value in changes.items():
        data[name] = value
    return client.post(address, data.urlencode(), content_type=FORM)


# Whatever a draft holds


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(content=contents)
def test_any_draft_opened_and_saved_in_a_browser_is_the_same(db, content):
    author = User.objects.filter(email="alice@example.org").first() or make_user()
    client = Client()
    client.force_login(author)
    revision = workflow.start(content, author=author)
    before = revision.content

    page = typed_in(client.get(edit(revision)))
    answer = send(client, autosave(revision), page)

    assert answer.status_code == 200
    revision.refresh_from_db()
    assert revision.content == before
    assert revision.edition == 1


WRITTEN = st.dictionaries(
    st.sampled_from(
        [
            *(f.name for f in fields(RecipeContent) if f.name not in {"photos", "documents"}),
            "territory",
            *(
                f"{columns.name}-{number}-{cell.name}"
                for columns in LISTS.values()
                for cell in columns.cells
                if cell.control in {"line", "text"} and cell.name != "url"
                for number in (0, 1, 7)
            ),
        ]
    ),
    st.one_of(texts, st.sampled_from(["douze", "12 personnes", "2 h 30", "Brest", "9" * 5000])),
    max_size=8,
)
ON_PURPOSE = {"extra", "adapted_from", "imported_from", "territories", "organisation", *LISTS}
"""What the editor has no control for, or one where nothing is typed."""


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(written=WRITTEN)
def test_any_text_typed_anywhere_is_in_the_page_after_saving(db, written):
    author = User.objects.filter(email="alice@example.org").first() or make_user()
    client = Client()
    client.force_login(author)
    revision = draft(author, title="Un essai")
    page = typed_in(client.get(edit(revision)))

    saved = send(client, edit(revision), page, **written)
    after = typed_in(client.get(saved.headers["Location"]))

    typed = {
        one_line(value)
        for name, value in written.items()
        if name not in ON_PURPOSE and one_line(value)
    }
    themes = written.get("tags", "")
    typed.discard(one_line(themes))  # written again with one kind of comma
    assert {value for value in typed if not _stands(value, after)} == set()


def _stands(value: str, page: Page) -> bool:
    """Say whether these words are in a control; durations and numbers may be spelt anew."""
    return (
        any(value in shown or value.lower() == shown for shown in page.values)
        or value in {" ".join(shown.split()) for shown in page.values}
        or _respelt(value) in page.values
    )


def _respelt(value: str) -> str:
    minutes = parse_duration(value)
    if minutes is not None:
        return write_duration(minutes)
    return value.replace(" ", "").lstrip("0") or "0"


def test_number_and_duration_that_cannot_be_read_stay_in_their_fields_with_the_reason(
    writer, alice
):
    revision = draft(alice, title="Un essai", participants_min=3, minutes=60)
    page = typed_in(writer.get(edit(revision)))

    send(writer, edit(revision), page, participants_min="une dizaine", minutes="longtemps")
    response = writer.get(edit(revision))

    revision.refresh_from_db()
    assert revision.content.participants_min is None
    assert revision.unread == {"participants_min": "une dizaine", "minutes": "longtemps"}
    after = typed_in(response).data
    assert after["participants_min"] == "une dizaine"
    assert after["minutes"] == "longtemps"
    assert response.content.decode().count('class="field-error"') == 2


def test_step_with_a_duration_nobody_can_read_keeps_it_beside_that_step(writer, alice):
    steps = (Step("Ouvrir"), Step("Fermer", minutes=5))
    revision = draft(alice, steps=steps)
    page = typed_in(writer.get(edit(revision)))

    send(writer, edit(revision), page, **{"steps-1-minutes": "un moment"})
    after = typed_in(writer.get(edit(revision))).data

    assert after["steps-1-title"] == "Fermer"
    assert after["steps-1-minutes"] == "un moment"
    assert after["steps-0-minutes"] == ""


def test_step_that_has_only_a_duration_stays_where_it_was_typed(writer, alice):
    revision = draft(alice, steps=(Step("Ouvrir"), Step("Fermer")))
    data = {"shown": "steps", "seen": "1"} | {
        "steps-0-title": "Ouvrir",
        "steps-5-minutes": "10 min",
        "steps-1-title": "Fermer",
    }

    writer.post(edit(revision), data)
    after = typed_in(writer.get(edit(revision))).data

    revision.refresh_from_db()
    assert [step.title for step in revision.content.steps] == ["Ouvrir", "Fermer"]
    assert [after[f"steps-{n}-title"] for n in range(3)] == ["Ouvrir", "", "Fermer"]
    assert after["steps-1-minutes"] == "10 min"


# Who may


@pytest.mark.parametrize("name", ["edit", "autosave", "preview"])
def test_draft_does_not_exist_for_others_nor_for_reviewers(client, alice, name):
    revision = draft(alice, title="Secret")
    address = reverse(f"recipes:{name}", args=[revision.pk])
    reviewer = make_user(email="rita@example.org", is_staff=True)
    stranger = make_user(email="bob@example.org")
    Membership.objects.create(
        user=stranger, organisation=make_organisation(name="Une autre"), role="manages"
    )

    for somebody in (reviewer, stranger):
        client.force_login(somebody)
        answer = client.post(address, {"title": "Volé", "seen": 1}) if name != "preview" else None
        assert client.get(address).status_code in {404, 405}
        assert answer is None or answer.status_code == 404

    revision.refresh_from_db()
    assert revision.content.title == "Secret"
    assert Revision.objects.count() == 1


def test_member_of_the_organisation_writes_the_draft_of_another(client, alice):
    organisation = make_organisation()
    bob = make_user(email="bob@example.org", name="Bob")
    for member in (alice, bob):
        Membership.objects.create(user=member, organisation=organisation, role="writes")
    revision = draft(alice, title="À nous", organisation=organisation.slug)
    client.force_login(bob)

    client.post(autosave(revision), {"summary": "De Bob.", "seen": 1})

    revision.refresh_from_db()
    assert revision.content == RecipeContent(
        title="À nous", summary="De Bob.", organisation=organisation.slug
    )


def test_member_removed_since_the_page_was_opened_is_given_their_words_back(client, alice):
    organisation = make_organisation()
    bob = make_user(email="bob@example.org", name="Bob")
    belonged = Membership.objects.create(user=bob, organisation=organisation, role="writes")
    revision = draft(alice, title="Brouillon d’Alice", organisation=organisation.slug)
    client.force_login(bob)
    belonged.delete()

    answer = client.post(edit(revision), {"why": "Une heure de <travail>", "seen": 1})

    assert answer.status_code == 404
    assert "Une heure de &lt;travail&gt;" in answer.text
    assert "Alice" not in answer.text


def test_visitor_is_led_to_log_in_and_back(client, alice):
    revision = draft(alice, title="Secret")

    response = client.get(edit(revision))

    assert response.status_code == 302
    assert response.headers["Location"].endswith(f"?next={edit(revision)}")


def test_autosave_after_the_session_ended_says_so_and_the_text_is_there_after_logging_in(
    client, alice
):
    revision = draft(alice, title="Un essai")

    answer = client.post(
        autosave(revision),
        {"title": "Un essai", "why": "Tapé trop tard.", "seen": 1},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 401
    assert f"next={edit(revision)}" in answer.json()["login"]
    client.force_login(alice)
    response = client.get(edit(revision))
    assert typed_in(response).data["why"] == "Tapé trop tard."
    assert b"data-found-again" in response.content


def test_number_no_draft_can_have_is_no_page(writer):
    assert writer.get("/brouillons/99999999999999999999999/").status_code == 404


# Keeping


def test_autosave_keeps_the_text_and_says_when_and_what_is_missing(writer, alice):
    revision = draft(alice, title="Un essai")

    answer = writer.post(autosave(revision), {"summary": "En bref.", "seen": 1}).json()

    revision.refresh_from_db()
    assert revision.content == RecipeContent(title="Un essai", summary="En bref.")
    assert answer["edition"] == revision.edition == 2
    assert answer["revision"] == revision.pk
    assert answer["elsewhere"] is None
    assert 'href="#id_why"' in answer["progress"]
    assert 'href="#id_summary"' not in answer["progress"]


def test_two_tabs_on_one_draft_are_told_and_both_texts_stay(writer, alice):
    revision = draft(alice, title="Un essai")
    writer.post(autosave(revision), {"why": "Le premier onglet.", "seen": 1})

    answer = writer.post(autosave(revision), {"why": "Le second onglet.", "seen": 1}).json()

    revision.refresh_from_db()
    other = Revision.objects.get(pk=answer["revision"])
    assert other.pk != revision.pk
    assert revision.content.why == "Le premier onglet."
    assert other.content.why == "Le second onglet."
    assert answer["elsewhere"]["compare"] == reverse(
        "recipes:compare", args=[other.pk, revision.pk]
    )
    assert answer["elsewhere"]["words"].startswith("Vous avez enregistré une autre version")
    assert answer["addresses"]["edit"] == edit(other)
    assert answer["addresses"]["edit"] in writer.get(edit(other)).content.decode()


def test_saving_over_another_edition_without_script_leads_to_ones_own_draft(writer, alice):
    revision = draft(alice, title="Un essai")
    writer.post(autosave(revision), {"why": "Ailleurs.", "seen": 1})

    response = writer.post(edit(revision), {"why": "Ici.", "seen": 1}, follow=True)

    other = revision.recipe.revisions.exclude(pk=revision.pk).get()
    assert response.redirect_chain[0][0] == edit(other)
    assert typed_in(response).data["why"] == "Ici."
    compare = reverse("recipes:compare", args=[other.pk, revision.pk])
    assert compare in response.content.decode()


def test_who_kept_another_edition_of_ones_own_draft_is_named(writer, alice):
    organisation = make_organisation()
    ines = make_user(email="ines@example.org", name="Inès")
    for member in (alice, ines):
        Membership.objects.create(user=member, organisation=organisation, role="writes")
    revision = draft(alice, title="Un essai", organisation=organisation.slug)
    kept = revision.content.replace(why="D’Inès")
    workflow.save_draft(revision, kept, by=ines, seen=revision.edition)

    answer = writer.post(autosave(revision), {"why": "D’Alice", "seen": 1}).json()
    shown = writer.get(edit(revision.recipe.revisions.get(pk=answer["revision"]))).text

    assert "version de ce brouillon a été enregistrée par Inès" in answer["elsewhere"]["words"]
    assert "Un autre brouillon de cette recette a été enregistré par Inès" in shown


def test_draft_sent_or_withdrawn_meanwhile_is_told_as_such(writer, alice):
    revision = draft(alice, title="Un essai")
    workflow.withdraw(revision)

    answer = writer.post(autosave(revision), {"why": "Encore.", "seen": 1}).json()

    assert answer["elsewhere"]["words"].startswith("Ce brouillon ne s’écrit plus (retirée)")


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "²"])
def test_forged_edition_never_writes_over_a_draft(writer, alice, seen):
    revision = draft(alice, title="Un essai")

    answer = writer.post(autosave(revision), {"title": "Autre", "seen": seen}).json()

    revision.refresh_from_db()
    assert revision.content.title == "Un essai"
    assert Revision.objects.get(pk=answer["revision"]).content.title == "Autre"


def test_text_typed_after_the_draft_was_sent_from_another_tab_is_kept(writer, alice):
    recipe = make_recipe(published=False, author=alice)
    revision = recipe.revisions.get()
    workflow.send(revision, by=alice)

    answer = writer.post(autosave(revision), {"why": "Encore un mot.", "seen": 1}).json()

    assert Revision.objects.get(pk=answer["revision"]).content.why == "Encore un mot."
    revision.refresh_from_db()
    assert revision.status == Status.SUBMITTED
    assert revision.content == make_content()


def test_what_the_page_does_not_show_stays(writer, alice):
    parent = make_recipe()
    revision = workflow.adapt(parent, author=alice)
    workflow.save_draft(
        revision,
        revision.content.replace(extra={"autre": "x"}, imported_from="https://example.org/"),
        by=alice,
        seen=1,
    )
    page = typed_in(writer.get(edit(revision)))

    send(writer, edit(revision), page, summary="Adaptée.")

    revision.refresh_from_db()
    assert revision.content.summary == "Adaptée."
    assert revision.content.adapted_from[0].identifier == str(parent.uuid)
    assert revision.content.extra == {"autre": "x"}
    assert revision.content.imported_from == "https://example.org/"


def test_save_says_when_and_tells_the_browser_that_its_copy_arrived(writer, alice):
    revision = draft(alice, title="Un essai")

    response = writer.post(edit(revision), {"seen": 1, "title": "Mieux", "copy": "ab12"})

    assert response.headers["Location"] == f"{edit(revision)}?recu=ab12"
    assert "seen" in typed_in(writer.get(edit(revision))).data


# Lines, without JavaScript


def titles_of(revision: Revision) -> list[str]:
    """Give the titles of the steps kept."""
    revision.refresh_from_db()
    return [step.title for step in revision.content.steps]


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("steps-up-1", ["Deux", "Un", "Trois"]),
        ("steps-down-1", ["Un", "Trois", "Deux"]),
        ("steps-up-0", ["Un", "Deux", "Trois"]),
        ("steps-down-2", ["Un", "Deux", "Trois"]),
        ("steps-remove-1", ["Un", "Trois"]),
        ("steps-remove-9", ["Un", "Deux", "Trois"]),
        ("steps-explode-1", ["Un", "Deux", "Trois"]),
        ("steps", ["Un", "Deux", "Trois"]),
        ("steps-undo", ["Un", "Deux", "Trois"]),
    ],
)
def test_button_of_a_line_changes_the_list_and_keeps_what_was_typed(writer, alice, button, order):
    revision = draft(alice, steps=(Step("Un"), Step("Deux"), Step("Trois")))
    page = typed_in(writer.get(edit(revision)))

    response = send(writer, edit(revision), page, do=button, why="Tapé juste avant.")

    assert response.status_code == 302
    assert titles_of(revision) == order
    assert revision.content.why == "Tapé juste avant."


def test_line_taken_out_can_be_put_back_where_it_was(writer, alice):
    steps = (Step("Un"), Step("Deux", "Le texte.", Phase.AFTER, 5), Step("Trois"))
    revision = draft(alice, steps=steps)
    page = typed_in(writer.get(edit(revision)))

    send(writer, edit(revision), page, do="steps-remove-1")
    response = writer.get(edit(revision))
    send(writer, edit(revision), typed_in(response), do="steps-undo")

    assert b'value="steps-undo"' in response.content
    assert titles_of(revision) == ["Un", "Deux", "Trois"]
    assert revision.content.steps == steps
    assert b'value="steps-undo"' not in writer.get(edit(revision)).content


def test_line_taken_out_of_one_recipe_is_not_offered_in_another(writer, alice):
    revision = draft(alice, utensils=("Un marteau",))
    other = draft(alice, utensils=("Une scie",))
    send(writer, edit(revision), typed_in(writer.get(edit(revision))), do="utensils-remove-0")

    assert b"utensils-undo" not in writer.get(edit(other)).content


def test_add_button_gives_an_empty_line_more(writer, alice):
    revision = draft(alice, utensils=("Un marteau",))
    page = typed_in(writer.get(edit(revision)))

    response = send(writer, edit(revision), page, do="utensils-add")
    after = typed_in(writer.get(response.headers["Location"].partition("#")[0]))

    names = [name for name, _value in after.pairs if name.startswith("utensils-")]
    assert names == ["utensils-0-text", "utensils-1-text", "utensils-2-text"]


def test_lines_moved_in_the_page_are_kept_in_the_order_they_are_sent(writer, alice):
    revision = draft(alice)
    data = {"seen": 1, "steps-7-title": "D’abord", "steps-2-title": "Ensuite"}

    writer.post(autosave(revision), data)

    assert titles_of(revision) == ["D’abord", "Ensuite"]


def test_address_of_a_recipe_typed_in_a_step_or_among_related_ones_is_that_recipe(writer, alice):
    known = make_recipe(title="Un café")
    revision = draft(alice)
    address = f"https://testserver{known.get_absolute_url()}"
    data = {"seen": 1, "steps-0-title": "Ouvrir", "steps-0-component": address}
    data |= {"related-0-title": address, "related-1-title": "Un livre à écrire"}

    writer.post(autosave(revision), data)

    revision.refresh_from_db()
    assert revision.content.steps[0].component == str(known.uuid)
    assert revision.content.related == (
        Related(str(known.uuid), "Un café"),
        Related("", "Un livre à écrire"),
    )
    assert typed_in(writer.get(edit(revision))).data["steps-0-component"] == (
        known.get_absolute_url()
    )


# Territories, licence, organisation


def test_name_of_one_town_is_added_and_words_that_may_be_several_stay_to_be_chosen(writer, alice):
    make_territory(name="Brest", code="29019")
    make_territory(name="Saint-Denis", code="93066")
    make_territory(name="Saint-Denis", code="97411")
    revision = draft(alice)

    send(writer, edit(revision), typed_in(writer.get(edit(revision))), territory="brest")
    send(writer, edit(revision), typed_in(writer.get(edit(revision))), territory="saint denis")
    response = writer.get(edit(revision))

    revision.refresh_from_db()
    assert list(revision.content.territories) == ["commune:29019"]
    assert typed_in(response).data["territory"] == "saint denis"
    chosen = 'name="territory-chosen" value="saint-denis-97411"'
    assert chosen in response.content.decode()

    page = typed_in(response).data
    page.appendlist("territory-chosen", "saint-denis-97411")
    writer.post(edit(revision), dict(page.lists()))

    revision.refresh_from_db()
    assert list(revision.content.territories) == ["commune:29019", "commune:97411"]
    assert revision.unread == {}


def test_town_half_typed_is_kept_by_autosave_and_not_taken_for_another(writer, alice):
    make_territory(name="Brest", code="29019")
    revision = draft(alice)

    writer.post(autosave(revision), {"seen": 1, "territory": "Brest", "territories-added": "x"})

    revision.refresh_from_db()
    assert list(revision.content.territories) == []
    assert revision.unread == {"territories": "Brest"}


def test_suggestion_chosen_joins_the_territories_and_can_be_taken_out(writer, alice):
    make_territory(name="Brest", code="29019")
    revision = draft(alice)

    writer.post(autosave(revision), {"seen": 1, "territory": "", "territories-added": "brest"})
    revision.refresh_from_db()
    assert list(revision.content.territories) == ["commune:29019"]
    page = typed_in(writer.get(edit(revision)))
    send(writer, edit(revision), page, do="place-remove-commune:29019")

    revision.refresh_from_db()
    assert list(revision.content.territories) == []


def test_organisations_offered_are_ones_own(writer, alice):
    ours, theirs = make_organisation(name="La nôtre"), make_organisation(name="La leur")
    Membership.objects.create(user=alice, organisation=ours, role="writes")
    revision = draft(alice)

    page = writer.get(edit(revision)).content.decode()
    writer.post(autosave(revision), {"seen": 1, "organisation": theirs.slug})

    revision.refresh_from_db()
    assert f'value="{ours.slug}"' in page
    assert theirs.slug not in page
    assert revision.content.organisation == ""


# The preview


def test_preview_is_drawn_as_the_published_page_and_marked(writer, alice):
    recipe = make_recipe(
        author=alice,
        why="Pour **voir**.",
        ingredients=(Ingredient("Du café"),),
        difficulties=(Difficulty("Rien ne va", "Attendre."),),
        links=(Link("Un guide", "https://example.org/"),),
    )
    revision = workflow.edit(recipe, author=alice)

    preview = writer.get(reverse("recipes:preview", args=[revision.pk]))
    published = writer.get(recipe.get_absolute_url()).content.decode()

    shown = preview.content.decode()
    body = published[
        published.index('<header class="recipe-head">') : published.index(
            'class="section licence-box"'
        )
    ]
    without_again = body[: body.index('aria-labelledby="refaite"')]
    assert without_again in shown
    assert "<strong>voir</strong>" in shown
    assert '<meta name="robots" content="noindex">' in shown
    assert preview.headers["X-Robots-Tag"] == "noindex"
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]


@pytest.mark.parametrize("taken_down", [False, True])
def test_preview_of_what_nobody_else_can_read_leads_to_no_page_of_it(writer, alice, taken_down):
    recipe = make_recipe(published=taken_down, author=alice, imported_from="Un carnet")
    if taken_down:
        workflow.unpublish(recipe)
    revision = workflow.edit(recipe, author=alice)

    shown = writer.get(reverse("recipes:preview", args=[revision.pk])).content.decode()

    page = shown[shown.index('<article class="wrap recipe') : shown.index("</article>")]
    assert f'href="/recettes/{revision.recipe.slug}/' not in page
    assert "Un carnet" in page
    assert "Publiée le" not in page
    assert "invite-list" in page


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(content=contents)
def test_any_draft_can_be_previewed(db, content):
    author = User.objects.filter(email="alice@example.org").first() or make_user()
    client = Client()
    client.force_login(author)
    revision = workflow.start(content, author=author)

    response = client.get(reverse("recipes:preview", args=[revision.pk]))

    assert response.status_code == 200


# Sending


def test_recipe_sent_with_parts_missing_stays_a_draft_and_says_each_beside_its_field(writer, alice):
    make_licence(spdx_id="CC-BY-SA-4.0")
    revision = draft(alice, title="Un essai")
    page = typed_in(writer.get(edit(revision)))

    response = send(writer, edit(revision), page, do="submit", summary="En bref.")
    shown = writer.get(response.headers["Location"].partition("#")[0]).content.decode()

    revision.refresh_from_db()
    assert revision.status == Status.DRAFT
    assert revision.content.summary == "En bref."
    for anchor in ("id_why", "id_territory", "partie-steps", "partie-licence", "id_credit"):
        assert shown.count(f'href="#{anchor}"') == 2, anchor
        assert f'id="{anchor}"' in shown
    assert 'id="id_why_error"' in shown
    assert 'id="id_summary_error"' not in shown


def test_whole_recipe_is_sent_for_review_with_what_was_typed_last(writer, alice):
    recipe = make_recipe(published=False, author=alice)
    revision = recipe.revisions.get()
    page = typed_in(writer.get(edit(revision)))

    response = send(writer, edit(revision), page, do="submit", summary="Le dernier mot.")

    revision.refresh_from_db()
    assert response.headers["Location"] == reverse("recipes:sent", args=[revision.pk])
    assert revision.status == Status.SUBMITTED
    assert revision.content.summary == "Le dernier mot."
    assert writer.get(edit(revision)).status_code == 302


def test_published_recipe_says_it_stays_online_who_else_writes_and_takes_a_message(
    writer, alice, client
):
    organisation = make_organisation()
    bob = make_user(email="bob@example.org", name="Bob")
    for member in (alice, bob):
        Membership.objects.create(user=member, organisation=organisation, role="writes")
    recipe = make_recipe(author=alice, organisation=organisation.slug)
    theirs = workflow.revise(recipe, content_of(recipe).replace(summary="De Bob."), author=bob)
    mine = workflow.revise(recipe, content_of(recipe), author=alice)

    page = writer.get(edit(mine)).content.decode()
    send(writer, edit(mine), Page(page), message="Deux étapes de plus", do="submit")

    mine.refresh_from_db()
    assert recipe.get_absolute_url() in page
    assert "Bob" in page
    assert reverse("recipes:compare", args=[mine.pk, theirs.pk]) in page
    assert mine.message == "Deux étapes de plus"
    assert mine.status == Status.SUBMITTED
    assert Recipe.objects.get(pk=recipe.pk).summary == content_of(recipe).summary


# What may be forged


HOSTILE: list[dict[str, str]] = [
    {"title": "a\x00b\ud800"},
    {"participants_min": "9" * 10_000, "ease": "9" * 5000, "minutes": "9" * 400 + " h"},
    {"ease": "-1", "kind": "zzz", "cost_band": "\x00", "state": "x", "language": "\x00"},
    {"steps-999999999-title": "x", "steps-0-phase": "zzz", "ingredients-0-kind": "zzz"},
    {"steps-0-title": "x", "steps-0-nothing": "y", "nothing-0-title": "z"},
    {"shown": "nothing", "territories": "\x00", "territory": "\x00", "territory-chosen": "\x00"},
    {"territories-added": "\x00", "organisation": "\x00", "licence": "\x00/../<>"},
    {"message": "\x00" * 5000, "copy": "<script>", "do": "place-remove-"},
    {"do": "photos-cover-99999999999"},
    {"do": "upload"},
    {"photos-0-file": "../../etc/passwd", "shown": "photos", "photos-0-licence": "x"},
    {"tags": '"' * 3000},
    {"tags": "," * 3000},
    {"since": "<b>", "confirmed_on": "9999-99-99"},
    {"related-0-identifier": "\x00", "related-0-title": "/recettes/rien/"},
    {"links-0-url": "http://[", "links-0-title": "\x00"},
]


@pytest.mark.parametrize("sent", HOSTILE, ids=lambda sent: ",".join(sent)[:40])
def test_forged_form_is_answered_and_the_page_still_opens(writer, alice, sent):
    revision = draft(alice, title="Un essai")
    encoded = QueryDict(mutable=True)
    for name, value in {"seen": "1", **sent}.items():
        encoded[name] = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")

    saved = writer.post(edit(revision), encoded.urlencode(), content_type=FORM)
    kept = writer.post(autosave(revision), encoded.urlencode(), content_type=FORM)

    assert saved.status_code == 302
    assert kept.status_code == 200
    for one in Revision.objects.all():
        assert writer.get(edit(one)).status_code == 200
        assert writer.get(reverse("recipes:preview", args=[one.pk])).status_code == 200


def test_thousands_of_lines_are_kept_though_too_many_to_publish(writer, alice):
    revision = draft(alice, title="Un essai")
    data = {"seen": "1", **{f"utensils-{n}-text": f"Outil {n}" for n in range(3000)}}

    answer = writer.post(autosave(revision), data)

    revision.refresh_from_db()
    assert answer.status_code == 200
    assert len(revision.content.utensils) == 3000
    assert "3000" in answer.json()["progress"]


@pytest.mark.parametrize("how_many", [1, 3])
def test_editor_costs_the_same_however_many_lines(
    writer, alice, django_assert_num_queries, how_many
):
    place = make_territory()
    revision = draft(
        alice,
        territories=(place.key,),
        steps=tuple(Step(f"Étape {n}") for n in range(how_many)),
        ingredients=tuple(Ingredient(f"Chose {n}") for n in range(how_many)),
    )
    writer.get(edit(revision))

    with django_assert_num_queries(9):
        response = writer.get(edit(revision))

    assert response.status_code == 200


@pytest.mark.parametrize("name", ["edit", "autosave", "preview"])
def test_drafts_are_never_kept_by_caches(writer, alice, name):
    revision = draft(alice, title="Secret")
    address = reverse(f"recipes:{name}", args=[revision.pk])

    response = writer.post(address, {"seen": 1}) if name == "autosave" else writer.get(address)

    assert "no-store" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers
