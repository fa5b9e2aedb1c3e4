"""Logos of organisations: whatever was sent, what is kept is a small picture we made ourselves."""

import hashlib
import io
import warnings

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

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
            if file.read().count(_SCAN_BEGINS) > MOST_SCANS:
                raise OSError("more scans than any program writes")
            file.seek(0)
            picture = Image.open(file, formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise LogoRefusedError(
                    _("This picture is larger than 16 million pixels: a smaller one will do.")
                )
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
    except Exception as error:  # what Pillow meets in a file it lets through, of any class
        raise LogoRefusedError(
            _("This file cannot be read as a picture. PNG, JPEG and WebP will do.")
        ) from error
    made = io.BytesIO()
    clean.save(made, "WEBP", quality=85, method=4)
    return made.getvalue()


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
