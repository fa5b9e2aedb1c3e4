"""Bands that make numbers easy to choose by: how long, how many people. No Django models here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from recipes.durations import MINUTES_IN


class DurationBand(TextChoices):
    """How long it lasts once it runs."""

    HOUR = "une-heure", _("up to an hour")
    HALF_DAY = "demi-journee", _("up to half a day")
    DAY = "journee", _("up to a day")
    WEEK = "semaine", _("several days")
    LONGER = "plus-long", _("weeks or months")


class ParticipantsBand(TextChoices):
    """How many people it takes in."""

    FEW = "petit-groupe", _("up to 10 people")
    GROUP = "groupe", _("11 to 30 people")
    MANY = "assemblee", _("31 to 100 people")
    CROWD = "foule", _("more than 100 people")


_DURATIONS = (
    (MINUTES_IN["h"], DurationBand.HOUR),
    (4 * MINUTES_IN["h"], DurationBand.HALF_DAY),
    (MINUTES_IN["jour"], DurationBand.DAY),
    (MINUTES_IN["semaine"], DurationBand.WEEK),
)
_PARTICIPANTS = (
    (10, ParticipantsBand.FEW),
    (30, ParticipantsBand.GROUP),
    (100, ParticipantsBand.MANY),
)


def duration_band(minutes: int | None) -> str:
    """Give the band of a duration; nothing for a duration nobody told."""
    if minutes is None:
        return ""
    return next((band for most, band in _DURATIONS if minutes <= most), DurationBand.LONGER)


def participants_band(fewest: int | None, most: int | None) -> str:
    """Give the band by the most people it takes in, or the fewest where only that is told."""
    people = most if most is not None else fewest
    if people is None:
        return ""
    return next((band for limit, band in _PARTICIPANTS if people <= limit), ParticipantsBand.CROWD)
