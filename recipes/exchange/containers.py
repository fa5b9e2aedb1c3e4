"""What a file is, told by its bytes, and what is taken out of a word processor's archive.

A .docx or .odt is a zip archive. It is written anew with the few members that hold text, each
read up to the size its directory tells and no further, so that neither a zip bomb nor ten
photographs of the village fair reach the converter.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from lzma import LZMAError
from xml.parsers import expat

MOST_XML = 12_000_000
"""Bytes of text and styles in an archive, unpacked; fifty typed pages take about 1,500,000."""

MOST_MEMBERS = 2_000

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_MEMBER = re.compile(
    r"[^/]*\.(?:xml|rels)|mimetype|(?:word|_rels|META-INF|docProps)/.*\.(?:xml|rels)"
)
_IMAGE_MEMBER = re.compile(r"(?:word/media|Pictures)/[^/]+\.\w+")
_MARKUP = re.compile(rb"\A[\s\xef\xbb\xbf]*(?:<!doctype html|<html)", re.IGNORECASE)
_DOCX_BODY = "word/document.xml"
_ODT_BODY = "content.xml"
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Form(StrEnum):
    """What a file is, whatever it is called."""

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    ODT = "odt"
    OLD_WORD = "old-word"
    LOCKED = "locked"
    PDF = "pdf"
    RTF = "rtf"
    PICTURE = "picture"
    OTHER = "other"


_BEGINNINGS = (
    (b"%PDF", Form.PDF),
    (b"{\\rtf", Form.RTF),
    (b"\x89PNG", Form.PICTURE),
    (b"\xff\xd8\xff", Form.PICTURE),
    (b"GIF8", Form.PICTURE),
)


class ContainerError(Exception):
    """An archive that cannot be opened, or holds too much (`too_heavy`)."""

    def __init__(self, words: str, *, too_heavy: bool = False) -> None:
        super().__init__(words)
        self.too_heavy = too_heavy


@dataclass(frozen=True, slots=True)
class Container:
    """An archive made small: the bytes to convert, and the members one may want to look at."""

    data: bytes
    members: dict[str, bytes]


def form_of(data: bytes) -> Form:
    """Say what bytes are; an archive is looked into. Raises `ContainerError` for a broken one."""
    if data.startswith(_OLD_OFFICE):
        return Form.LOCKED if _ENCRYPTED_STREAM in data else Form.OLD_WORD
    for beginning, form in _BEGINNINGS:
        if data.startswith(beginning):
            return form
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _form_of_archive(data)
    if _MARKUP.match(data):
        return Form.HTML
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Form.TEXT  # UTF-16 with its mark, as Notepad writes « Unicode »
    return Form.OTHER if _BINARY.search(data) else Form.TEXT


def _form_of_archive(data: bytes) -> Form:
    with _opened(data) as archive:
        names = set(archive.namelist())
        if _DOCX_BODY in names:
            return Form.DOCX
        if _ODT_BODY in names and "mimetype" in names:
            kind = _read(archive, archive.getinfo("mimetype"))
            return Form.ODT if kind.startswith(_ODT_TYPE) else Form.OTHER
    return Form.OTHER


def unpack(data: bytes) -> Container:
    """Give the archive without its pictures, fonts and programs.

    Raises `ContainerError` when what is left is too large, unpacked, or cannot be read.
    """
    members: dict[str, bytes] = {}
    with _opened(data) as archive:
        wanted = [
            member for member in archive.infolist() if _TEXT_MEMBER.fullmatch(member.filename)
        ]
        if sum(member.file_size for member in wanted) > MOST_XML:
            raise ContainerError("too much text", too_heavy=True)
        for member in wanted:
            members[member.filename] = _read(archive, member)
        pictures = [name for name in archive.namelist() if _IMAGE_MEMBER.fullmatch(name)]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as smaller:
        for name, written in members.items():
            smaller.writestr(name, written)
        for name in pictures:  # empty ones: a picture that is not there would not be counted
            smaller.writestr(name, b"")
    return Container(packed.getvalue(), members)


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
        raise ContainerError(str(error)) from error
    if len(archive.infolist()) > MOST_MEMBERS:
        raise ContainerError("too many members", too_heavy=True)
    return archive


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Read one member, never more of it than the directory tells: beyond that its sum is wrong."""
    try:
        return archive.read(member)
    except (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError) as error:
        raise ContainerError(str(error)) from error
    except (RuntimeError, ValueError, struct.error) as error:  # a password, a strange method
        raise ContainerError(str(error)) from error


_RUNNING_PARTS = re.compile(r"word/(?:header|footer)\d*\.xml")
_PARAGRAPHS = {"w:p", "text:p", "text:h"}
_SEPARATES = {"w:tab", "w:br", "w:cr", "text:tab", "text:line-break", "text:s"}
_FIELD = "w:instrText"


def running_words(container: Container) -> list[str]:
    """Give the lines of the page headers and footers, each once; page numbers are not words.

    Converters leave them out, and licences like to stand there.
    """
    lines: list[str] = []
    for name, told in container.members.items():
        if _RUNNING_PARTS.fullmatch(name):
            lines += _Paragraphs().read(told)
    lines += _Paragraphs(inside={"style:header", "style:footer"}).read(
        container.members.get("styles.xml", b"")
    )
    return [line for line in dict.fromkeys(lines) if re.search(r"[^\W\d]{3}", line)]


def odt_title(container: Container) -> str:
    """Give the words of the first paragraph in the style of titles, which pandoc takes for any."""
    titles = _Paragraphs(styles={"Title", "Titre"}, most=1)
    return next(iter(titles.read(container.members.get(_ODT_BODY, b""))), "")


class _EnoughError(Exception):
    """What was looked for is found, or what is read is not to be trusted."""


class _Paragraphs:
    """Reads the words of paragraphs: some elements' (`inside`), those of some styles, or all.

    By an XML parser and not by expressions: whatever is in the file, it is gone through once.
    """

    def __init__(
        self, *, inside: Collection[str] = (), styles: Collection[str] = (), most: int | None = None
    ) -> None:
        self.inside, self.styles, self.most = inside, set(styles), most
        self.found: list[str] = []
        self.depth = 0
        self.fields = 0
        self.open: list[list[str] | None] = []

    def read(self, xml: bytes) -> list[str]:
        """Give the words of each paragraph looked for; of broken XML, those before it breaks."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.EntityDeclHandler = self._entity
        with suppress(expat.ExpatError, _EnoughError):
            parser.Parse(xml, True)  # noqa: FBT003  # expat's signature
        return self.found

    def _start(self, name: str, told: dict[str, str]) -> None:
        if name in self.inside:
            self.depth += 1
        elif name in _PARAGRAPHS:
            meant = not self.styles or told.get("text:style-name") in self.styles
            self.open.append([] if meant and (self.depth or not self.inside) else None)
        elif name == _FIELD:
            self.fields += 1
        elif name in _SEPARATES:
            self._words(" ")
        elif name == "style:style" and told.get("style:parent-style-name") in self.styles:
            self.styles.add(told.get("style:name", ""))

    def _end(self, name: str) -> None:
        if name in self.inside:
            self.depth -= 1
        elif name == _FIELD:
            self.fields -= 1
        elif name in _PARAGRAPHS and (words := self.open.pop()) is not None:
            self.found.append(" ".join("".join(words).split()))
            if len(self.found) == self.most:
                raise _EnoughError

    def _words(self, words: str) -> None:
        if self.open and not self.fields and (paragraph := self.open[-1]) is not None:
            paragraph.append(words)

    def _entity(self, *_told: object) -> None:
        raise _EnoughError
