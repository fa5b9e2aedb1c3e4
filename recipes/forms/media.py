"""The lines of photos and documents in the editor: one small form for each.

Their controls are named `photos-<number>-alt` and so on, as every list of the editor; the numbers
only tell lines apart, their order is the one in which the page sends them. Nothing typed is
refused here: what is missing is for `content.problems` to say.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licences.models import Licence, short_name
from recipes.content import Document, Photo, RecipeContent
from recipes.media import limits, names
from recipes.models import Upload

_NAME = re.compile(r"(photos|documents)-(\d{1,9})-[a-z]+")
_DO = re.compile(r"(photos|documents)-(up|down|remove|cover)-(\d{1,9})")


ASKED_IN: Mapping[str, str] = {
    "file_without_alt": "alt",
    "file_without_title": "title",
    "file_without_credit": "credit",
    "file_without_licence": "licence",
    "file_unknown_licence": "licence",
    "file_licence_not_free": "licence",
}
"""The field of a line that answers a problem of a file, by its code."""


class FileLine(forms.Form):
    """What the two sorts of line share: the file itself, whose it is, under which licence."""

    list_name: ClassVar[str]
    kind: ClassVar[str]
    entry_class: ClassVar[type[Photo] | type[Document]]

    file = forms.CharField(widget=forms.HiddenInput, required=False)
    credit = forms.CharField(
        label=_("Whom to name"),
        required=False,
        help_text=_("Who made it, as they wish to be named."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    licence = forms.ChoiceField(
        label=_("Licence"),
        required=False,
        help_text=_("Free ones only: others must be able to reuse it with the recipe."),
    )

    def __init__(self, number: int | str, told: Mapping[str, Any]) -> None:
        prefix = f"{self.list_name}-{number}"
        super().__init__({f"{prefix}-{name}": value for name, value in told.items()}, prefix=prefix)
        self.number = number
        self.told = told
        self.upload: Upload | None = None
        self.position = 0
        self.is_last = False

    def offer(self, licences: Sequence[tuple[str, str]]) -> None:
        """Let these licences be chosen; another that stands there already stays."""
        chosen = str(self.told.get("licence", ""))
        listed: list[tuple[str, str | Promise]] = [("", _("Choose a licence")), *licences]
        if chosen not in {value for value, _words in listed}:
            listed.append((chosen, short_name(chosen)))
        field = self.fields["licence"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = listed

    @property
    def file_name(self) -> str:
        """The name of the file it stands for."""
        return str(self.told.get("file", ""))

    @property
    def entry(self) -> Photo | Document:
        """What the content holds of it."""
        told = {name: str(self.told.get(name, "")) for name in self.base_fields}
        return self.entry_class(**told)


class PhotoLine(FileLine):
    """One photo: what it shows, its caption, whose it is."""

    list_name = "photos"
    kind = "photo"
    entry_class = Photo

    alt = forms.CharField(
        label=_("What one sees"),
        required=False,
        help_text=_(
            "Describe what one sees for somebody who does not see the picture, as you would on the"
            " telephone: who, what they do, where."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    caption = forms.CharField(
        label=_("Caption"),
        required=False,
        help_text=_("Shown under the photo: the day, the place, what it tells."),
    )
    field_order = ("file", "alt", "caption", "credit", "licence")

    @property
    def thumbnail(self) -> str:
        """The name of its small size; "" where the file is none of ours."""
        name = self.file_name
        if names.owner_of(name) != name or not names.is_photo(name):
            return ""
        return names.size_name(name, 400, "jpg")


class DocumentLine(FileLine):
    """One document: its title, whose it is."""

    list_name = "documents"
    kind = "document"
    entry_class = Document

    title = forms.CharField(
        label=_("Title"),
        required=False,
        help_text=_("What one finds in it: “Poster to fill in”, “Budget of the first year”."),
    )
    field_order = ("file", "title", "credit", "licence")

    @property
    def download(self) -> str:
        """The name it is fetched by; "" where the file is none of ours."""
        name = self.file_name
        return name if names.owner_of(name) == name else ""


L = TypeVar("L", bound=FileLine)
LINES: Mapping[str, type[FileLine]] = {"photos": PhotoLine, "documents": DocumentLine}


def photo_lines(photos: Iterable[Photo]) -> list[PhotoLine]:
    """Give a line for each photo of a content, in order; one query."""
    return _ready([PhotoLine(number, _told(one)) for number, one in enumerate(photos)])


def document_lines(documents: Iterable[Document]) -> list[DocumentLine]:
    """Give a line for each document of a content, in order; one query."""
    return _ready([DocumentLine(number, _told(one)) for number, one in enumerate(documents)])


def lines_of(content: RecipeContent, *, first: int = 0) -> list[FileLine]:
    """Give a line for each photo, then document, of `content`, numbered from `first`; one query."""
    entries: tuple[Photo | Document, ...] = (*content.photos, *content.documents)
    return _ready(
        [
            (PhotoLine if isinstance(entry, Photo) else DocumentLine)(number, _told(entry))
            for number, entry in enumerate(entries, first)
        ]
    )


def read_lines(data: QueryDict, list_name: str) -> list[FileLine]:
    """Read the lines a page sent of `photos` or `documents`, in its order; one query.

    No page of ours sends more of them than a recipe has files: of a forged one, the first are read,
    since drawing ten thousand lines would keep the site busy for minutes.
    """
    made = LINES[list_name]
    found: dict[str, dict[str, str]] = {}
    for name in data:
        parts = _NAME.fullmatch(name)
        if parts and parts[1] == list_name:
            if parts[2] not in found and len(found) == limits.MOST_FILES_OF_A_RECIPE:
                break
            values = found.setdefault(parts[2], {})
            field = name.rpartition("-")[2]
            if field in made.base_fields:
                values[field] = str(data[name])
    return _ready([made(number, told) for number, told in found.items()])


def entries(lines: Iterable[FileLine]) -> tuple[Any, ...]:
    """Give what the content holds of lines, as `RecipeContent.photos` or `.documents`."""
    return tuple(line.entry for line in lines)


def change(lines: Sequence[FileLine], do: str) -> list[FileLine]:
    """Give the lines as the button `do` leaves them, numbered again; others change nothing.

    `photos-up-2`, `photos-down-2`, `photos-remove-2`, `photos-cover-2`: the line numbered 2 goes
    one place earlier or later, goes away, or becomes the first, which is the cover.
    """
    changed = list(lines)
    asked = _DO.fullmatch(do)
    places = [
        place
        for place, line in enumerate(changed)
        if asked and line.list_name == asked[1] and str(line.number) == asked[3]
    ]
    if asked and places:
        line = changed.pop(places[0])
        if asked[2] != "remove":
            to = {"up": max(0, places[0] - 1), "down": places[0] + 1, "cover": 0}[asked[2]]
            changed.insert(to, line)
    return _ready([type(line)(number, line.told) for number, line in enumerate(changed)])


def _told(entry: Photo | Document) -> dict[str, str]:
    made = PhotoLine if isinstance(entry, Photo) else DocumentLine
    return {name: getattr(entry, name) for name in made.base_fields}


def _ready(lines: list[L]) -> list[L]:
    """Let each know its place and the licences to choose from; one query, none without a line."""
    if lines:
        kinds = Licence.objects.free().for_content().in_order_of_preference()
        free = kinds.values_list("spdx_id", flat=True)
        licences = [(spdx_id, short_name(spdx_id)) for spdx_id in free]
        for position, line in enumerate(lines):
            line.offer(licences)
            line.position = position
            line.is_last = position == len(lines) - 1
    return lines
