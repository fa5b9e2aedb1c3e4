"""The fields of the editor: each writes a value of the content as one types it, and reads it.

What cannot be read is an error of the code `unread`, and stays in its field as it was typed.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recipes.content import one_line, text
from recipes.dates import parse_when, write_when
from recipes.durations import parse_duration, write_duration

Words = str | Promise
"""What a page says: words, or those that a translation will give."""


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


class People(Written):
    """How many people; spaces between figures are read, and « 50 personnes »."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
    _WHO = re.compile(
        r"(?<=[0-9])(?:personnes?|pers\.?|gens|participant(?:e|·e|\(e\))?s?|adultes?|enfants?"
        r"|jeunes|bénévoles?|habitant(?:e|·e)?s?|élèves?)$",
        re.IGNORECASE,
    )

    def told(self, value: int | None) -> str:
        """Write it in figures."""
        return "" if value is None else str(value)

    def to_python(self, value: Any) -> int | None:
        """Read figures; eighteen at most, which is more than there are people."""
        figures = re.sub(r"[ \xa0\u202f]", "", one_line(value or ""))
        figures = self._WHO.sub("", figures)
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


class When(Written):
    """A year, a month or a day as people write it; what is none stays as it was typed.

    Whether it may be a month, or must be a day, is for `content.problems` to say.
    """

    widget = forms.TextInput(attrs={"class": "short"})

    def told(self, value: str) -> str:
        """Write it as the recipe's page does, unless reading that would give anything else."""
        words = write_when(value)
        return words if parse_when(words) == value else value

    def to_python(self, value: Any) -> str:
        """Read what `recipes.dates` reads."""
        words = one_line(value or "")
        return parse_when(words) or words


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
