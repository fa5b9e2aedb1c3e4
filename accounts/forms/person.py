"""What people may say of themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.names import NameField
from accounts.models import User


class PersonForm(forms.ModelForm[User]):
    """The name shown to all, and what one wants to receive."""

    class Meta:
        model = User
        fields = ("name", "wants_prompts")
        field_classes = {"name": NameField}
        labels = {
            "name": _("Your name"),
            "wants_prompts": _("Send me suggestions to complete my recipes"),
        }
        help_texts = {
            "name": _("As it stands beside what you write, also what you wrote before."),
            "wants_prompts": _("Once a month at most, and each message has a link to stop."),
        }
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class ClosingForm(forms.Form):
    """A box to tick, so that nothing irreversible is one click away."""

    understood = forms.BooleanField(label=_("I understand that this cannot be undone"))
