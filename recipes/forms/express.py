"""The express recipe: the seven answers it takes to publish, a question each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from licences.chooser import SHARE_ALIKE
from licences.models import Licence
from recipes import content as rules
from recipes import workflow
from recipes.content import RecipeContent, Step
from recipes.forms.places import Place, place_typed
from recipes.wording import problem_in_words
from territories.models import Territory

LIST_MARK = re.compile(r"\s*(?:[-*•–—]|\d{1,3}\s?[.)])\s+(?=\S)")
"""What people put before each line of a list: the recipe numbers its steps itself."""


class Words(forms.CharField):
    """A text kept as it was typed; nothing is required, too long or cut while it is a draft."""

    def __init__(self, **told: Any) -> None:
        super().__init__(**{"required": False, "strip": False, **told})

    def to_python(self, value: Any) -> str:
        """Leave out what PostgreSQL refuses and no keyboard types."""
        return str(value or "").replace("\x00", "")


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


@dataclass(frozen=True, slots=True)
class Need:
    """A question one must answer: still needed, wrong as it stands, or done."""

    field: forms.BoundField
    state: Literal["needed", "wrong", "done"]
    limit: int | None
    """Characters, where the answer is one line."""


class ExpressForm(forms.Form):
    """What one must say to publish, and who carries it.

    Valid whatever it holds when it is to be gone on with in the editor; with `to_send`, when
    nothing keeps the recipe from being sent for review. Give it the `user`, or nobody.
    """

    identifier = Words(widget=forms.HiddenInput)
    title = Words(label=gettext_lazy("What is your recipe called?"))
    summary = Words(label=gettext_lazy("In one sentence, what is it?"), widget=_lines(2))
    why = Words(label=gettext_lazy("Why do it?"), widget=_lines(5))
    steps = Words(label=gettext_lazy("How does one do it, step by step?"), widget=_lines(8))
    territory = Words(label=gettext_lazy("Where was it done?"))
    territory_slug = Words(widget=forms.HiddenInput)
    territory_which = Words(widget=forms.HiddenInput)
    organisation = Words(label=gettext_lazy("Who carries it?"), widget=forms.Select)
    credit = Words(label=gettext_lazy("Whom should be named as its author?"))
    licence = Words(label=gettext_lazy("Under which free licence?"), widget=forms.RadioSelect)

    ANSWERS = {
        "title": "title",
        "summary": "summary",
        "why": "why",
        "steps": "steps",
        "territories": "territory",
        "credit": "credit",
        "licence": "licence",
        "organisation": "organisation",
    }
    """The question that each part of the content answers."""

    LIMITS: ClassVar = {
        "title": rules.TITLE_LENGTH,
        "summary": rules.SUMMARY_LENGTH,
        "credit": rules.LINE_LENGTH,
    }
    """How many characters an answer of one line may have."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        user: Any,
        initial: Mapping[str, str] | None = None,
        to_send: bool = False,
    ) -> None:
        carriers = list(Organisation.objects.of(user)) if user.is_authenticated else []
        prefilled = {
            "identifier": str(uuid4()),
            "licence": SHARE_ALIKE,
            "organisation": carriers[0].slug if len(carriers) == 1 else "",
            "credit": carriers[0].name if len(carriers) == 1 else getattr(user, "name", ""),
        }
        super().__init__(data, initial={**prefilled, **(initial or {})})
        self.to_send = to_send
        self.place = Place()
        self.content = RecipeContent()
        self.unread: dict[str, str] = {}
        offered = sorted(Licence.objects.offered(), key=lambda one: one.pk != SHARE_ALIKE)
        recommended = Licence.Status.RECOMMENDED
        self.first_licences = [one for one in offered if one.status == recommended]
        self.other_licences = [one for one in offered if one.status != recommended]
        self.organisations = {one.slug: one.name for one in carriers}
        if carriers:
            choices = [("", _("Me, on my own behalf")), *self.organisations.items()]
            self.fields["organisation"].widget.choices = choices
        else:
            del self.fields["organisation"]
        self.fields["territory"].widget.attrs |= {"autocomplete": "off"}
        self.fields["credit"].widget.attrs |= {"autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        """Read the content; to be sent, say in words beside each question what is wrong."""
        said = self.cleaned_data
        self.place = place_typed(said["territory"], said["territory_slug"], said["territory_which"])
        found = self.place.territory
        typed = rules.one_line(said["territory"])
        self.unread = {"territories": typed} if typed and not found else {}
        carrier = said.get("organisation", "")
        self.content = RecipeContent(
            title=said["title"],
            summary=said["summary"],
            why=said["why"],
            steps=steps_typed(said["steps"]),
            territories=(found.key,) if found else (),
            organisation=carrier if carrier in self.organisations else "",
            credit=said["credit"],
            licence=said["licence"],
        )
        if self.to_send:
            self._say_what_is_wrong()
        return said

    def _say_what_is_wrong(self) -> None:
        for problem in workflow.problems_with(self.content):
            if problem.field == "territories" and self.unread:
                words = (
                    _("Several places are called that: choose yours below.")
                    if self.place.offered
                    else _("No territory of France is called that. Try its postcode.")
                )
            else:
                words = problem_in_words(problem)
            question = self.ANSWERS[problem.field]
            self.add_error(question if question in self.fields else None, words)

    @property
    def identity(self) -> str:
        """The UUID the recipe will have; a new one where the form's was tampered with."""
        typed: str = rules.one_line(self.cleaned_data["identifier"])
        return typed if rules.is_identifier(typed) else str(uuid4())

    @property
    def has_other_licence(self) -> bool:
        """Say whether the licence chosen is one of the less usual."""
        return self["licence"].value() in {one.pk for one in self.other_licences}

    @property
    def needs(self) -> list["Need"]:
        """The questions one must answer, and how far each is."""
        return [
            Need(self[question], self._state_of(question), self.LIMITS.get(question))
            for question in self.ANSWERS.values()
            if question != "organisation"
        ]

    def _state_of(self, question: str) -> Literal["needed", "wrong", "done"]:
        typed = rules.one_line(str(self[question].value() or ""))
        if not typed:
            return "needed"
        too_long = len(typed) > self.LIMITS.get(question, len(typed))
        return "wrong" if too_long or self[question].errors else "done"


def steps_typed(words: str) -> tuple[Step, ...]:
    """Read a step from each line, without the dash or number people put before it."""
    lines = rules.text(words).split("\n")
    return tuple(Step(LIST_MARK.sub("", line) if LIST_MARK.match(line) else line) for line in lines)


def as_typed(content: RecipeContent, unread: Mapping[str, str]) -> dict[str, str]:
    """Give the answers that say `content` again; one query for the place."""
    place = Territory.objects.with_keys(content.territories).first()
    return {
        "title": content.title,
        "summary": content.summary,
        "why": content.why,
        "steps": "\n".join(step.title for step in content.steps),
        "territory": unread.get("territories", place.label if place else ""),
        "territory_slug": place.slug if place else "",
        "credit": content.credit,
        "licence": content.licence,
    }
