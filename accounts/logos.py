"""Logos of organisations: whatever was sent, what is kept is a small picture we made ourselves."""

import hashlib
import io
import warnings

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.models import Logo, Organisation

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
SIDE = 320
MOST_SCANS = 100
"""Of a JPEG: each, be it of a few bytes, costs a pass over the picture."""
_SCAN_BEGINS = b"\xff\xda"
FORMATS = ("PNG", "JPEG", "WEBP")


class LogoRefusedError(Exception):
    """The file cannot be a logo; the words say why and what would do."""


def prepare(file: UploadedFile[bytes]) -> bytes:
    """Make a WebP of at most 320 × 320 px from what was sent, without anything else it carried.

    The size in bytes and in pixels is read before anything is decoded, so that neither a large
    file nor a small one that unfolds costs memory. Raises `LogoRefusedError`.
    """
    if (file.size or 0) > MOST_BYTES:
        raise LogoRefusedError(_("This picture weighs more than 2 MB: a smaller one will do."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            given = file.read()
            if given.count(_SCAN_BEGINS) > MOST_SCANS:
                raise OSError("more scans than any program writes")
            file.seek(0)
            picture = Image.open(file, formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise LogoRefusedError(_has_too_many_pixels())
            picture.draft("RGB", (SIDE, SIDE))  # JPEG only: decodes no more than is needed
            upright = ImageOps.exif_transpose(picture)
            has_alpha = upright.has_transparency_data
            small = upright.convert("RGBA" if has_alpha else "RGB")
            small.thumbnail((SIDE, SIDE))
            # Into a new picture, so that no comment, place or profile comes along.
            clean = Image.new(small.mode, small.size)
            clean.paste(small)
    except LogoRefusedError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LogoRefusedError(_has_too_many_pixels()) from error
    except UnidentifiedImageError as error:
        raise LogoRefusedError(_what_it_is(given)) from error
    except Exception as error:  # what Pillow meets in a file it lets through, of any class
        raise LogoRefusedError(
            _("This picture is damaged or incomplete: open it on your device, and save it again.")
        ) from error
    made = io.BytesIO()
    clean.save(made, "WEBP", quality=85, method=4)
    return made.getvalue()


def _has_too_many_pixels() -> str:
    return _("This picture is larger than 16 million pixels: a smaller one will do.")


def _what_it_is(given: bytes) -> str:
    """Say of what is no picture we take what to do with it."""
    if b"<svg" in given[:4_096].lower():
        return _("This is a drawing in SVG: export it as PNG.")
    if given.startswith(b"GIF8"):
        return _("This is a GIF: export it as PNG.")
    return _("This file cannot be read as a picture. PNG, JPEG and WebP will do.")


@transaction.atomic
def keep(organisation: Organisation, webp: bytes) -> None:
    """Make this picture the organisation's logo, named by what it holds: caches may last."""
    Logo.objects.update_or_create(organisation=organisation, defaults={"webp": webp})
    organisation.logo = hashlib.sha256(webp).hexdigest()[:32]
    organisation.save(update_fields=["logo"])


@transaction.atomic
def remove(organisation: Organisation) -> None:
    """Leave the organisation without a logo."""
    Logo.objects.filter(organisation=organisation).delete()
    organisation.logo = ""
    organisation.save(update_fields=["logo"])
