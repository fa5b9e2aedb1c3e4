"""A photo as it is kept: the picture and nothing else, in a few sizes.

Whatever is given is decoded and written anew, so that what hides in a file (place, name, device,
a program, a second file behind the first) stays behind. Its size is read, and refused, before a
pixel is decoded; one picture is decoded at a time in a process.
"""

import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from recipes.media.limits import (
    MASTER_SIDE,
    MOST_PHOTO_BYTES,
    MOST_PIXELS,
    WIDTHS,
    RefusedError,
    read_whole,
    too_many_pixels,
)
from recipes.media.names import size_name

Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # Pillow's own guard, which formats that decode early ask

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
"""What Pillow may try; a JPEG with others behind it, as many phones write, is its first one."""

MOST_SCANS = 100
"""Of a JPEG. Programs write some ten; each, be it of a few bytes, costs a pass over the picture."""

MASTER_QUALITY, JPEG_QUALITY, WEBP_QUALITY = 90, 80, 75
_ONE_AT_A_TIME = Lock()
_WHITE = (255, 255, 255)
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo made: its name, its size in pixels, and the bytes of each file by name."""

    name: str
    width: int
    height: int
    files: Mapping[str, bytes]


def make(file: IO[bytes], size: int) -> Picture:
    """Make of a given file of `size` bytes the photo that is kept.

    The master is a JPEG in sRGB, upright, whose digest names it; of several pictures in a file,
    the first; what is transparent is white. A master that comes back is kept byte for byte, so
    that its name stays. Raises `RefusedError`.
    """
    given = read_whole(file, size, MOST_PHOTO_BYTES)
    with _ONE_AT_A_TIME:
        upright = _decoded(given)
        master = given if is_master(given) else _jpeg(upright, MASTER_QUALITY)
        digest = sha256(master).hexdigest()
        name = f"{digest}.jpg"
        files = {name: master}
        for named in WIDTHS:
            width = min(named, upright.width)
            height = max(1, round(upright.height * width / upright.width))
            smaller = upright.resize((width, height), Image.Resampling.LANCZOS)
            files[size_name(name, named, "jpg")] = _jpeg(smaller, JPEG_QUALITY)
            files[size_name(name, named, "webp")] = _webp(smaller)
    return Picture(name, upright.width, upright.height, files)


def _decoded(given: bytes) -> Image.Image:
    """Decode what may be decoded, no larger than a master."""
    try:
        image = Image.open(io.BytesIO(given), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise too_many_pixels(image.width, image.height)
        if image.format in {"JPEG", "MPO"} and _scans(given) > MOST_SCANS:
            raise OSError("more scans than any program writes")
        return _upright(image)
    except UnidentifiedImageError as error:
        raise RefusedError(_what_it_is(given)) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedError(
            _("This picture has too many pixels: %(most)d million at most.")
            % {"most": MOST_PIXELS // 1_000_000}
        ) from error
    except RefusedError:
        raise
    except Exception as error:  # what Pillow meets in a file it lets through, of any class
        raise RefusedError(
            _("It is damaged or incomplete. Open it on your device, and send it again.")
        ) from error


def _what_it_is(given: bytes) -> str:
    """Say of what is no picture we take what to do with it."""
    if given.startswith(b"%PDF-"):
        return _("It is a PDF: add it to the documents.")
    if b"<svg" in given[:4_096].lower():
        return _("It is a drawing in SVG: add it to the documents, or export it as PNG.")
    if given[4:8] == b"ftyp":
        return _("It is a photo or film in a form few programs read (HEIC): export it as JPEG.")
    return _("It is no picture that can be read here: choose a JPEG, PNG, WebP or GIF file.")


def _upright(image: Image.Image) -> Image.Image:
    """Give the picture alone: upright, in sRGB, without transparency, at most a master's size."""
    profile = image.info.get("icc_profile")
    if image.mode in {"1", "P", "PA"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((MASTER_SIDE, MASTER_SIDE), Image.Resampling.LANCZOS)
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):  # 16 bits a pixel
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"RGB", "CMYK", "L"} and profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB") or image
    alone = Image.new("RGB", image.size, _WHITE)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        alone.paste(image, mask=image.getchannel("A"))
    else:
        alone.paste(image.convert("RGB"))
    return alone


def _jpeg(image: Image.Image, quality: int) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
    return written.getvalue()


def _webp(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "WEBP", quality=WEBP_QUALITY, method=4)
    return written.getvalue()


# Markers of a JPEG (ITU-T T.81, table B.1) that a picture needs; the rest are comments and such.
_SOI, _EOI, _SOS, _APP0 = 0xD8, 0xD9, 0xDA, 0xE0
_TABLES = {0xC4, 0xDB, 0xDD}  # Huffman and quantization tables, restart interval
_FRAMES = {0xC0, 0xC1, 0xC2}  # what Pillow writes: baseline, extended, progressive


def is_master(given: bytes) -> bool:
    """Say whether these bytes are a picture in the form of our masters, and nothing besides.

    No comment, no Exif, no profile, nothing before, between or behind: only tables, the frame and
    its scans, in at most a master's size. That it can be decoded is for the caller to see.
    """
    if given[:2] != bytes((0xFF, _SOI)) or given[-2:] != bytes((0xFF, _EOI)):
        return False
    at, framed = 2, False
    while at + 4 <= len(given) and given[at] == 0xFF:
        marker, length = given[at + 1], int.from_bytes(given[at + 2 : at + 4], "big")
        segment = given[at + 4 : at + 2 + length]
        if marker == _APP0:
            if at != 2 or length != 16 or not segment.startswith(b"JFIF\0"):
                return False
        elif marker in _FRAMES:
            side = max(int.from_bytes(segment[1:3], "big"), int.from_bytes(segment[3:5], "big"))
            if framed or side > MASTER_SIDE or segment[5:6] != b"\x03":
                return False
            framed = True
        elif marker != _SOS and marker not in _TABLES:
            return False
        at += 2 + length
        if marker == _SOS:
            at = _end_of_scan(given, at)
            if at == len(given) - 2:
                return framed
    return False


def _scans(given: bytes) -> int:
    """Count the scans of the first picture of a JPEG, as a decoder meets them."""
    at, found = 2, 0
    while (at := _end_of_scan(given, at)) < len(given) - 3:
        marker = given[at + 1]
        if marker == _EOI:
            break
        if marker in {0xFF, _SOI}:
            at += 1
            continue
        found += marker == _SOS
        at += 2 + int.from_bytes(given[at + 2 : at + 4], "big")
    return found


def _end_of_scan(given: bytes, at: int) -> int:
    """Give where the coded data that begins at `at` ends: at a marker that is no part of it."""
    while (at := given.find(b"\xff", at)) >= 0:
        following = given[at + 1] if at + 1 < len(given) else _EOI
        if following and not 0xD0 <= following <= 0xD7:  # neither stuffing nor a restart
            return at
        at += 2
    return len(given)
