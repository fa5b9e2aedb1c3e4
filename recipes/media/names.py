"""How a kept file is named, where it lies, and what a name asks for.

A photo is "<sha256>.jpg"; in other widths "<sha256>-800.webp" and "<sha256>-800.jpg". A document is
"<sha256>.pdf" and so on. The name follows from the bytes, so what it names never changes.
"""

import re
from collections.abc import Iterator

from recipes.media.documents import MEDIA_TYPES
from recipes.media.limits import WIDTHS

_NAME = re.compile(
    rf"([0-9a-f]{{64}})(?:(-(?:{'|'.join(map(str, WIDTHS))}))\.(?:jpg|webp)"
    rf"|\.(?:jpg|{'|'.join(MEDIA_TYPES)}))"
)
_PHOTO_TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}


def is_photo(name: str) -> bool:
    """Say whether a name is that of a photo, in any width."""
    return extension_of(name) in _PHOTO_TYPES


def owner_of(name: str) -> str | None:
    """Give the photo or document a name asks for, in any width; `None` for no name of ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    return f"{found[1]}.jpg" if found[2] else name


def size_name(name: str, width: int, extension: str) -> str:
    """Give the name of the photo `name` in another of `WIDTHS` and another format."""
    return f"{name.removesuffix('.jpg')}-{width}.{extension}"


def all_names(name: str) -> Iterator[str]:
    """Give the names of all that is kept of a photo or document: itself, then its other sizes."""
    yield name
    if is_photo(name):
        for width in WIDTHS:
            for extension in _PHOTO_TYPES:
                yield size_name(name, width, extension)


def place_of(name: str) -> str:
    """Say where a file lies in the storage: in one of 256 folders, so that none grows too long."""
    return f"{name[:2]}/{name}"


def extension_of(name: str) -> str:
    """Give what stands after the point."""
    return name.rpartition(".")[2]


def media_type_of(name: str) -> str:
    """Give the media type a file is sent as."""
    extension = extension_of(name)
    return _PHOTO_TYPES.get(extension) or MEDIA_TYPES[extension]


def shown_widths(width: int) -> list[tuple[int, int]]:
    """Give what a browser may choose from for a photo `width` pixels wide.

    Pairs of the width in the name and the true one: a photo is never made wider than it is.
    """
    shown: list[tuple[int, int]] = []
    for one in WIDTHS:
        shown.append((one, min(one, width)))
        if one >= width:
            break
    return shown
