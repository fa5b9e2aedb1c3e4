"""What may be said of an organisation, and who is invited into it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts import logos
from accounts.forms.names import NameField
from accounts.models import Membership, Organisation, Role
from territories.models import Territory
from territories.names import fold
from territories.suggestions import suggest


class OrganisationForm(forms.ModelForm[Organisation]):
    """An organisation as those who manage it describe it; its address is not theirs to change.

    Its territory is typed (`place`); a suggestion chosen with JavaScript puts its address in the
    hidden `territory`. Without it, words that may mean several territories are answered by
    `suggested`, among which `chosen` picks.
    """

    place = forms.CharField(
        label=_("Territory"),
        required=False,
        max_length=200,
        help_text=_("Where it works: a commune, a grouping of communes, a département, a région."),
    )
    territory = forms.CharField(required=False, max_length=160, widget=forms.HiddenInput)
    chosen = forms.CharField(required=False, max_length=160, widget=forms.HiddenInput)
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Give the address of a site, such as www.exemple.fr.")},
        # Not type="url": browsers would refuse what people write, « www.exemple.fr ».
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
    )
    picture = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, 2 MB at most."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    without_logo = forms.BooleanField(label=_("Remove the present logo"), required=False)

    class Meta:
        model = Organisation
        fields = ("name", "kind", "website", "presentation")
        field_classes = {"name": NameField}
        labels = {
            "name": _("Name"),
            "kind": _("Kind"),
            "presentation": _("Presentation"),
        }
        help_texts = {"presentation": _("A few sentences: who you are, what you do, since when.")}

    suggested: list[Territory]
    webp: bytes | None

    def __init__(self, *args: Any, suggestions_at: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggested = []
        self.webp = None
        self.fields["place"].widget.attrs |= {
            "autocomplete": "off",
            "data-suggest": suggestions_at,
            "data-suggest-value": "#id_territory",
        }
        if not self.instance.logo:
            del self.fields["without_logo"]
        if self.instance.territory:
            self.initial["place"] = self.instance.territory.label
            self.initial["territory"] = self.instance.territory.slug
        self.order_fields(["name", "kind", "place", "territory", "website", "presentation"])

    def clean(self) -> dict[str, Any]:
        """Find the territory that is meant, or offer those it may be."""
        told = super().clean() or self.cleaned_data
        told["territory"] = self._territory(told)
        return told

    def _territory(self, told: dict[str, Any]) -> Territory | None:
        words = (told.get("place") or "").strip()
        if not words:
            return None
        for slug in filter(None, (told.get("chosen"), told.get("territory"))):
            named = Territory.objects.filter(slug=slug).first()
            if named and (slug == told.get("chosen") or named.label == words):
                return named
        found = suggest(words)
        meant = [one for one in found if fold(words) in {fold(one.label), fold(one.name)}]
        if len(meant) == 1 or len(found) == 1:
            return (meant or found)[0]
        self.suggested = meant or found
        if self.suggested:
            self.add_error("place", _("This may mean several territories: which one?"))
        else:
            self.add_error("place", _("No territory is called that."))
        return None

    def clean_picture(self) -> UploadedFile[bytes] | None:
        """Make our own small picture of what was sent."""
        file: UploadedFile[bytes] | None = self.cleaned_data["picture"]
        if file:
            try:
                self.webp = logos.prepare(file)
            except logos.LogoRefusedError as error:
                raise forms.ValidationError(str(error), code="picture") from error
        return file

    def facts(self) -> dict[str, Any]:
        """Give what was said, by the names of the model's fields, the logo left aside."""
        names = ("name", "kind", "website", "presentation", "territory")
        return {name: self.cleaned_data[name] for name in names}


class InvitationForm(forms.Form):
    """Whom to invite, to do what."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (Role.WRITES, _("writes: drafts, sends for review and improves its recipes")),
            (Role.MANAGES, _("manages: writes, and also invites and changes this page")),
        ],
        initial=Role.WRITES,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_email(self) -> str:
        """Refuse the address of somebody who belongs already."""
        email: str = self.cleaned_data["email"]
        if self.organisation.members.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("This person belongs already."), code="member")
        return email


class RoleForm(forms.ModelForm[Membership]):
    """A member's role."""

    class Meta:
        model = Membership
        fields = ("role",)
