"""Files into the catalogue: whole or not at all, once, and told in words."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from recipes import workflow
from recipes.content import RecipeContent, Step
from recipes.exchange import importing
from recipes.exchange.documents import decode
from recipes.exchange.importing import card_files, import_files, origin_of
from recipes.exchange.reports import as_json, as_markdown, summary_lines, why_not_published
from recipes.markdown_file import render
from recipes.models import Recipe, Revision
from tests.factories import content_of, make_content, make_licence, make_recipe, make_territory
from tests.recipes.exchange.documents import written

pytestmark = pytest.mark.django_db

IDENTIFIER = "0b6f3a52-7d0c-4a55-9f0e-2f6f3c1f8a11"
FREE = """\
# Le troc de plantes

## En une phrase

On échange ses plantes sur la place.

## A quoi ça sert ?

Se rencontrer.

## Déroulement

Installez les tables.

## Sources

* Alex Exemple, sous licence Creative Commons BY-SA
"""
DOCUMENT = """\
---
title: Le troc de plantes
---

# Objectif

Se rencontrer.

# Conseils

Venir tôt.

Ville : Brest

# Crédits

Publié par Alex Exemple sous licence Creative Commons BY-SA 4.0.
"""
NOT_FREE = FREE.replace("BY-SA", "BY-NC-SA").replace("plantes", "livres")


@pytest.fixture(autouse=True)
def _in_english():
    """Read the words as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path):
    """Give a folder of two cards, one under a licence that is not free, and a hidden file."""
    make_licence(spdx_id="CC-BY-SA-4.0")
    make_licence(spdx_id="CC-BY-NC-SA-4.0", non_commercial=True, is_free=False)
    make_territory()
    cards = tmp_path / "cartes"
    (cards / "dedans").mkdir(parents=True)
    (cards / "plantes.md").write_text(FREE, encoding="utf-8")
    (cards / "dedans" / "livres.md").write_text(NOT_FREE, encoding="utf-8")
    (cards / ".git").mkdir()
    (cards / ".git" / "cachée.md").write_text("# Cachée", encoding="utf-8")
    (cards / "image.png").write_bytes(b"png")
    return cards


def imported(path, **options):
    return {outcome.origin: outcome for outcome in import_files(path, **options)}


def test_folder_comes_in_and_only_what_nothing_keeps_back_is_published(folder):
    outcomes = imported(folder, publish=True, territories=["commune:29019"])

    assert {o.origin: (o.outcome, o.published) for o in outcomes.values()} == {
        "cartes/dedans/livres.md": ("created", False),
        "cartes/plantes.md": ("created", True),
    }
    recipe = Recipe.objects.published().get()
    assert recipe.title == "Le troc de plantes"
    assert recipe.imported_from == "cartes/plantes.md"
    assert recipe.credit == "Alex Exemple"


def test_nothing_is_published_unless_asked(folder):
    outcomes = imported(folder, territories=["commune:29019"])

    assert not any(outcome.published for outcome in outcomes.values())
    assert Revision.objects.waiting().count() == 2


def test_second_run_changes_nothing(folder):
    imported(folder, publish=True, territories=["commune:29019"])
    before = list(Revision.objects.order_by("pk").values())

    outcomes = imported(folder, publish=True, territories=["commune:29019"])

    assert {outcome.outcome for outcome in outcomes.values()} == {"unchanged"}
    assert list(Revision.objects.order_by("pk").values()) == before


def test_changed_file_becomes_a_revision_of_the_same_recipe(folder):
    imported(folder, publish=True, territories=["commune:29019"])
    (folder / "plantes.md").write_text(FREE.replace("tables", "tréteaux"), encoding="utf-8")

    outcomes = imported(folder, publish=True, territories=["commune:29019"])

    assert outcomes["cartes/plantes.md"].outcome == "revised"
    assert Recipe.objects.count() == 2
    recipe = Recipe.objects.published().get()
    assert content_of(recipe).steps[0].text == "Installez les tréteaux."
    assert recipe.revisions.count() == 2


def test_file_older_than_what_people_made_of_it_here_brings_nothing(folder):
    imported(folder, publish=True, territories=["commune:29019"])
    recipe = Recipe.objects.published().get()
    edited = content_of(recipe).replace(why="Écrit ici.")
    revision = workflow.revise(recipe, edited, author=None)
    workflow.submit(revision)
    workflow.accept(revision, by=None)

    outcome = imported(folder, publish=True, territories=["commune:29019"])["cartes/plantes.md"]

    assert (outcome.outcome, outcome.published) == ("unchanged", True)
    assert "changed here" in outcome.reason
    recipe.refresh_from_db()
    assert content_of(recipe).why == "Écrit ici."


def test_file_of_a_published_recipe_comes_back_unchanged(tmp_path):
    recipe = make_recipe(identifier=IDENTIFIER)
    file = tmp_path / "source.md"
    file.write_text(render(content_of(recipe), str(recipe.uuid)), encoding="utf-8")

    (outcome,) = import_files(file, publish=True)

    assert (outcome.outcome, outcome.identifier) == ("unchanged", IDENTIFIER)
    assert recipe.revisions.count() == 1


def test_file_that_cannot_be_read_is_refused_and_the_rest_goes_on(folder):
    (folder / "cassée.md").write_text("---\nrecette-libre: 1\na: [\n---\n", encoding="utf-8")

    outcomes = imported(folder)

    assert {o.origin for o in outcomes.values() if o.refused} == {"cartes/cassée.md"}
    assert "line" in outcomes["cartes/cassée.md"].reason
    assert Recipe.objects.count() == 2


def test_file_that_fails_half_way_leaves_nothing(folder, monkeypatch):
    def fail(revision, **_options):
        raise RuntimeError

    monkeypatch.setattr("recipes.workflow.importing.submit", fail)

    outcomes = imported(folder)

    assert {o.reason for o in outcomes.values()} == {"RuntimeError"}
    assert not Recipe.objects.exists()
    assert not Revision.objects.exists()


def test_card_that_would_lose_a_line_is_refused(folder, monkeypatch):
    monkeypatch.setattr(importing, "lost_lines", lambda _body, _content: ["une ligne"])

    outcomes = imported(folder)

    assert all(o.refused and "une ligne" in o.reason for o in outcomes.values())
    assert not Recipe.objects.exists()


def test_second_file_with_the_same_identifier_is_refused(tmp_path):
    source = render(RecipeContent(title="Un titre"), IDENTIFIER)
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(source, encoding="utf-8")

    first, second = import_files(tmp_path)

    assert (first.outcome, second.outcome) == ("created", "refused")
    assert first.origin in second.reason


def test_card_in_another_encoding_is_read_but_held(folder):
    (folder / "plantes.md").write_bytes(FREE.encode("cp1252"))

    outcome = imported(folder, publish=True, territories=["commune:29019"])["cartes/plantes.md"]

    assert outcome.guessed_encoding
    assert not outcome.published
    assert outcome.card.content.summary == "On échange ses plantes sur la place."


def test_mixed_licences_keep_a_card_from_being_published(folder):
    (folder / "plantes.md").write_text(f"{FREE}* Camille, sous licence CC BY\n", encoding="utf-8")

    outcome = imported(folder, publish=True, territories=["commune:29019"])["cartes/plantes.md"]

    assert outcome.problems == ()
    assert not outcome.published


def test_origin_is_the_same_from_anywhere(folder, monkeypatch):
    monkeypatch.chdir(folder)

    assert card_files(Path()) == [Path("dedans/livres.md"), Path("plantes.md")]
    assert origin_of(Path("plantes.md"), Path()) == "cartes/plantes.md"
    assert origin_of(folder / "plantes.md", folder / "plantes.md") == "cartes/plantes.md"


def test_bytes_are_read_as_utf_8_or_guessed():
    assert decode("\ufeffé".encode()) == ("é", False)
    assert decode("é".encode("cp1252")) == ("é", True)


def test_report_tells_each_file_in_words(folder):
    (folder / "cassée.md").write_text("---\nrecette-libre: 1\na: [\n---\n", encoding="utf-8")
    (folder / "page.md").write_text(
        "---\nlayout: page\n---\n\n# Une page\n\n## Informations pratiques\n\nCoût : nul\n"
        "Durée : 2 h\n\n## Sources\n\n* A, avec leur aimable autorisation\n",
        encoding="utf-8",
    )
    (folder / "vieille.md").write_bytes("# Tréteaux\n".encode("cp1252"))
    outcomes = list(import_files(folder, territories=["commune:29019"]))

    written = as_markdown(outcomes)

    assert written.startswith("# Report of an import of recipes\n\n- 5 files: 4 created, 1 refused")
    assert "CC-BY-NC-SA-4.0 is not a free licence" in written
    assert "“A quoi ça sert ?” became: why." in written
    assert "Facts read in the text, which keeps them too: cost, duration." in written
    assert "read as Windows-1252" in written
    assert "A part is used by permission only. (1)" in written
    assert "## cartes/cassée.md: refused, line" in written


def test_report_as_data_holds_codes_and_words(folder):
    outcomes = list(import_files(folder))

    data = json.loads(as_json(outcomes))

    assert [file["origin"] for file in data["files"]] == [o.origin for o in outcomes]
    books = data["files"][0]
    assert {"licence_not_free", "licence_version_assumed"} <= {n["code"] for n in books["notes"]}
    assert {"territories", "licence"} <= {problem["field"] for problem in books["problems"]}
    assert all(entry["words"] for entry in books["notes"] + books["problems"])


def test_report_of_no_file_says_so(tmp_path):
    outcomes = list(import_files(tmp_path))

    assert summary_lines(outcomes)[0] == "0 files: 0"
    assert why_not_published(outcomes) == []


def test_command_says_what_became_of_each_file_and_writes_the_report(folder, capsys, tmp_path):
    report = tmp_path / "report.md"

    call_command(
        "import_recipes", folder, "--publish", "--report", report, "--territory", "commune:29019"
    )

    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("1/2 cartes/dedans/livres.md: created, not published")
    assert said[1].startswith("2/2 cartes/plantes.md: created, published")
    assert "1 published, 1 not published" in said
    assert report.read_text(encoding="utf-8").startswith("# Report")


def test_command_writes_data_when_the_report_s_name_asks_for_it(folder, tmp_path):
    call_command("import_recipes", folder, "--report", tmp_path / "report.json")

    assert len(json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["files"]) == 2


def test_command_fails_when_a_file_was_refused(folder):
    (folder / "cassée.md").write_text("---\nrecette-libre: 1\na: [\n---\n", encoding="utf-8")

    with pytest.raises(CommandError, match="refused"):
        call_command("import_recipes", folder)

    assert Recipe.objects.count() == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["nowhere"], "nothing at"), ([".", "--territory", "commune:99999"], "commune:99999")],
)
def test_command_refuses_what_makes_no_sense(arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("import_recipes", *arguments)


def test_recipe_with_several_steps_survives_the_way_out_and_in(tmp_path):
    content = make_content(steps=(Step("Un", "a"), Step("Deux", "b")))
    (tmp_path / "a.md").write_text(render(content, IDENTIFIER), encoding="utf-8")

    (outcome,) = import_files(tmp_path)

    assert Revision.objects.get(recipe__uuid=outcome.identifier).content == content


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_documents_of_a_folder_come_in_like_cards(folder, form):
    (folder / f"fiche.{form}").write_bytes(written(DOCUMENT, form))
    (folder / f"~$fiche.{form}").write_bytes(b"open in Word")

    outcomes = imported(folder)

    assert set(outcomes) == {
        "cartes/dedans/livres.md", f"cartes/fiche.{form}", "cartes/plantes.md"
    }  # fmt: skip
    content = Revision.objects.get(recipe__imported_from=f"cartes/fiche.{form}").content
    assert (content.title, content.tips) == (
        "Le troc de plantes",
        "Venir tôt.\n\nVille : Brest",
    )
    assert content.licence == "CC-BY-SA-4.0"
    assert content.territories == ("commune:29019",)


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_document_imported_again_changes_nothing(folder, form):
    (folder / f"fiche.{form}").write_bytes(written(DOCUMENT, form))
    imported(folder)

    assert {outcome.outcome for outcome in imported(folder).values()} == {"unchanged"}


def test_document_that_cannot_be_read_is_refused_in_words_and_the_rest_goes_on(folder):
    (folder / "fiche.docx").write_bytes(b"MZ\x90\x00\x00\x00")

    outcomes = imported(folder)

    assert "This is no text" in outcomes["cartes/fiche.docx"].reason
    assert Recipe.objects.count() == 2


def test_what_waited_and_is_published_by_the_same_import_is_said_so(folder, capsys):
    call_command("import_recipes", folder, "--territory", "commune:29019")
    capsys.readouterr()

    call_command("import_recipes", folder, "--publish", "--territory", "commune:29019")
    said = capsys.readouterr().out.splitlines()
    call_command("import_recipes", folder, "--publish", "--territory", "commune:29019")
    again = capsys.readouterr().out.splitlines()

    assert said[1].startswith(
        "2/2 cartes/plantes.md: unchanged, but it was waiting: it is published now, 1 thing"
    )
    assert "2 files: 1 unchanged, 1 that was waiting and is published now" in said
    assert again[1].startswith("2/2 cartes/plantes.md: unchanged, published")


def test_command_says_how_many_things_wait_for_a_person_and_how_to_read_them(folder, capsys):
    call_command("import_recipes", folder, "--territory", "commune:29019")
    hint = capsys.readouterr().out.splitlines()[-1]
    call_command("import_recipes", folder, "--report", folder / "rapport.txt")
    with_report = capsys.readouterr().out

    assert hint == "4 things to decide: --report FILE writes what they are."
    assert "--report FILE" not in with_report


def test_command_with_nothing_to_decide_gives_no_hint(tmp_path, capsys):
    make_licence()
    make_territory()
    (tmp_path / "a.md").write_text(render(make_content(licence="CC-BY-4.0")), encoding="utf-8")

    call_command("import_recipes", tmp_path)

    assert "decide" not in capsys.readouterr().out
