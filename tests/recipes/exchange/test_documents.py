"""Documents of word processors: what is kept of them, and what is refused in words."""

import random
import subprocess
import zipfile
from contextlib import suppress
from io import BytesIO

import pypandoc
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recipes.exchange import containers, documents, pandoc
from recipes.exchange.cards import read_card
from recipes.exchange.clipboard import plain_html
from recipes.exchange.documents import DocumentError, convert, html_to_markdown, to_markdown
from recipes.exchange.losses import lost_lines
from recipes.markup import render
from tests.bounds import LONGEST
from tests.recipes.exchange import clipboards
from tests.recipes.exchange.documents import (
    MARKDOWN,
    changed,
    member,
    paragraph,
    rewritten,
    with_body,
    written,
)

PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 100
FORMS = ["docx", "odt"]


@pytest.fixture(autouse=True)
def _in_english():
    """Read the words as they stand in the code."""
    with translation.override("en"):
        yield


def refusal(data: bytes, name: str = "recette.docx") -> str:
    """Give the words a document is refused with."""
    with pytest.raises(DocumentError) as refused:
        convert(data, name)
    return str(refused.value)


def codes(document: documents.Document) -> list[str]:
    return [note.code for note in document.notes]


# What is kept


@pytest.mark.parametrize("form", FORMS)
def test_headings_lists_links_tables_and_accents_of_a_document_are_kept(form):
    markdown = to_markdown(written(MARKDOWN, form), f"troc.{form}")

    assert markdown == MARKDOWN.strip().replace("- ", "-   ").replace(
        "1. installer\n2. échanger", "1.  installer\n2.  échanger"
    ).replace("|-----|------|", "|-----|-------|").replace("| Qui | Quoi |", "| Qui | Quoi  |")


@pytest.mark.parametrize("form", FORMS)
def test_document_is_drawn_as_it_was_written(form):
    page = render(to_markdown(written(MARKDOWN, form)))

    assert "<li>des tables<ul>" in page.replace("\n", "")
    assert '<a href="https://example.org/troc" rel="nofollow ugc">le site</a>' in page
    assert "<td>l’été</td>" in page
    assert "<ol>" in page


@pytest.mark.parametrize("form", FORMS)
def test_document_becomes_a_recipe_and_loses_no_line(form):
    markdown = to_markdown(written(MARKDOWN, form))

    content = read_card(markdown).content

    assert content.title == "Le troc de plantes"
    assert "autour" in content.why
    assert [step.text for step in content.steps]
    assert lost_lines(markdown, content) == []


@pytest.mark.parametrize("form", FORMS)
def test_title_in_the_style_of_titles_is_the_title(form):
    source = "---\ntitle: Le troc\nauthor: [Ana Exemple, Ali Exemple]\n---\n\n# Objectif\n\nVoir.\n"

    markdown = to_markdown(written(source, form))

    assert markdown.startswith("# Le troc\n\n")
    assert "Ana Exemple" in markdown
    assert "Ali Exemple" in markdown
    assert read_card(markdown).content.title == "Le troc"


@pytest.mark.parametrize("form", FORMS)
def test_footnotes_stand_at_the_end(form):
    markdown = to_markdown(written("# T\n\n# Objectif\n\nUn[^a] mot.\n\n[^a]: Dit Ana.\n", form))

    assert "Un[1] mot." in markdown
    assert markdown.endswith("# Notes\n\n[1] Dit Ana.")


def test_typography_and_signs_are_not_changed_nor_escaped_without_need():
    words = "« Oui » : 2 < 3 > 1, snake_case, prix #1, [sic], l’œuvre… R&D 50 % | fin"

    markdown = to_markdown(with_body(paragraph(words.replace("&", "&amp;").replace("<", "&lt;"))))

    assert markdown == words


def test_words_that_would_mean_something_in_markdown_still_read_the_same():
    words = "*étoiles* _bas_ <script>alert(1)</script> [lien](http://x.example) 1. `code`"
    xml = words.replace("<", "&lt;")

    page = render(to_markdown(with_body(paragraph(xml))))

    assert "<em>" not in page
    assert "<a " not in page.replace('href="http://x.example"', "")
    assert "alert(1)" in page
    assert "*étoiles* _bas_" in page


def test_underlined_struck_and_raised_words_stay_words():
    run = "<w:r><w:rPr>{}</w:rPr><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = "".join([
        run.format("<w:u w:val='single'/>", "souligné "), run.format("<w:strike/>", "barré "),
        run.format("<w:vertAlign w:val='superscript'/>", "haut "),
        run.format("<w:smallCaps/>", "petites"),
    ])  # fmt: skip

    assert to_markdown(with_body(f"<w:p>{body} </w:p>")) == "souligné barré haut petites"


def test_bold_lines_are_headings_where_a_document_marks_none():
    body = [
        paragraph("Le troc de plantes", bold=True), paragraph("On échange ses plantes."),
        paragraph("Objectif :", bold=True), paragraph("Se rencontrer."),
        paragraph("Notre petite histoire", bold=True), paragraph("En 2015."),
    ]  # fmt: skip

    document = convert(with_body("".join(body)))

    content = read_card(document.markdown).content
    assert content.title == "Le troc de plantes"
    assert content.why == "Se rencontrer."
    assert [section.heading for section in content.sections] == ["Notre petite histoire"]
    assert "headings_guessed" in codes(document)


def test_bold_lines_stay_text_where_a_document_marks_headings():
    body = paragraph("Objectif", style="Heading1") + paragraph("Important", bold=True)

    document = convert(with_body(body + paragraph("Lisez.")))

    assert document.markdown == "# Objectif\n\n**Important**\n\nLisez."
    assert codes(document) == []


def test_title_typed_in_bold_above_real_headings_is_the_title():
    body = paragraph("Le troc de plantes", bold=True) + paragraph("Objectif", style="Heading1")

    markdown = to_markdown(with_body(body + paragraph("Lire.")))

    assert read_card(markdown, "fichier.docx").content.title == "Le troc de plantes"


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(map(paragraph, paragraphs))}</w:tc>"


def table(*rows: list[str]) -> str:
    width = "<w:tblGrid>" + "<w:gridCol/>" * len(rows[0]) + "</w:tblGrid>"
    return f"<w:tbl>{width}" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def test_card_laid_out_as_a_table_is_read_as_parts():
    form = table(
        [cell("Objectif"), cell("Se rencontrer.", "Et apprendre.")],
        [cell("Matériel"), cell("Des tables")],
        [cell("Divers"), cell("Un mot")],
    )

    content = read_card(to_markdown(with_body(form)), "troc.docx").content

    assert content.why == "Se rencontrer.\n\nEt apprendre."
    assert content.utensils == ("Des tables",)
    assert [section.heading for section in content.sections] == ["Divers"]


def test_rich_cells_of_a_table_stay_on_one_line():
    markdown = to_markdown(
        with_body(table([cell("Qui"), cell("Quoi")], [cell("Ana"), cell("a", "b")]))
    )

    assert "| Ana | a / b |" in markdown


def test_long_rich_cells_become_text_a_row_after_the_other():
    long = "mot " * 100
    rich = table([cell("Qui"), cell("Quoi")], [cell("Ana"), cell(long, "fin")])

    markdown = to_markdown(with_body(paragraph("Objectif", style="Heading1") + rich))

    assert markdown == f"# Objectif\n\n**Qui**\n\nQuoi\n\n**Ana**\n\n{long.strip()}\n\nfin"


def test_table_of_one_column_is_only_a_frame():
    assert to_markdown(with_body(table([cell("Un")], [cell("Deux")]))) == "Un\n\nDeux"


def test_cells_that_span_others_leave_them_empty():
    html = (
        "<table><tr><td colspan=2>a</td><td rowspan=2>b</td></tr>"
        "<tr><td>c</td><td>d</td></tr><tr><td>e</td></tr></table>"
    )

    assert html_to_markdown(html).splitlines() == [
        "| a   |     | b   |",
        "|-----|-----|-----|",
        "| c   | d   |     |",
        "| e   |     |     |",
    ]


def test_table_of_contents_is_left_out_and_told():
    contents = (
        '<w:p><w:hyperlink w:anchor="_Toc1"><w:r><w:t>Objectif 2</w:t></w:r></w:hyperlink></w:p>'
    )

    document = convert(with_body(contents + paragraph("Objectif", style="Heading1")))

    assert document.markdown == "# Objectif"
    assert codes(document) == ["contents_left_out"]


def test_words_at_the_foot_of_the_pages_are_kept_and_page_numbers_are_not():
    footer = (
        "<w:ftr><w:p><w:r><w:t>Sous licence CC BY-SA 4.0</w:t></w:r></w:p>"
        "<w:p><w:r><w:instrText>PAGE MERGEFORMAT</w:instrText></w:r>"
        "<w:r><w:t>3</w:t></w:r></w:p></w:ftr>"
    )

    document = convert(
        changed(written("# Le troc\n\nOui.", "docx"), word__footer1_xml=footer.encode())
    )

    assert document.markdown.endswith("# Page header and footer\n\nSous licence CC BY-SA 4.0")
    assert "MERGEFORMAT" not in document.markdown
    assert read_card(document.markdown).content.licence == "CC-BY-SA-4.0"
    assert codes(document) == ["page_margins"]


def test_words_at_the_foot_of_the_pages_of_an_odt_are_kept():
    odt = written("Oui.", "odt")
    footer = "<style:footer ><text:p text:style-name='F'>Les Amis du jardin</text:p></style:footer>"
    styles = member(odt, "styles.xml").replace("</office:styles>", f"</office:styles>{footer}")

    markdown = to_markdown(rewritten(odt, {"styles.xml": styles.encode()}))

    assert markdown.endswith("Les Amis du jardin")


@pytest.mark.parametrize("form", FORMS)
def test_pictures_are_left_out_and_counted(form, tmp_path):
    (tmp_path / "p.png").write_bytes(PICTURE)
    document = _with_pictures(
        form, tmp_path, "Un mot ![a](p.png){width=1cm}.\n\n![b](p.png){width=1cm} fin"
    )

    found = convert(document)

    assert "Pictures" not in found.markdown
    assert "media" not in found.markdown
    assert [(n.code, n.values["count"]) for n in found.notes] == [("images_left_out", 2)]


def _with_pictures(form, folder, markdown):
    command = [pypandoc.get_pandoc_path(), "--from=markdown", f"--to={form}", "--output=-"]
    done = subprocess.run(  # noqa: S603  # words of ours
        command, input=markdown.encode(), cwd=folder, capture_output=True, check=True
    )
    return done.stdout


def test_document_of_only_a_picture_says_so(tmp_path):
    (tmp_path / "p.png").write_bytes(PICTURE)

    assert "only pictures" in refusal(_with_pictures("docx", tmp_path, "![](p.png){width=1cm}"))


# What a file is


def test_document_is_read_whatever_its_name():
    assert to_markdown(written("Voilà.", "docx"), "recette.odt") == "Voilà."
    assert to_markdown(written("Voilà.", "odt"), "recette.docx") == "Voilà."
    assert to_markdown("Voilà.".encode(), "recette.docx") == "Voilà."


def test_text_is_left_as_it_was_written():
    assert to_markdown(MARKDOWN.encode()) == MARKDOWN.strip()
    assert to_markdown("é".encode("utf-16")) == "é"
    assert convert("été".encode("cp1252")).guessed_encoding


def test_page_saved_as_html_is_read_without_its_scripts():
    page = (
        "<!DOCTYPE html><html><head><title>T</title></head>"
        "<body><h1>Été</h1><script>x()</script><p>Oui"
    )

    assert to_markdown(page.encode()) == "# Été\n\nOui"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        ("—…".encode(), "no text"),
        (b"MZ\x90\x00\x03" + b"\x00" * 100, "This is no text"),
        (b"\x7fELF\x02\x01" + b"\x00" * 100, "This is no text"),
        (b"%PDF-1.7 ...", "This is a PDF"),
        (b"{\\rtf1 bonjour}", "RTF"),
        (PICTURE, "This is a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "old form of Word"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked with a password",
        ),
        (b"PK\x03\x04 and nothing more", "is damaged"),
        (b"x" * (documents.MOST_BYTES + 1), "too large: it weighs 20 MB, for 20 MB"),
        (b"x" * 30_000_000, "too large: it weighs 30 MB"),
        (b"mot " * 100_000, "399,999 characters"),
    ],
    ids=["nothing", "blanks", "signs", "exe", "elf", "pdf", "rtf", "picture", "doc", "locked",
         "stump", "just too large", "30 MB", "too long"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(data, words):
    said = refusal(data)

    assert words in said


def test_archive_of_another_sort_is_refused():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", "<x/>")

    assert "This is no text" in refusal(archive.getvalue())


@pytest.mark.parametrize("form", FORMS)
def test_cut_document_is_refused(form):
    whole = written(MARKDOWN, form)

    assert "damaged" in refusal(whole[: len(whole) // 2])


@pytest.mark.parametrize("form", FORMS)
def test_document_with_broken_xml_is_refused(form):
    body = {"docx": "word/document.xml", "odt": "content.xml"}[form]

    assert "damaged" in refusal(rewritten(written("x", form), {body: b"<w:document><w:body>"}))


@pytest.mark.parametrize("seed", range(8))
def test_document_with_wrong_bytes_is_read_or_refused_and_never_breaks_anything(seed):
    chance = random.Random(seed)  # noqa: S311  # for a test that repeats itself
    data = bytearray(written(MARKDOWN, FORMS[seed % 2]))
    for _ in range(20):
        data[chance.randrange(len(data))] = chance.randrange(256)

    with suppress(DocumentError):
        assert convert(bytes(data), "x").markdown


@LONGEST
def test_zip_bomb_is_refused_before_it_is_opened():
    bomb = changed(written("x", "docx"), word__document_xml=b"<w:p/>" * 10_000_000)
    said = refusal(bomb)

    assert "too heavy" in said


def test_zip_that_lies_about_its_size_is_refused():
    document = changed(written("x", "docx"), word__document_xml=b" " * 20_000_000)
    lying = document.replace((20_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert lying != document

    assert "damaged" in refusal(lying)


def test_archive_of_too_many_files_is_refused():
    many = {f"f{n}.txt": b"" for n in range(containers.MOST_MEMBERS + 1)}

    assert "too heavy" in refusal(rewritten(written("x", "docx"), many))


def test_large_pictures_are_not_unpacked():
    document = rewritten(written("Oui.", "docx"), {"word/media/a.png": b"0" * 40_000_000})

    assert to_markdown(document) == "Oui."


def test_entities_that_grow_are_not_expanded():
    laughs = (
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
        + "".join(
            f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + ']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        "<w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
    )

    assert refusal(changed(written("x", "docx"), word__document_xml=laughs.encode()))


def test_file_of_the_machine_named_in_a_document_is_not_read():
    evil = written("x", "odt")
    xml = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    body = member(evil, "content.xml")
    body = xml + body[body.index("<office:document-content") :].replace(">x<", ">x&a;<")

    with suppress(DocumentError):
        assert "root:" not in to_markdown(rewritten(evil, {"content.xml": body.encode()}))


def test_converter_reads_no_file_a_page_names(tmp_path):
    (tmp_path / "secret.html").write_text("<p>secret</p>", encoding="utf-8")
    page = f'<iframe src="{tmp_path}/secret.html"></iframe><p>vu</p>'

    read = pandoc.run(page.encode(), read="html", write="markdown").decode()

    assert "vu" in read
    assert "secret" not in read.replace("secret.html", "")


def test_conversion_that_lasts_is_stopped():
    with pytest.raises(pandoc.PandocError) as stopped:
        pandoc.run(b"<p>x", read="html", write="json", seconds=0.0001)

    assert stopped.value.too_heavy


def test_conversion_that_takes_too_much_memory_is_stopped(monkeypatch):
    monkeypatch.setattr(pandoc, "HEAP", "8M")

    assert "too heavy" in refusal(with_body(paragraph("mot " * 50) * 2_000))


# The clipboard


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (clipboards.WORD, clipboards.WORD_READ),
        (clipboards.LIBREOFFICE, clipboards.LIBREOFFICE_READ),
        (clipboards.GOOGLE, clipboards.GOOGLE_READ),
    ],
    ids=["Word", "LibreOffice", "Google Docs"],
)
def test_clipboard_of_a_word_processor_keeps_headings_lists_links_and_tables(html, markdown):
    assert html_to_markdown(html) == markdown


def test_html_asks_nothing_of_the_machine_nor_of_the_network():
    assert html_to_markdown(clipboards.HOSTILE) == "vu"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000,
        "<b><i>" * 5_000,
        "<ul><li>" * 3_000,
        "<table><tr><td>" * 3_000,
        "</p></li></ul>" * 9_000,
        "<p>a<" * 5_000,
        "<a " * 20_000,
        '<p a="' * 20_000,
        "<p a=b" * 20_000,
        "<![x" * 20_000 + "<br>",
        "<!--" * 20_000 + "-->",
        "&a" * 20_000,
    ],
    ids=[
        "div",
        "b i",
        "ul li",
        "table",
        "closed only",
        "half tags",
        "open tags",
        "open quotes",
        "attributes",
        "declarations",
        "comments",
        "entities",
    ],
)
@LONGEST
def test_hostile_html_is_read_in_bounded_time(html):
    markdown = html_to_markdown(html + "mot")

    assert "mot" in markdown


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_archive_whose_bytes_do_not_unpack_is_refused(method):
    made = BytesIO()
    with zipfile.ZipFile(made, "w", method) as whole:
        whole.writestr("word/document.xml", "<a/>" * 100)
    data = made.getvalue()
    begins = 30 + len("word/document.xml")

    for at in range(begins, begins + 10):
        assert refusal(data[:at] + b"\xff\xff" + data[at + 2 :])


@pytest.mark.parametrize(
    "html",
    ["<" + "a" * 400_000, ("<a " + '"' * 3_990 + ">") * 100, "<svg>" * 45_000 + "</b>" * 45_000],
    ids=["a name without end", "quotes for attributes", "ends of what was never begun"],
)
@LONGEST
def test_html_nobody_wrote_by_hand_is_made_plain_in_bounded_time(html):
    plain_html(html)


@pytest.mark.parametrize("repeated", ["<w:p >", "<w:p ><w:instrText ", "<w:p >" + "<" * 20])
@LONGEST
def test_hostile_page_header_is_read_in_bounded_time(repeated):
    document = changed(written(MARKDOWN, "docx"), word__header1_xml=repeated.encode() * 200_000)
    markdown = to_markdown(document)

    assert "étiquettes" in markdown


@pytest.mark.parametrize(
    "repeated", ["<style:style ", "<text:p ", '<text:p text:style-name="x">', "<!DOCTYPE "]
)
@LONGEST
def test_hostile_odt_is_refused_in_bounded_time(repeated):
    document = changed(written(MARKDOWN, "odt"), content_xml=repeated.encode() * 200_000)
    assert refusal(document)


@given(st.text(alphabet="<>/abp !-[]'\"=&;lit\n", max_size=200))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_html_is_read(html):
    assert isinstance(html_to_markdown(html), str)


PIECES = [
    "<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</li>", "</ul>", "<table>", "<tr>", "<td>",
    "</td>", "</table>", "<h2>", "</h2>", "<div>", "</div>", "<br>", "</span>", "<blockquote>",
    "<p style='mso-list:l0 level2 lfo1'>", "<p style='mso-list:l0 level1 lfo1'>", "<pre>",
    "<a href='https://e.example/'>", "</a>", "<p class=MsoTitle>", "<i style='font-weight:bold'>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.integers(0, 99).map("mot{}".format), max_size=25))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_word_of_a_clipboard_is_lost(pieces):
    wanted = [piece for piece in pieces if piece.startswith("mot")]

    markdown = html_to_markdown(" ".join(pieces))

    assert [word for word in wanted if word not in markdown] == []
