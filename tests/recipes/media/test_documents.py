"""A document is what its bytes are; what holds a program is refused."""

import io
import struct
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipes.media import documents, limits, names
from recipes.media.limits import MOST_DOCUMENT_BYTES, RefusedError
from tests.recipes.media.files import SECRET, docx, huge, odt, packed, pdf, picture, png_chunk, svg


def made(data: bytes) -> documents.Paper:
    return documents.make(io.BytesIO(data), len(data))


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (pdf(), "pdf"),
        (odt(), "odt"),
        (packed(("mimetype", "application/vnd.oasis.opendocument.spreadsheet")), "ods"),
        (packed(("mimetype", "application/vnd.oasis.opendocument.presentation")), "odp"),
        (docx(), "docx"),
        (svg(), "svg"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- a -->\n" + svg(), "svg"),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://a/b.dtd">' + svg(), "svg"),
    ],
)
def test_document_is_told_by_its_bytes_and_kept_as_it_is(data, extension):
    paper = made(data)

    assert names.extension_of(paper.name) == extension
    assert names.owner_of(paper.name) == paper.name
    assert paper.data == data


def test_png_keeps_its_picture_and_loses_what_is_told_beside_it():
    plain = picture(form="PNG")
    at = plain.index(b"IDAT") - 4
    told = plain[:at] + png_chunk(b"tEXt", b"Place\0" + SECRET.encode()) + plain[at:]

    paper = made(told + b"<script>alert(1)</script>")

    assert paper.data == plain
    assert paper == made(plain)
    assert paper.name.endswith(".png")


@pytest.mark.parametrize(
    "data",
    [
        b"<html><!--" + pdf() + b"-->",
        b"\n" + pdf(),
        b"%PDF-1.4 cut in the mid",
        packed(("a.txt", "x")),
        packed(("mimetype", "application/zip")),
        packed(("a", "x"), ("mimetype", "application/vnd.oasis.opendocument.text")),
        packed(*((str(number), "") for number in range(5_001))),
        odt()[:-40],
        b"PK\x03\x04" + bytes(100),
        b"PK\x03\x04PK\x05\x06" + bytes(20),
        odt(("Basic/Standard/Module1.xml", "x")),
        odt(("Scripts/python/a.py", "x")),
        docx(("word/vbaProject.bin", "x")),
        packed(("[Content_Types].xml", ""), ("xl/workbook.xml", "")),
        picture(form="PNG")[:-20],
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IDAT", b""),
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 2**32 - 1) + b"IHDR" + bytes(30),
        picture(),
        b"MZ\x90\x00",
        b"<html><svg></svg></html>",
        b"<svg",
        "<svg é".encode("latin-1"),
    ],
)
def test_what_is_no_whole_document_of_ours_is_refused_in_words(data):
    with pytest.raises(RefusedError) as refused:
        made(data)

    assert len(str(refused.value)) > 20


@pytest.mark.parametrize(
    "data",
    [
        svg("<script>alert(1)</script>"),
        svg("<SCRIPT>alert(1)</SCRIPT>"),
        svg('<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>'),
        svg(attributes='onload="alert(1)"'),
        svg('<a href="java&#x09;script:alert(1)"/>'),
        svg('<set attributeName="href" to="javascript:alert(1)"/>'),
        svg("<foreignObject><body/></foreignObject>"),
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + svg("<a>&b;</a>"),
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("<a>&a;</a>"),
        b'<?xml-stylesheet href="https://example.org/a.xsl"?>' + svg(),
    ],
)
def test_drawing_that_holds_a_program_or_an_entity_is_refused(data):
    with pytest.raises(RefusedError):
        made(data)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 ceci n'est pas un document %%EOF",
        pdf().replace(b" obj", b""),
        pdf().replace(b"startxref\n0", b"startxref"),
        pdf().replace(b"%PDF-1.4", b"%PDF-abc"),
    ],
)
def test_what_only_begins_and_ends_as_a_pdf_is_damaged(data):
    with pytest.raises(RefusedError, match="abîmé"):
        made(data)


def test_picture_of_hundreds_of_millions_of_pixels_is_refused_as_a_document_too():
    bomb = huge("PNG")
    tracemalloc.start()

    with pytest.raises(RefusedError, match="20000 × 20000"):
        made(bomb)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200_000


@pytest.mark.parametrize("name", ["word/media/image1.png", "word/document2.xml"])
def test_archive_that_unpacks_to_too_much_is_refused_with_its_weight(name, monkeypatch):
    monkeypatch.setattr(documents, "MOST_UNPACKED", 2_000_000)
    written = io.BytesIO(docx())
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr(name, bytes(2_000_000))
    assert len(written.getvalue()) < 5_000

    with pytest.raises(RefusedError, match="une fois décompressé"):
        made(written.getvalue())


def test_archive_that_holds_more_than_it_says_is_damaged():
    written = io.BytesIO(docx())
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("word/media/image1.png", bytes(2_000_000))
    told = struct.pack("<I", 2_000_000)
    assert written.getvalue().count(told) == 2

    with pytest.raises(RefusedError, match="abîmé"):
        made(written.getvalue().replace(told, struct.pack("<I", 10)))


def test_file_too_big_or_empty_is_refused():
    with pytest.raises(RefusedError, match="50"):
        documents.make(io.BytesIO(), 50_000_000)
    with pytest.raises(RefusedError):
        documents.make(io.BytesIO(b"%PDF-" + bytes(MOST_DOCUMENT_BYTES)), 10)
    with pytest.raises(RefusedError):
        made(b"")


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip_whose_bytes_do_not_unpack_is_a_document_or_refused(method):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as whole:
        whole.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        whole.writestr("content.xml", "<a/>")
    data = bytearray(written.getvalue())
    begins = 30 + len("mimetype")

    for at in range(begins, begins + 20):
        with suppress(RefusedError):
            made(bytes(data[:at]) + b"\xff\xff" + bytes(data[at + 2 :]))


@given(
    st.binary(max_size=120),
    st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"<svg>", odt()[:60]]),
)
def test_any_bytes_are_a_document_or_refused(data, begins):
    try:
        paper = made(begins + data)
    except RefusedError:
        return
    assert names.owner_of(paper.name) == paper.name


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1"), (244_210, "244"), (999_999, "1000"), (1_250_000, "1,2"), (15_000_000, "15")],
)
def test_weight_is_said_as_a_device_says_it(size, words):
    assert limits.in_words(size).split()[0] == words


@pytest.mark.parametrize(
    "name",
    [
        "../" + "a" * 64 + ".jpg",
        "a" * 64,
        "a" * 64 + ".exe",
        "a" * 64 + "-801.webp",
        "a" * 64 + "-800.pdf",
        "a" * 64 + ".webp",
        "A" * 64 + ".jpg",
        "a" * 63 + ".jpg",
        "a" * 64 + ".jpg\n",
    ],
)
def test_name_that_is_none_of_ours_asks_for_nothing(name):
    assert names.owner_of(name) is None


def test_name_of_a_size_asks_for_its_photo():
    assert names.owner_of("a" * 64 + "-800.webp") == "a" * 64 + ".jpg"
    assert names.owner_of("a" * 64 + ".pdf") == "a" * 64 + ".pdf"
