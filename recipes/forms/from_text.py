"""What may be typed or given on « Partir d'un texte »: the text, or the document that holds it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FromTextForm(forms.Form):
    """A text pasted, a document, or both: then the document comes after the text.

    The hidden fields travel between the two steps, so that nothing waits on the server: the name
    of the document, how many pictures it had, and the identifier of the recipe it would begin.
    """

    text = forms.CharField(
        label=_("Your text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "data-markdown": ""}),
    )
    file = forms.FileField(
        label=_("Or a document"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".md,.markdown,.txt,.docx,.odt,.html"}),
    )
    licence = forms.ChoiceField(label=_("Licence of this text"), required=False)
    name = forms.CharField(required=False, widget=forms.HiddenInput)
    images = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    identifier = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, licences: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        """Offer `licences`, pairs of identifier and name, with the answer that waits first."""
        super().__init__(*args, **kwargs)
        field = self.fields["licence"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for mypy: it is named above
        field.choices = [("", _("I will choose later")), *licences]

    def clean(self) -> dict[str, Any]:
        """Ask for a text or a document."""
        said = super().clean() or {}
        nothing = not said.get("text", "").strip() and not said.get("file")
        if nothing and not self.errors:
            self.add_error("text", _("Paste a text here, or choose a document below."))
        return said
