"""Files people might send, honest and hostile: plain functions that give bytes."""

import io
import struct
import zipfile
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SECRET = "48.3904"
"""A place that must not come out of a photo."""


def picture(
    width: int = 60, height: int = 40, *, form: str = "JPEG", mode: str = "RGB", **saved: Any
) -> bytes:
    """Give a picture whose left half is red and right half blue."""
    image = Image.new("RGB", (width, height), (200, 20, 20))
    image.paste((20, 20, 200), (width // 2, 0, width, height))
    written = io.BytesIO()
    image.convert(mode).save(written, form, **saved)
    return written.getvalue()


def picture_that_tells() -> bytes:
    """Give a JPEG lying on its side that tells where, when and with what it was made."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    exif[0x010F] = f"Appareil {SECRET}"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 23.0, 25.0), 29: SECRET})
    return picture(
        exif=exif.tobytes(),
        xmp=f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode(),
        comment=SECRET.encode(),
        icc_profile=b"no profile, but " + SECRET.encode(),
    )


def many_scans(scans: int, side: int = 40) -> bytes:
    """Give a JPEG whose last refinement is told over and over, in some 80 bytes each."""
    once = picture(side, side, progressive=True)
    last = once[once.rindex(b"\xff\xda") : -2]
    return once[:-2] + last * scans + b"\xff\xd9"


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """Give one chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge(form: str, side: int = 20_000) -> bytes:
    """Give a small file that says it is a picture of 20,000 × 20,000 pixels, unless told."""
    if form == "PNG":
        header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        zeros = zlib.compress(bytes(1_000_000))
        chunks = ((b"IHDR", header), (b"IDAT", zeros), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*one) for one in chunks)
    if form == "JPEG":
        small = picture()
        at = small.index(b"\xff\xc0") + 5
        return small[:at] + struct.pack(">HH", side, side) + small[at + 4 :]
    if form == "GIF":
        small = picture(form="GIF")
        return small[:6] + struct.pack("<HH", side, side) + small[10:]
    assert form == "WEBP"
    small = picture(form="WEBP", lossless=True)  # VP8L: 14 bits each, less one; 16,384 at most
    bits = int.from_bytes(small[21:25], "little") & ~0xFFFFFFF | (16_383 << 14) | 16_383
    return small[:21] + bits.to_bytes(4, "little") + small[25:]


def pdf(words: bytes = b"") -> bytes:
    """Give something that begins and ends as a PDF, and holds an object."""
    return b"%PDF-1.4\n1 0 obj<<>>endobj\n" + words + b"\ntrailer<<>>\nstartxref\n0\n%%EOF\n"


def packed(*entries: tuple[str, str], behind: bytes = b"") -> bytes:
    """Give a zip of these names and texts, in order, nothing compressed."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as made:
        for name, words in entries:
            made.writestr(name, words)
    return written.getvalue() + behind


def odt(*more: tuple[str, str]) -> bytes:
    """Give something that is an OpenDocument text, as far as its container says."""
    return packed(
        ("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>"), *more
    )


def docx(*more: tuple[str, str]) -> bytes:
    """Give something that is a Word document, as far as its container says."""
    return packed(("[Content_Types].xml", "<a/>"), ("word/document.xml", "<a/>"), *more)


def svg(inside: str = '<path d="M0 0h9v9z"/>', attributes: str = "") -> bytes:
    """Give a drawing."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


def sent(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    """Give bytes as a form sends them, under any name."""
    return SimpleUploadedFile(name, data)
