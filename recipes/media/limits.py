"""How big a file may be, what is taken, and how a refusal is said: all of it in one place."""

from typing import IO

from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOST_PHOTO_BYTES = 15_000_000
MOST_DOCUMENT_BYTES = 20_000_000
MOST_BYTES = max(MOST_PHOTO_BYTES, MOST_DOCUMENT_BYTES)

MOST_AT_ONCE = 30
"""Files received with one form; a script sends them one by one, and knows no such limit."""

MOST_PIXELS = 40_000_000
"""Of a photo: decoded, it takes four bytes each, eight where it is transparent."""

MOST_ZIP_ENTRIES = 5_000
"""Of a text document, which is a zip: its list of contents is read into memory."""

MOST_UNPACKED = 100_000_000
"""Bytes of a text document unpacked: all of them are gone through once."""

MOST_FILES_OF_A_RECIPE = 100
"""Kept for all its revisions together, so that nobody fills the disk through one draft."""

MASTER_SIDE = 2_400
"""Pixels of the longer side of the photo that is kept."""

WIDTHS = (400, 800, 1_600)
"""Pixels: how wide a photo is shown, for small screens, wide ones, and sharp ones."""

PHOTO_ACCEPT = "image/jpeg,image/png,image/webp,image/gif"
DOCUMENT_ACCEPT = ".pdf,.odt,.ods,.odp,.docx,.png,.svg"


class RefusedError(Exception):
    """A file that is not taken; its words say why to the person who gave it."""


def in_words(size: int) -> str:
    """Say how much a file weighs, as people read it on their own device: « 1,2 Mo »."""
    if size < 1_000_000:
        return _("%(size)s kB") % {"size": max(1, round(size / 1_000))}
    rounded = number_format(round(size / 1_000_000, 1), 1).removesuffix(",0").removesuffix(".0")
    return _("%(size)s MB") % {"size": rounded}


def read_whole(file: IO[bytes], size: int, limit: int) -> bytes:
    """Read a file said to be of `size` bytes.

    Raises `RefusedError` for one of more than `limit` bytes, of which nothing is read, or of none.
    """
    _refuse_too_big(size, limit)
    given = file.read(limit + 1)
    _refuse_too_big(len(given), limit)
    return given


def _refuse_too_big(size: int, limit: int) -> None:
    if size > limit:
        raise RefusedError(
            _("It weighs %(size)s: %(limit)s at most.")
            % {"size": in_words(size), "limit": in_words(limit)}
        )
    if not size:
        raise RefusedError(_("It is empty."))


def too_many_pixels(width: int, height: int) -> RefusedError:
    """Say that a picture has more pixels than are taken."""
    return RefusedError(
        _("This picture has too many pixels: %(width)d × %(height)d, for %(most)d million at most.")
        % {"width": width, "height": height, "most": MOST_PIXELS // 1_000_000}
    )


def photo_limits() -> str:
    """Say beforehand what is taken as a photo."""
    return _("JPEG, PNG, WebP or GIF, %(limit)s at most.") % {"limit": in_words(MOST_PHOTO_BYTES)}


def document_limits() -> str:
    """Say beforehand what is taken as a document."""
    return _("PDF, ODT, ODS, ODP, DOCX, PNG or SVG, %(limit)s at most.") % {
        "limit": in_words(MOST_DOCUMENT_BYTES)
    }
