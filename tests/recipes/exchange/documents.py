"""Documents as word processors write them, made in memory: no file of anybody else's."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from recipes.exchange import pandoc

MARKDOWN = """\
# Le troc de plantes

## Objectif

Se rencontrer « autour » des **plantes** : voir [le site](https://example.org/troc).

## Matériel

- des tables
    - petites
    - grandes
- des étiquettes

## Déroulement

1. installer
2. échanger

| Qui | Quoi |
|-----|------|
| Ana | l’été |
"""


def written(markdown: str, form: str) -> bytes:
    """Give the .docx or .odt that pandoc makes of a text."""
    return pandoc.run(markdown.encode(), read="markdown", write=form)


def changed(document: bytes, **members: bytes | None) -> bytes:
    """Give an archive with some members added, replaced, or (`None`) left out.

    A name is spelled with `__` for a slash and `_` for a dot: `word__document_xml`.
    """
    return rewritten(
        document,
        {name.replace("__", "/").replace("_", "."): told for name, told in members.items()},
    )


def rewritten(document: bytes, members: Mapping[str, bytes | None]) -> bytes:
    """Give an archive with some members added, replaced, or (`None`) left out."""
    made = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(document)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        kept = {name: old.read(name) for name in old.namelist()} | dict(members)
        for name, told in kept.items():
            if told is not None:
                new.writestr(name, told)
    return made.getvalue()


def member(document: bytes, name: str) -> str:
    """Give the text of one member of an archive."""
    with zipfile.ZipFile(BytesIO(document)) as archive:
        return archive.read(name).decode()


def with_body(paragraphs: str) -> bytes:
    """Give a .docx whose body is this XML (WordprocessingML), with pandoc's styles around."""
    document = written("x", "docx")
    xml = member(document, "word/document.xml")
    start, end = xml.index("<w:body>") + len("<w:body>"), xml.index("<w:sectPr")
    return rewritten(
        document, {"word/document.xml": (xml[:start] + paragraphs + xml[end:]).encode()}
    )


def paragraph(words: str, *, bold: bool = False, style: str = "") -> str:
    """Write one paragraph of a .docx."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    stress = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p>{look}<w:r>{stress}<w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
