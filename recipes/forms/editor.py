"""The editor: a recipe's content as the fields of one page, and back, nothing typed lost.

There is no second model of a recipe here: `EditorForm` writes a `RecipeContent` as fields and
reads it again. For any content, `EditorForm.from_content(c, {}).content(c) == c`. What was typed
where something else is expected (a number, a duration, a territory) is in `unread`, and is shown in
its field again.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from licences.chooser import SHARE_ALIKE
from licences.models import Licence
from recipes import wording
from recipes.content import (
    EXPRESS_MINIMUM,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    CostBand,
    Kind,
    Problem,
    RecipeContent,
    State,
    one_line,
    text,
)
from recipes.durations import parse_duration, write_duration
from recipes.forms import media
from recipes.forms.lines import LISTS, SHOWN, Lines, Words, read_lines, told_lines
from recipes.forms.places import place_typed
from territories.models import Territory

PLACES, PLACES_ADDED = "territories", "territories-added"
"""The recipe's territories, by key; those just chosen, by address (slug)."""

PLACE_TYPED, PLACE_CHOSEN = "territory", "territory-chosen"
"""A territory to add: the words typed, and the address of the one picked for them."""

LANGUAGES = {
    "fr": _("French"),
    "br": _("Breton"),
    "ca": _("Catalan"),
    "co": _("Corsican"),
    "eu": _("Basque"),
    "gsw": _("Alsatian"),
    "oc": _("Occitan"),
    "rcf": _("Réunion Creole"),
    "gcf": _("Antillean Creole"),
    "gcr": _("Guianan Creole"),
    "de": _("German"),
    "en": _("English"),
    "es": _("Spanish"),
    "it": _("Italian"),
    "pt": _("Portuguese"),
}


# Fields: each writes a value of the content as what is typed, and reads it again


class Written(forms.Field):
    """A field of the editor: never required, since a draft may be anything."""

    widget: type[forms.Widget] | forms.Widget = forms.TextInput
    example: Words = ""

    def __init__(self, label: Words, *, example: Words = "", **options: Any) -> None:
        self.example = example
        super().__init__(label=cast("str", label), required=False, **options)

    def told(self, value: Any) -> str:
        """Write a value of the content as what the field holds."""
        return str(value)

    def to_python(self, value: Any) -> Any:
        """Read what was typed; `ValidationError` says in words what is expected instead."""
        return one_line(value or "")


class LongText(Written):
    """A text of several lines, in Markdown."""

    widget = forms.Textarea(attrs={"data-markdown": True, "rows": 4})

    def to_python(self, value: Any) -> str:
        """Keep the lines."""
        return text(value or "")


class Number(Written):
    """A whole number; spaces between its figures are read."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})

    def told(self, value: int | None) -> str:
        """Write it in figures."""
        return "" if value is None else str(value)

    def to_python(self, value: Any) -> int | None:
        """Read figures; eighteen at most, which is more than there are people."""
        figures = re.sub(r"[ \xa0\u202f]", "", one_line(value or ""))
        if not figures:
            return None
        if not re.fullmatch(r"[0-9]{1,18}", figures):
            raise ValidationError(_("Give a number in figures, such as 12."), code="unread")
        return int(figures)


class Duration(Written):
    """A duration as people write it."""

    widget = forms.TextInput(attrs={"class": "short"})

    def told(self, value: int | None) -> str:
        """Write minutes in the largest unit that tells them exactly."""
        return "" if value is None else write_duration(value)

    def to_python(self, value: Any) -> int | None:
        """Read what `recipes.durations` reads."""
        words = one_line(value or "")
        minutes = parse_duration(words)
        if words and minutes is None:
            raise ValidationError(
                _("Give a duration such as “2 h 30” or “3 jours”."), code="unread"
            )
        return minutes


class Themes(Written):
    """Themes in one line, parted by commas; one that has a comma stands between quotes."""

    widget = forms.TextInput(attrs={"data-themes": True, "autocomplete": "off"})
    _ONE = re.compile(r'[ \t]*(?:"((?:[^"]|"")*)"[ \t]*(?=[,;\n]|$)|([^,;\n]*))(?:[,;\n]|$)')

    def told(self, value: Collection[str]) -> str:
        """Write them in their order."""
        return ", ".join(
            '"{}"'.format(name.replace('"', '""')) if re.search(r'[,;]|^"', name) else name
            for name in value
        )

    def to_python(self, value: Any) -> tuple[str, ...]:
        """Read them; semicolons part them as well."""
        found = self._ONE.findall(text(value or ""))
        names = (one_line(quoted.replace('""', '"') or plain) for quoted, plain in found)
        return tuple(dict.fromkeys(name for name in names if name))


NOT_SAID = _("not said")


class Choice(forms.ChoiceField):
    """One of a list; a value that nobody knows is one choice more, so that it stays."""

    example: Words = ""

    def __init__(
        self,
        label: Words,
        choices: Iterable[tuple[Any, Words]],
        *,
        values: type[StrEnum] | type[int] | None = None,
        empty: Words | None = NOT_SAID,
        **options: Any,
    ) -> None:
        self.values = values
        self.offered: dict[str, Words] = {} if empty is None else {"": empty}
        self.offered |= {str(value): words for value, words in choices}
        super().__init__(label=cast("str", label), required=False, **options)
        self.offer({})

    def told(self, value: Any) -> str:
        """Write the value as addresses and files do."""
        return "" if value is None else str(value)

    def offer(self, more: Mapping[str, Words]) -> None:
        """Let these be chosen as well, by value."""
        self.offered = {**self.offered, **more}
        self.choices = list(self.offered.items())

    def withhold(self, value: str) -> None:
        """Let this value not be chosen."""
        self.offered = {known: words for known, words in self.offered.items() if known != value}
        self.choices = list(self.offered.items())

    def offer_held(self, value: str) -> None:
        """Let the value the field holds be chosen, though nobody offers it."""
        if value not in self.offered and (value or not isinstance(self.widget, forms.RadioSelect)):
            self.offer({value: value})

    def to_python(self, value: Any) -> Any:
        """Read the value; what a closed list does not have is unread."""
        value = one_line(value or "")
        if self.values is None or not value:
            return value if self.values is None else None
        try:
            if self.values is int and not re.fullmatch(r"[0-9]{1,18}", value):
                raise ValueError
            return self.values(value)
        except ValueError as error:
            raise ValidationError(_("Choose one of the list."), code="unread") from error

    def validate(self, value: Any) -> None:
        """Refuse nothing more: a draft may hold a value that is not offered."""


class Licences(Choice):
    """A licence: each free one offered is shown with what it asks."""

    widget = forms.RadioSelect


# Sections, in the order of the template


@dataclass(frozen=True, slots=True)
class Group:
    """Short fields that are asked together."""

    heading: Words
    names: tuple[str, ...]
    help: Words = ""


OFFERED_BY_THE_SITE = ("licence", "organisation")


class Part(forms.Form):
    """One section of the template: fields, lists and groups in the order they are asked."""

    anchor: ClassVar[str]
    heading: ClassVar[Words]
    lead: ClassVar[Words] = ""
    layout: ClassVar[tuple[str | Group, ...]]
    use_required_attribute = False

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        for name in EXPRESS_MINIMUM:
            if name in self.fields:
                self.fields[name].label = needed(self.fields[name].label or "")
        for name, one in self.fields.items():
            if isinstance(one, Choice) and name not in OFFERED_BY_THE_SITE:
                one.offer_held(data.get(name, ""))

    @property
    def items(self) -> list[dict[str, Any]]:
        """Give what it shows, in order: fields by themselves, groups of fields, lists by name."""
        return [
            {"group": item, "fields": [self[name] for name in item.names]}
            if isinstance(item, Group)
            else {"name": item, "field": self[item] if item in self.fields else None}
            for item in self.layout
        ]

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Name all it asks: parts of the content."""
        return tuple(
            name
            for item in cls.layout
            for name in (item.names if isinstance(item, Group) else (item,))
        )


def needed(label: Words) -> str:
    """Say beside a label that one cannot publish without it."""
    return format_html('{} <span class="field-optional">{}</span>', label, _("(needed to publish)"))


class Presentation(Part):
    """What it is, for whom, where, why."""

    anchor = "presentation"
    heading = _("Presentation")
    lead = _("What somebody reads before deciding to go on.")
    layout = (
        "title", "summary", "why", "territories", "kind", "tags", "audience", "photos",
        Group(
            _("Before one starts"),
            (
                "participants_min", "participants_max", "setup_minutes", "minutes", "rhythm",
                "ease", "cost_band", "cost_note",
            ),
            _("A guess is better than nothing: it is what people look for first."),
        ),
        Group(_("Where it stands"), ("state", "since")),
    )  # fmt: skip

    title = Written(
        _("Title"),
        example=_("A repair café in the neighbourhood centre"),
        help_text=format_lazy(
            _("What one does, in a few words: {limit} characters at most."), limit=TITLE_LENGTH
        ),
        widget=forms.TextInput(attrs={"data-limit": TITLE_LENGTH}),
    )
    summary = Written(
        _("The recipe in one sentence"),
        example=_("Once a month, neighbours mend together what was about to be thrown away."),
        help_text=format_lazy(
            _("It is shown under the title and in lists: {limit} characters at most."),
            limit=SUMMARY_LENGTH,
        ),
        widget=forms.Textarea(attrs={"rows": 2, "data-limit": SUMMARY_LENGTH}),
    )
    why = LongText(
        _("Why"),
        example=_("In our district people threw away what they could not mend, and did not meet…"),
        help_text=_("What it is for, what it changes for people."),
    )
    kind = Choice(_("Kind of recipe"), wording.KINDS.items(), values=Kind)
    tags = Themes(
        _("Themes"),
        example=_("repair, waste, solidarity"),
        help_text=_("Parted by commas, the main one first."),
    )
    audience = Written(_("Audience"), example=_("Everybody; children with an adult"))
    participants_min = Number(_("Fewest participants"), example="5")
    participants_max = Number(_("Most participants"), example="30")
    setup_minutes = Duration(_("Time to get ready"), example=_("3 mois"))
    minutes = Duration(_("Duration"), example=_("2 h 30"))
    rhythm = Written(_("Rhythm"), example=_("Every first Saturday of the month"))
    ease = Choice(_("Ease"), wording.EASES.items(), values=int)
    cost_band = Choice(_("Cost to begin"), wording.COST_BANDS.items(), values=CostBand)
    cost_note = Written(_("About the cost"), example=_("Tools lent, insurance 90 € a year"))
    state = Choice(_("State"), wording.STATES.items(), values=State)
    since = Written(_("Since"), example="2016-03", widget=forms.TextInput(attrs={"class": "short"}))


class HowTo(Part):
    """How it is done."""

    anchor = "faire"
    heading = _("How to do it")
    lead = _("Tell it so that people in another town can do it without you.")
    layout = ("in_a_hurry", "ingredients", "utensils", "steps")

    in_a_hurry = LongText(
        _("The recipe for those in a hurry"),
        example=_("A room, five menders, a poster, coffee. Open the door, mend, write down what…"),
        help_text=_("The whole recipe in ten lines at most."),
    )


class Understanding(Part):
    """Where it comes from, what was learnt."""

    anchor = "comprendre"
    heading = _("To understand better")
    lead = _("What you know because you did it.")
    layout = ("origin", "difficulties", "tips", "in_hindsight", "legal_frame", "results")

    origin = LongText(
        _("Origin and history"), example=_("It began in 2015, when three neighbours…")
    )
    tips = LongText(
        _("Helping hands"),
        help_text=_("What makes it succeed."),
        example=_("Put the coffee table beside the door: nobody dares come in otherwise."),
    )
    in_hindsight = LongText(
        _("If it were to do again"),
        example=_("We would begin with two dates instead of ten."),
    )
    legal_frame = LongText(
        _("Legal frame and economic model"),
        example=_("An association under the law of 1901; the town lends the room."),
    )
    results = LongText(
        _("Results"),
        help_text=_("What came of it, and how one knows."),
        example=_("In a year, 412 things brought, 268 mended."),
    )


class Further(Part):
    """Where to read on."""

    anchor = "loin"
    heading = _("To go further")
    layout = ("links", "sources", "related", "documents", "sections")


class Rights(Part):
    """Whose it is, and what others may do."""

    anchor = "droits"
    heading = _("Licence and credit")
    lead = _("A recipe is free: everybody may copy it, adapt it, improve it.")
    layout = (
        "licence", "credit", "organisation", "public_funding", "language", "confirmed_on",
    )  # fmt: skip

    licence = Licences(_("Licence"), (), empty=None)
    credit = Written(
        _("Credit"),
        example=_("Les Bricoleurs du Port, Brest"),
        help_text=_("Whom to name wherever the recipe is copied: people, a group, an association."),
    )
    organisation = Choice(
        _("Carried by"),
        (),
        empty=_("nobody but me"),
        help_text=_("Its members may write this recipe with you."),
    )
    public_funding = Written(_("Public funding"), example=_("The town of Brest, 500 € a year"))
    language = Choice(_("Language of the recipe"), LANGUAGES.items(), empty=None)
    confirmed_on = Written(
        _("Still true on"),
        example="2026-11-22",
        help_text=_("The last day somebody checked that all this is still so."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )


PARTS: tuple[type[Part], ...] = (Presentation, HowTo, Understanding, Further, Rights)


# Territories


@dataclass(frozen=True, slots=True)
class Place:
    """A territory of the recipe: its key, and its name where it is known."""

    key: str
    label: str


@dataclass(slots=True)
class Places:
    """The territories as the page shows them, and the one being added."""

    keys: list[str]
    typed: str = ""
    errors: list[Words] = field(default_factory=list)

    @property
    def shown(self) -> list[Place]:
        """Those of the recipe, each with its name; two queries."""
        known = Territory.objects.resolve(self.keys) if self.keys else {}
        return [Place(key, known[key].label if key in known else key) for key in self.keys]

    @property
    def suggested(self) -> list[Territory]:
        """Those that the words typed may mean."""
        place = place_typed(self.typed)
        return [place.territory] if place.territory else list(place.offered)


# The whole page


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
        self.places = Places(_keys(data), text(data.get(PLACE_TYPED, "")))
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
        """Add the territory chosen, or the only one that the words typed can mean; a few queries.

        Words that may mean several, or none, stay in their field.
        """
        chosen = map(one_line, self.data.getlist(PLACE_CHOSEN))
        found = place_typed(self.places.typed, *chosen).territory
        if found is not None:
            self.places.typed = ""
            if found.key not in self.places.keys:
                self.places.keys.append(found.key)

    # Saying what is wrong

    def show(self, problems: Iterable[Problem]) -> None:
        """Put what is wrong in words beside the field it is in."""
        for problem in problems:
            words = wording.problem_in_words(problem)
            if problem.field in self.lines:
                if problem.code != "not_understood":
                    self.lines[problem.field].errors.append(words)
            elif problem.field in self.files:
                self.file_errors[problem.field].append(words)
            elif problem.field == PLACES:
                if problem.code != "not_understood":
                    self.places.errors.append(words)
            else:
                self._show_in_part(problem, words)

    def _show_in_part(self, problem: Problem, words: str) -> None:
        for part in self.parts:
            if problem.field in part.fields and not part.has_error(problem.field):
                part.add_error(problem.field, words)


_EMPTY = RecipeContent()


def _is_unread(part: Part, name: str) -> bool:
    return part.has_error(name, "unread")


def _keys(data: QueryDict) -> list[str]:
    """Read the keys of the territories; one query where some were just chosen."""
    keys = [key for key in map(one_line, data.getlist(PLACES)) if key]
    added = [slug for slug in map(one_line, data.getlist(PLACES_ADDED)) if slug]
    if added:
        known = {one.slug: one.key for one in Territory.objects.filter(slug__in=added)}
        keys += [known[slug] for slug in added if slug in known]
    return list(dict.fromkeys(keys))


# What is filled, what is missing


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to do before publishing: the part, what is asked, where it is in the page."""

    name: str
    label: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class SectionState:
    """How far a section is."""

    anchor: str
    heading: Words
    filled: int
    total: int
    lacks: int

    @property
    def state(self) -> str:
        """Say "lacks" where something is needed to publish, else "empty", "begun" or "full"."""
        if self.lacks:
            return "lacks"
        if not self.filled:
            return "empty"
        return "full" if self.filled == self.total else "begun"


@dataclass(frozen=True, slots=True)
class Progress:
    """What the menu of the editor says."""

    sections: list[SectionState]
    missing: list[Missing]

    @property
    def is_ready(self) -> bool:
        """Say whether nothing keeps it from being sent for review."""
        return not self.missing

    @property
    def ratio(self) -> tuple[int, int]:
        """How many of the needed parts are there, of how many."""
        lacking = {one.name for one in self.missing} & set(EXPRESS_MINIMUM)
        return len(EXPRESS_MINIMUM) - len(lacking), len(EXPRESS_MINIMUM)


def progress(content: RecipeContent, problems: Sequence[Problem]) -> Progress:
    """Say how far the recipe is, section by section, and what is still needed; no query."""
    wrong = {problem.field for problem in problems}
    sections = []
    for part in PARTS:
        names = part.names()
        filled = [name for name in names if getattr(content, name) not in ("", (), None)]
        sections.append(
            SectionState(
                part.anchor, part.heading, len(filled), len(names), len(wrong & set(names))
            )
        )
    missing = [
        Missing(
            problem.field,
            capfirst(str(wording.FIELDS.get(problem.field, problem.field))),
            "" if problem.code == "missing" else wording.problem_in_words(problem),
            anchor_of(problem.field),
        )
        for problem in _in_order(problems)
    ]
    return Progress(sections, missing)


def _in_order(problems: Sequence[Problem]) -> Iterator[Problem]:
    places = {name: at for at, name in enumerate(name for part in PARTS for name in part.names())}
    yield from sorted(problems, key=lambda problem: places.get(problem.field, len(places)))


def anchor_of(name: str) -> str:
    """Give the id, in the page, of what one fills in for a part of the content."""
    if name == PLACES:
        return f"id_{PLACE_TYPED}"
    if name in LISTS or name in media.LINES or name == "licence":
        return f"partie-{name}"
    return f"id_{name}"
