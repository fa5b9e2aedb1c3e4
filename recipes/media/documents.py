"""A document as it is kept: what its bytes are, whatever its name says.

Documents are kept as they were given and only ever handed over for download. What holds a program
is refused: nobody needs macros in a poster.
"""

import io
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from lzma import LZMAError
from typing import IO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.utils.translation import gettext as _

from recipes.media.limits import (
    MOST_DOCUMENT_BYTES,
    MOST_PIXELS,
    MOST_UNPACKED,
    MOST_ZIP_ENTRIES,
    RefusedError,
    in_words,
    read_whole,
    too_many_pixels,
)

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "svg": "application/octet-stream",  # never drawn by a browser under our address
}
_NOT_UNPACKED = (
    BadZipFile, EOFError, LZMAError, NotImplementedError, OSError, RuntimeError, ValueError,
    struct.error, zlib.error,
)  # fmt: skip
_AT_ONCE = 2**16
_PDF_VERSION = re.compile(rb"%PDF-\d\.\d")
_PDF_END = re.compile(rb"startxref\s{1,9}\d{1,12}\s{1,9}%%EOF")
_PDF_OBJECT = b" obj"
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"pHYs"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document made ready: its name and its bytes."""

    name: str
    data: bytes


def make(file: IO[bytes], size: int) -> Paper:
    """Make of a given file of `size` bytes the document that is kept.

    Byte for byte, but for a PNG, which keeps its picture and loses what is told beside it (place,
    program, date). Raises `RefusedError`.
    """
    given = read_whole(file, size, MOST_DOCUMENT_BYTES)
    extension = what_it_is(given)
    data = _png_alone(given) if extension == "png" else given
    return Paper(f"{sha256(data).hexdigest()}.{extension}", data)


def what_it_is(given: bytes) -> str:
    """Say by its bytes what sort of document this is; raises `RefusedError` for any other."""
    for begins, told in _BEGINNINGS:
        if given.startswith(begins):
            return told(given)
    return _svg(given)


def _pdf(given: bytes) -> str:
    """Say whether a PDF has what every one has: an object, and at its end where they are told."""
    if not (_PDF_VERSION.match(given) and _PDF_END.search(given[-2_048:]) and _PDF_OBJECT in given):
        raise _damaged()
    return "pdf"


def _zip(given: bytes) -> str:
    """Tell an OpenDocument or Word file from any other zip; no part is held unpacked as a whole."""
    end = given.rfind(b"PK\x05\x06", max(0, len(given) - 66_000))
    if end < 0 or len(given) < end + 12:
        raise _damaged()
    if struct.unpack_from("<H", given, end + 10)[0] > MOST_ZIP_ENTRIES:
        raise _unknown()
    try:
        with ZipFile(io.BytesIO(given)) as unpacked:
            names = {entry.filename for entry in unpacked.infolist()}
            first = unpacked.infolist()[0] if names else None
            is_told = first is not None and first.filename == "mimetype" and first.file_size < 100
            told = unpacked.read("mimetype").decode("ascii", "replace") if is_told else ""
            _go_through(unpacked)
    except _NOT_UNPACKED as error:
        raise _damaged() from error
    if any(re.match(r"(?i)(basic|scripts)/|.*vbaproject", name) for name in names):
        raise RefusedError(_("It holds macros, which are programs: save it without them."))
    if told:
        found = [extension for extension, media_type in MEDIA_TYPES.items() if media_type == told]
        if found:
            return found[0]
    elif {"[Content_Types].xml", "word/document.xml"} <= names:
        return "docx"
    raise _unknown()


def _go_through(archive: ZipFile) -> None:
    """Refuse an archive that holds too much, or whose parts are not what it says they are.

    No more of a part is unpacked than the archive tells, and its sum is then wrong.
    """
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if size > MOST_UNPACKED:
        raise RefusedError(
            _("It weighs %(size)s once unpacked: %(limit)s at most.")
            % {"size": in_words(size), "limit": in_words(MOST_UNPACKED)}
        )
    for entry in entries:
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:  # others may ask for any memory
            raise _damaged()
        with archive.open(entry) as part:
            while part.read(_AT_ONCE):
                pass


def _png(given: bytes) -> str:
    """Say whether a PNG is of a size that people can open, as its first chunk tells it."""
    if len(given) < 24 or given[12:16] != b"IHDR":
        raise _damaged()
    width, height = struct.unpack_from(">II", given, 16)
    if width * height > MOST_PIXELS:
        raise too_many_pixels(width, height)
    return "png"


def _svg(given: bytes) -> str:
    """Tell a drawing without a program from anything else; entities are not read."""
    if b"<svg" not in given:
        raise _unknown()
    drawing = _Drawing()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = drawing.element
    parser.EntityDeclHandler = drawing.entity
    parser.ProcessingInstructionHandler = drawing.instruction
    try:
        parser.Parse(given, True)  # noqa: FBT003  # expat's signature
    except expat.ExpatError as error:
        raise _unknown() from error
    if drawing.root != "svg":
        raise _unknown()
    return "svg"


class _Drawing:
    """Looks at each element of a drawing as it is read."""

    def __init__(self) -> None:
        self.root = ""

    def element(self, name: str, attributes: dict[str, str]) -> None:
        bare = name.rpartition(" ")[2].lower()
        self.root = self.root or bare
        if bare in {"script", "foreignobject", "handler", "iframe", "object", "embed"}:
            raise _program()
        for key, value in attributes.items():
            plain = key.rpartition(" ")[2].lower()
            if plain.startswith("on") or "javascript:" in "".join(value.lower().split()):
                raise _program()

    def entity(self, *_told: object) -> None:
        raise _program()

    def instruction(self, *_told: object) -> None:
        raise _program()


def _png_alone(given: bytes) -> bytes:
    """Keep of a PNG only the chunks that draw it, up to its end (PNG specification, 5.3)."""
    kept, at = [_PNG], len(_PNG)
    while at + 12 <= len(given):
        length, kind = struct.unpack_from(">I4s", given, at)
        end = at + 12 + length
        if end > len(given) or (at == len(_PNG)) != (kind == b"IHDR"):
            break
        if kind in _PNG_KEPT:
            kept.append(given[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
    raise _damaged()


_BEGINNINGS: tuple[tuple[bytes, Callable[[bytes], str]], ...] = (
    (b"%PDF-", _pdf),
    (b"PK\x03\x04", _zip),
    (_PNG, _png),
)


def _unknown() -> RefusedError:
    return RefusedError(
        _("It is no document that is taken here: choose a PDF, ODT, ODS, ODP, DOCX, PNG or SVG.")
    )


def _damaged() -> RefusedError:
    return RefusedError(
        _("It is damaged or incomplete. Open it on your device, and send it again.")
    )


def _program() -> RefusedError:
    return RefusedError(_("This drawing holds a program or links out: save it as a plain SVG."))
