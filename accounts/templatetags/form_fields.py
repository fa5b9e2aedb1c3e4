"""What `components/_field.html` and `components/_error_summary.html` need to draw any form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Say whether the field is one box to tick, whose words stand after it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def verses(example: str) -> list[str]:
    """Cut an example into its lines, written with « / » between them."""
    return str(example).split(" / ")


@register.simple_tag
def descriptions(field: BoundField, hint: str = "", example: str = "") -> str:
    """Name the elements of `_field.html` that describe the field, in the order they are read."""
    parts = {"helptext": field.help_text or hint, "example": example, "error": field.errors}
    return " ".join(f"{field.auto_id}_{part}" for part, words in parts.items() if words)


@register.simple_tag
def control(field: BoundField, described_by: str = "") -> SafeString:
    """Draw the field's control, described by these elements.

    Controls in a fieldset are not: the fieldset is, so that it is said once.
    """
    if not described_by or field.use_fieldset:
        return field.as_widget()
    return field.as_widget(attrs={"aria-describedby": described_by})


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing to put right: the field's label, where to find it, what is wrong."""

    label: str
    anchor: str
    message: str

    @property
    def asks(self) -> bool:
        """Say whether the label is a question, after which no colon stands."""
        return self.label.endswith("?")


@register.simple_tag
def all_that_is_wrong(form: BaseForm, more: BaseForm | Iterable[BaseForm] = ()) -> list[Wrong]:
    """List what is wrong in `form`, then in `more`, in the order of fields, the whole's first."""
    others = [more] if isinstance(more, BaseForm) else more or ()
    return [wrong for one in (form, *others) for wrong in _wrong_in(one)]


def _wrong_in(form: BaseForm) -> Iterator[Wrong]:
    for message in form.non_field_errors():
        yield Wrong("", "", str(message))
    for field in form:
        anchor = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
        for message in field.errors:
            if field.is_hidden:
                yield Wrong("", "", str(message))
            else:
                yield Wrong(str(field.label), anchor, str(message))
