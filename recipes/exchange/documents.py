"""A document of a word processor, or its clipboard, becomes the Markdown that recipes are read in.

`convert` takes what a file holds, whatever it is called, and gives Markdown and what there is to
tell about it. Nothing of the text is dropped; pictures are counted, for a person to add as photos.
"""

import json
import re
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recipes.content import text
from recipes.exchange import pandoc
from recipes.exchange.clipboard import plain_html
from recipes.exchange.containers import (
    Container,
    ContainerError,
    Form,
    form_of,
    odt_title,
    running_words,
    unpack,
)
from recipes.exchange.notes import Note, kept, to_decide, understood
from recipes.exchange.prose import fences
from recipes.exchange.tree import Simplifier
from recipes.exchange.unmarked import mark_headings
from recipes.media.limits import in_words

MOST_BYTES = 20_000_000
"""Of a file. Most of a large document are its pictures, which are not unpacked."""

MOST_CHARACTERS = 300_000
"""Of a text: some hundred typed pages. Six parts of the longest a recipe may have."""

SECONDS_TO_PASTE = 5
"""For each of the two passes over a clipboard: somebody waits before the cursor."""

MARKDOWN = (
    "markdown_strict+pipe_tables+four_space_rule+intraword_underscores+startnum"
    "+lists_without_preceding_blankline-raw_html"
)
"""What `recipes.markup` understands: nested lists by four spaces, tables with pipes."""

FORMATS = ".md, .txt, .docx, .odt"

_INSTEAD: dict[Form, Promise] = {
    Form.OLD_WORD: gettext_lazy(
        "This is a document in the old form of Word (.doc). Open it, save it as .docx or .odt,"
        " and give that file."
    ),
    Form.LOCKED: gettext_lazy(
        "This document is locked with a password. Save a copy without one, and give that copy."
    ),
    Form.PDF: gettext_lazy(
        "This is a PDF, which keeps the look of a text and not its parts. Give the document it"
        " was made from, or copy its text and paste it here."
    ),
    Form.RTF: gettext_lazy(
        "This is a document in RTF form. Open it, save it as .docx or .odt, and give that file."
    ),
    Form.PICTURE: gettext_lazy(
        "This is a picture: there is no text in it that could be read. Photos are added once"
        " the recipe is begun."
    ),
    Form.OTHER: gettext_lazy(
        "This is no text: the file holds neither Markdown, nor a document of Word (.docx) or"
        " LibreOffice (.odt)."
    ),
}


class DocumentError(Exception):
    """A document that cannot be taken; its words are for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Document:
    """The Markdown of a document, and what there is to tell of how it was made."""

    markdown: str
    notes: tuple[Note, ...] = ()
    guessed_encoding: bool = False


def to_markdown(data: bytes, name: str = "") -> str:
    """Give the Markdown of a document; see `convert`."""
    return convert(data, name).markdown


def convert(data: bytes, name: str = "") -> Document:
    """Read a .docx, .odt, HTML or text file, told by its bytes; `name` is for messages only.

    Some 120 ms for a few pages of a word processor, nothing for a text. Raises `DocumentError`,
    in words, for a file too large, empty, broken, locked, without text, or of another sort.
    """
    if len(data) > MOST_BYTES:
        raise DocumentError(too_large(len(data)))
    if not data.strip():
        raise DocumentError(_("This file is empty."))
    try:
        document = _convert(data)
    except (ContainerError, pandoc.PandocError) as error:
        if error.too_heavy:
            raise DocumentError(
                _("This document is too heavy to be read: copy its text and paste it, in parts.")
            ) from error
        raise DocumentError(
            _("The file “%(name)s” is damaged, or not what it says: it could not be read.")
            % {"name": name}
        ) from error
    _refuse_unfit(document)
    return document


def html_to_markdown(html: str) -> str:
    """Give the Markdown of HTML a word processor put on the clipboard; raises `DocumentError`."""
    return _from_html(html).markdown


def decode(data: bytes) -> tuple[str, bool]:
    """Read bytes as UTF-8, or UTF-16 with its mark, else as Windows-1252; say if it was a guess."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), False
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), True


def _convert(data: bytes) -> Document:
    form = form_of(data)
    if form in _INSTEAD:
        raise DocumentError(str(_INSTEAD[form]))
    if form == Form.TEXT:
        words, guessed = decode(data)
        return Document(text(words), guessed_encoding=guessed)
    if form == Form.HTML:
        return _from_html(decode(data)[0])
    return _from_archive(unpack(data), form)


def _from_archive(container: Container, form: Form) -> Document:
    title = odt_title(container) if form == Form.ODT else ""
    document = _from_pandoc(container.data, str(form), title=title)
    running = [line for line in running_words(container) if line not in document.markdown]
    if not running:
        return document
    heading = _("Page header and footer")
    level = "##" if re.search(r"^## ", document.markdown, re.MULTILINE) else "#"
    markdown = "\n\n".join(filter(None, (document.markdown, f"{level} {heading}", *running)))
    return Document(markdown, (*document.notes, kept("page_margins")))


def _from_html(html: str) -> Document:
    try:
        data = plain_html(html).encode("utf-8", errors="replace")
        return _from_pandoc(data, "html", seconds=SECONDS_TO_PASTE)
    except pandoc.PandocError as error:
        raise DocumentError(
            _("This text could not be converted: paste it as plain text.")
        ) from error


def _from_pandoc(
    data: bytes, read: str, *, title: str = "", seconds: float = pandoc.SECONDS
) -> Document:
    """Read with pandoc, make simple, write with pandoc. Raises `PandocError`."""
    simplifier = Simplifier()
    try:
        tree = json.loads(pandoc.run(data, read=read, write="json", seconds=seconds))
        simple = simplifier.document(tree, title=title)
    except RecursionError as error:
        raise pandoc.PandocError("nested too deep", too_heavy=True) from error
    written = pandoc.run(json.dumps(simple).encode(), read="json", write=MARKDOWN, seconds=seconds)
    markdown, guessed = mark_headings(_eased(text(written.decode())))
    notes = []
    if guessed:
        notes.append(understood("headings_guessed"))
    if simplifier.contents_lines:
        notes.append(understood("contents_left_out"))
    if simplifier.images:
        notes.append(to_decide("images_left_out", count=simplifier.images))
    return Document(markdown, tuple(notes))


def _refuse_unfit(document: Document) -> None:
    length = len(document.markdown)
    if length > MOST_CHARACTERS:
        raise DocumentError(too_long(length))
    if not re.search(r"\w", document.markdown):
        images = any(note.code == "images_left_out" for note in document.notes)
        raise DocumentError(
            _("There are only pictures in this document: no text could be read in it.")
            if images
            else _("There is no text in this document.")
        )


def too_large(size: int) -> str:
    """Say that a file of `size` bytes is larger than can be taken."""
    return _("This file is too large: it weighs %(size)s, for %(most)s at most.") % {
        "size": in_words(size),
        "most": in_words(MOST_BYTES),
    }


def too_long(length: int) -> str:
    """Say that a text is longer than can be taken at once."""
    return _("This text is too long: %(length)s characters, for %(most)s at most.") % {
        "length": number_format(length, force_grouping=True),
        "most": number_format(MOST_CHARACTERS, force_grouping=True),
    }


# Pandoc escapes whatever might mean something in some Markdown; people read and edit this text.

_BETWEEN_LISTS = re.compile(r"^ *&nbsp;\n\n?", re.MULTILINE)
_LESS = re.compile(r"&lt;(?![a-zA-Z/!?])")
_MORE = re.compile(r"(?<=\S)(\s*)&gt;")
_HASH = re.compile(r"(?<=[^\s>])(\s*)\\#")
_PIPE = re.compile(r"\\\|")
_BRACKETS = re.compile(r"\\\[([^\[\]\\\n]{0,200})\\\](?![(\[:])")


def _eased(markdown: str) -> str:
    """Take away the marks of escape that our Markdown does not need, line by line."""
    lines = _BETWEEN_LISTS.sub("", markdown).split("\n")
    in_code = fences(lines)
    return "\n".join(
        line if in_code[number] or "`" in line else _eased_line(line)
        for number, line in enumerate(lines)
    )


def _eased_line(line: str) -> str:
    line = _HASH.sub(r"\1#", _MORE.sub(r"\1>", _LESS.sub("<", line)))
    line = _BRACKETS.sub(r"[\1]", line)
    return line if line.startswith("|") else _PIPE.sub("|", line)
