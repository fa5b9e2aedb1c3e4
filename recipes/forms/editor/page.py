"""The whole page of the editor: a content as its fields, and back; what is wrong, beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.http import QueryDict

from accounts.models import Organisation
from licences.chooser import SHARE_ALIKE
from licences.models import Licence
from recipes import wording
from recipes.content import Problem, RecipeContent, one_line
from recipes.forms import media
from recipes.forms.editor.completeness import anchor_of
from recipes.forms.editor.fields import Choice, Words, Written
from recipes.forms.editor.lines import SHOWN, Lines, read_lines, told_lines
from recipes.forms.editor.lists import LISTS
from recipes.forms.editor.sections import OFFERED_BY_THE_SITE, PARTS, Part
from recipes.forms.editor.territories import PLACE_CHOSEN, PLACE_TYPED, PLACES, Places


@dataclass(frozen=True, slots=True)
class Offers:
    """What a page offers to choose from."""

    licences: Sequence[Licence] = ()
    organisations: Sequence[Organisation] = ()
    may_be_own: bool = True
    """Whether it may be carried by nobody but its author."""


class EditorForm:
    """All the fields of the editor, as one page sent them."""

    def __init__(self, data: QueryDict, offers: Offers | None = None) -> None:
        self.data = data
        self.offers = offers or Offers()
        self.lines: dict[str, Lines] = read_lines(data)
        self.places = Places.read(data)
        self.files = {
            name: media.read_lines(data, name)
            for name in media.LINES
            if name in data.getlist(SHOWN)
        }
        self.file_errors: dict[str, list[str]] = {name: [] for name in self.files}
        self.parts = [part(data) for part in PARTS]
        self._offer()

    @classmethod
    def from_content(
        cls, content: RecipeContent, unread: Mapping[str, str], offers: Offers | None = None
    ) -> "EditorForm":
        """Give the page that shows a content, and what was typed that it could not hold."""
        data = QueryDict(mutable=True)
        for part in PARTS:
            for name, one in part.base_fields.items():
                told = cast("Written | Choice", one).told(getattr(content, name))
                data[name] = unread.get(name, told)
        data.setlist(PLACES, content.territories)
        data[PLACE_TYPED] = unread.get("territories", "")
        for name, columns in LISTS.items():
            data.appendlist(SHOWN, name)
            for control, told in told_lines(columns, getattr(content, name), unread):
                data[control] = told
        for name, line in media.LINES.items():
            data.appendlist(SHOWN, name)
            for number, entry in enumerate(getattr(content, name)):
                for told in line.base_fields:
                    data[f"{name}-{number}-{told}"] = getattr(entry, told)
        return cls(data, offers)

    def _offer(self) -> None:
        """Offer what the site has: licences, organisations."""
        offered: dict[str, dict[str, Words]] = {
            "licence": {one.pk: one.short_name for one in self.offers.licences},
            "organisation": {one.slug: one.name for one in self.offers.organisations},
        }
        for name in OFFERED_BY_THE_SITE:
            choice = cast("Choice", self.part_of(name).fields[name])
            choice.offer(offered[name])
            if name == "organisation" and not self.offers.may_be_own:
                choice.withhold("")
            choice.offer_held(self.data.get(name, ""))

    def part_of(self, name: str) -> Part:
        """Give the section that asks for a part of the content."""
        return next(part for part in self.parts if name in part.names())

    @property
    def licence_choices(self) -> list[tuple[Any, Licence | None]]:
        """Give the button of each licence to show, with the licence where it is known.

        Those recommended, the one we propose first; another one only where it is chosen already.
        """
        known = {one.pk: one for one in self.offers.licences}
        chosen = self.data.get("licence", "")
        shown = [
            (radio, known.get(str(radio.data["value"])))
            for radio in self.part_of("licence")["licence"].subwidgets
        ]
        first = sorted(shown, key=lambda one: one[0].data["value"] != SHARE_ALIKE)
        return [
            (radio, licence)
            for radio, licence in first
            if radio.data["value"] == chosen
            or (licence and licence.status == Licence.Status.RECOMMENDED)
        ]

    # Reading

    def content(self, base: RecipeContent) -> RecipeContent:
        """Give `base` with all that the page says; what the page does not show stays.

        What cannot be read is left empty in the content, and is in `unread`.
        """
        changes: dict[str, Any] = {}
        for part in self.parts:
            wrong = part.errors
            for name in part.fields:
                if name in self.data:
                    empty = getattr(_EMPTY, name)
                    changes[name] = empty if name in wrong else part.cleaned_data[name]
        for name, lines in self.lines.items():
            changes[name] = lines.entries()
        for name, files in self.files.items():
            changes[name] = media.entries(files)
        if self.shows_places:
            changes["territories"] = tuple(self.places.keys)
        return base.replace(**changes)

    @property
    def shows_places(self) -> bool:
        """Say whether the page asked for the territories."""
        return PLACE_TYPED in self.data or PLACES in self.data

    @property
    def unread(self) -> dict[str, str]:
        """What was typed and cannot be read, by field."""
        found = {
            name: str(self.data[name])
            for part in self.parts
            for name in part.fields
            if name in self.data and _is_unread(part, name)
        }
        for lines in self.lines.values():
            found |= lines.unread()
        if self.places.typed:
            found["territories"] = self.places.typed
        return found

    # Territories

    def add_place(self) -> None:
        """Add the territory chosen, or the only one the words typed can mean; a few queries."""
        self.places.add(map(one_line, self.data.getlist(PLACE_CHOSEN)))

    # Saying what is wrong

    def show(self, problems: Iterable[Problem]) -> None:
        """Put what is wrong in words beside the field it is in."""
        for problem in problems:
            words = wording.problem_in_words(problem)
            if problem.field in self.lines:
                if problem.code != "not_understood":
                    self.lines[problem.field].errors.append(words)
            elif problem.field in self.files:
                line, asked = self._line_of(problem)
                if line:
                    line.add_error(asked, words)
                else:
                    self.file_errors[problem.field].append(words)
            elif problem.field == PLACES:
                if problem.code != "not_understood":
                    self.places.errors.append(words)
            else:
                self._show_in_part(problem, words)

    def anchor_of(self, problem: Problem) -> str:
        """Give the id, in the page, of the control where a problem is put right."""
        line, asked = self._line_of(problem)
        return line[asked].id_for_label if line else anchor_of(problem.field)

    def _line_of(self, problem: Problem) -> tuple[media.FileLine | None, str]:
        """Give the file a problem speaks of, and its field; none where it is about the list."""
        lines = self.files.get(problem.field, [])
        at = int(problem.values.get("number", 0)) - 1
        asked = media.ASKED_IN.get(problem.code, "")
        return (lines[at], asked) if asked and 0 <= at < len(lines) else (None, "")

    def _show_in_part(self, problem: Problem, words: str) -> None:
        for part in self.parts:
            if problem.field in part.fields and not part.has_error(problem.field):
                part.add_error(problem.field, words)


_EMPTY = RecipeContent()


def _is_unread(part: Part, name: str) -> bool:
    return part.has_error(name, "unread")
