"""What can be asked of the catalogue, declared once.

The page, and whatever else lists recipes (feeds, exports, alerts), read an address's query with
this one FilterSet. Names are those of the addresses, in French like the rest of the address.
"""

from collections.abc import Mapping
from copy import copy
from functools import cache
from typing import Any, cast

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from recipes import search, wording
from recipes.bands import DurationBand, ParticipantsBand
from recipes.models import Recipe, RecipeQuerySet
from recipes.snapshot import current_snapshot
from recipes.wording import choices
from territories.models import Territory

LONGEST_QUESTION = 400
MOST_VALUES = 20

CONDITIONS = {
    "rien": _("asks for nothing"),
    "citer": _("asks to name the author"),
    "partager-pareil": _("asks to share alike"),
}
RELEVANCE, NEWEST, MOST_REDONE, NEAREST = "pertinence", "recentes", "refaites", "proches"
ORDERS = {
    RELEVANCE: _("most relevant"),
    NEWEST: _("newest"),
    MOST_REDONE: _("most often done again"),
    NEAREST: _("nearest"),
}


class WordsField(forms.CharField):
    """The question in words: anything is valid; what is too long is cut, never refused."""

    def to_python(self, value: Any) -> str:
        """Give the words as typed, without what no text holds."""
        return str(value or "").replace("\x00", " ")[:LONGEST_QUESTION]


class SlugsField(forms.Field):
    """Addresses of things, several at once; one that leads nowhere simply finds nothing."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        """Give the addresses, each once."""
        return list(dict.fromkeys(str(slug)[:100].replace("\x00", "") for slug in value or ()))

    def validate(self, value: Any) -> None:
        """Refuse more than anybody would choose by hand."""
        super().validate(value)
        if len(value) > MOST_VALUES:
            raise ValidationError(
                _("Choose %(limit)d themes at most."), params={"limit": MOST_VALUES}
            )


class TerritoryField(forms.CharField):
    """A territory by its address; one query."""

    def clean(self, value: Any) -> Territory | None:
        """Give the territory, or say that none has this address."""
        slug = super().clean(value)
        if not slug:
            return None
        found = Territory.objects.filter(slug=slug.replace("\x00", "")[:200]).first()
        if found is None:
            raise ValidationError(
                _("No territory has the address “%(slug)s”."), params={"slug": slug[:100]}
            )
        return found


class WordsFilter(django_filters.Filter):
    """Full text."""

    field_class = WordsField


class SlugsFilter(django_filters.Filter):
    """Things chosen by their addresses."""

    field_class = SlugsField


class TerritoryFilter(django_filters.Filter):
    """A territory chosen by its address."""

    field_class = TerritoryField


class Several(django_filters.MultipleChoiceFilter):
    """Any of several values of a closed list; no choice is every choice."""

    always_filter = False

    def __init__(self, words: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=words, **kwargs)


class RecipeFilter(django_filters.FilterSet):
    """Every question one can ask of the published recipes.

    `qs` answers in SQL, without the order of relevance; `recipes.answers` gives the same recipes
    from the snapshot, in order and with the facets, for pages. A value that makes no sense is an
    error beside its field and the question is asked without it.
    """

    q = WordsFilter(method="keep_words", label=_("Words"))
    theme = SlugsFilter(method="keep_themes", label=_("Themes"))
    territoire = TerritoryFilter(method="keep_territory", label=_("Territory"))
    sorte = Several(choices(wording.KINDS), field_name="kind", label=_("Kind of recipe"))
    licence = SlugsFilter(method="keep_licences", label=_("Licence"))
    demande = Several(
        choices(CONDITIONS), method="keep_conditions", label=_("What the licence asks")
    )
    cout = Several(choices(wording.COST_BANDS), field_name="cost_band", label=_("Cost"))
    duree = Several(DurationBand.choices, field_name="duration_band", label=_("Duration"))
    participants = Several(
        ParticipantsBand.choices, field_name="participants_band", label=_("Participants")
    )
    facilite = Several(choices(wording.EASES), field_name="ease", label=_("Ease"))
    etat = Several(choices(wording.STATES), field_name="state", label=_("State"))
    porteur = SlugsFilter(method="keep_organisations", label=_("Carried by"))
    tri = django_filters.ChoiceFilter(
        choices=choices(ORDERS), method="order", label=_("Sort by"), empty_label=None
    )
    pres_de = TerritoryFilter(method="leave", label=_("Near"))

    class Meta:
        model = Recipe
        fields: list[str] = []

    def __init__(
        self, data: Mapping[str, Any] | None = None, queryset: RecipeQuerySet | None = None
    ) -> None:
        super().__init__(
            MultiValueDict() if data is None else data,
            _published() if queryset is None else queryset,
        )

    def get_form_class(self) -> type[forms.Form]:
        """Give the form's class, the same for all: its fields are copied for each question."""
        return _form_class()

    @property
    def asked(self) -> Mapping[str, Any]:
        """The values that make sense, by name; the others are in `form.errors`."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def qs(self) -> RecipeQuerySet:
        """The recipes that answer, newest first unless another order is asked."""
        found: RecipeQuerySet = self.queryset.newest_first()
        for name, value in self.asked.items():
            found = self.filters[name].filter(found, value)
        return found

    def keep_words(self, found: RecipeQuerySet, _name: str, words: str) -> RecipeQuerySet:
        """Keep the recipes that hold these words."""
        snapshot = current_snapshot()
        answer = search.find(words, newest_first=snapshot.ids, version=snapshot.version)
        return found.filter(pk__in=answer.ids)

    def keep_themes(self, found: RecipeQuerySet, _name: str, slugs: list[str]) -> RecipeQuerySet:
        """Keep the recipes that bear any of these themes."""
        return found.with_themes(slugs)

    def keep_territory(
        self, found: RecipeQuerySet, _name: str, territory: Territory
    ) -> RecipeQuerySet:
        """Keep the recipes made there."""
        return found.in_territory(territory)

    def keep_licences(self, found: RecipeQuerySet, _name: str, ids: list[str]) -> RecipeQuerySet:
        """Keep the recipes under any of these licences."""
        return found.filter(licence__in=ids)

    def keep_conditions(
        self, found: RecipeQuerySet, _name: str, asked: list[str]
    ) -> RecipeQuerySet:
        """Keep the recipes whose licence asks no more than that."""
        return found.under_licences_asking(asked)

    def keep_organisations(
        self, found: RecipeQuerySet, _name: str, slugs: list[str]
    ) -> RecipeQuerySet:
        """Keep the recipes that any of these organisations carries."""
        return found.filter(organisation__slug__in=slugs)

    def order(self, found: RecipeQuerySet, _name: str, order: str) -> RecipeQuerySet:
        """Order by number of reproductions where asked; the other orders belong to pages."""
        return found.most_redone_first() if order == MOST_REDONE else found

    def leave(self, found: RecipeQuerySet, _name: str, _value: Territory) -> RecipeQuerySet:
        """Keep everything: where one is orders the recipes and removes none."""
        return found


@cache
def _published() -> RecipeQuerySet:
    """Give what questions begin with: one for all, because making it costs as much as a query."""
    return Recipe.objects.published()


class _SharedFields(dict[str, forms.Field]):
    """Fields that no form changes, so that forms need not copy them."""

    def __deepcopy__(self, _memo: Any) -> dict[str, forms.Field]:
        return dict(self)


class _LightlyCopied(dict[str, django_filters.Filter]):
    """Filters that differ from one question to the next by nothing but the set they belong to."""

    def __deepcopy__(self, _memo: Any) -> dict[str, django_filters.Filter]:
        copies = {name: copy(declared) for name, declared in self.items()}
        for declared in copies.values():
            declared.method = declared.method  # binds it to the copy
        return copies


RecipeFilter.base_filters = _LightlyCopied(RecipeFilter.base_filters)


@cache
def _form_class() -> type[forms.Form]:
    fields = {name: declared.field for name, declared in RecipeFilter.base_filters.items()}
    made: Any = type("RecipeFilterForm", (forms.Form,), fields)
    made.base_fields = _SharedFields(made.base_fields)
    return cast("type[forms.Form]", made)
