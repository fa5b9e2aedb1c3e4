"""The sections of the editor, in the order of the template: what each asks, and in which words."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from recipes import wording
from recipes.content import EXPRESS_MINIMUM, SUMMARY_LENGTH, TITLE_LENGTH, CostBand, Kind, State
from recipes.forms.editor.fields import (
    Choice,
    Duration,
    Licences,
    LongText,
    People,
    Themes,
    When,
    Words,
    Written,
)


@dataclass(frozen=True, slots=True)
class Group:
    """Short fields that are asked together."""

    heading: Words
    names: tuple[str, ...]
    help: Words = ""


OFFERED_BY_THE_SITE = ("licence", "organisation")
"""Fields whose choices are rows: `EditorForm` gives them."""


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
    participants_min = People(_("Fewest participants"), example="5")
    participants_max = People(_("Most participants"), example="30")
    setup_minutes = Duration(_("Time to get ready"), example=_("3 mois"))
    minutes = Duration(_("Duration"), example=_("2 h 30"))
    rhythm = Written(_("Rhythm"), example=_("Every first Saturday of the month"))
    ease = Choice(_("Ease"), wording.EASES.items(), values=int)
    cost_band = Choice(_("Cost to begin"), wording.COST_BANDS.items(), values=CostBand)
    cost_note = Written(_("About the cost"), example=_("Tools lent, insurance 90 € a year"))
    state = Choice(_("State"), wording.STATES.items(), values=State)
    since = When(_("Since"), example=_("mars 2016"))


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
    language = Choice(_("Language of the recipe"), wording.LANGUAGES.items(), empty=None)
    confirmed_on = When(
        _("Still true on"),
        example=_("22 novembre 2026"),
        help_text=_("The last day somebody checked that all this is still so."),
    )


PARTS: tuple[type[Part], ...] = (Presentation, HowTo, Understanding, Further, Rights)
