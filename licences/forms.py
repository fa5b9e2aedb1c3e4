"""What may be typed in the room of the licences."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from licences.chooser import CHOICES, QUESTIONS, YES, Answers, Proposal, choose


class ChooserForm(forms.Form):
    """The three questions, asked by GET so that an answer has an address."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        """Bind to the query string as soon as it answers one of the questions."""
        answered = any(question.key in asked for question in QUESTIONS)
        super().__init__(asked if answered else None)
        for question in QUESTIONS:
            self.fields[question.key] = forms.ChoiceField(
                label=str(question.words),
                help_text=str(question.help),
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose yes or no."),
                    "invalid_choice": _("Choose yes or no: “%(value)s” is neither."),
                },
            )

    def proposal(self) -> Proposal | None:
        """Give the licence the answers lead to; None while an answer is missing or wrong."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        return choose(
            Answers(
                share_alike=said["partage"] == YES,
                credit=said["credit"] == YES,
                administration=said["administration"] == YES,
            )
        )
