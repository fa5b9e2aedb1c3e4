"""What a licence allows, what it asks, what an adaptation may become."""

import re
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licences.chooser import ATTRIBUTION, SHARE_ALIKE, Proposal

ALL_RIGHTS_RESERVED = "LicenseRef-tous-droits-reserves"

# What people say, where the SPDX identifier says something else.
SPOKEN_NAMES: dict[str, str | Promise] = {
    "CC-PDM-1.0": _("Public domain mark 1.0"),
    "etalab-2.0": "Licence Ouverte 2.0",
    "LAL-1.3": "Art Libre 1.3",
    "LAL-1.2": "Art Libre 1.2",
    "CECILL-2.1": "CeCILL 2.1",
    "CECILL-C": "CeCILL-C",
    "CECILL-B": "CeCILL-B",
    "BSD-3-Clause": "BSD 3-Clause",
    ALL_RIGHTS_RESERVED: _("All rights reserved"),
}
NAME_AND_VERSION = re.compile(r"(?P<name>.+)-(?P<version>\d+\.\d+)(?P<later>-or-later)?")


def short_name(spdx_id: str) -> str:
    """Give the name people use for a licence: "CC BY-SA 4.0" for CC-BY-SA-4.0. No query."""
    if spdx_id in SPOKEN_NAMES:
        return str(SPOKEN_NAMES[spdx_id])
    parts = NAME_AND_VERSION.fullmatch(spdx_id)
    if parts is None:
        return spdx_id
    name = parts["name"].replace("CC-", "CC ", 1)
    return f"{name} {parts['version']}{'+' if parts['later'] else ''}"


def says_licence(name: str) -> bool:
    """Say whether a licence's name begins with the word, which then must not stand before it."""
    return name.lower().startswith("licence ")


class LicenceQuerySet(models.QuerySet["Licence"]):
    """Words to ask for licences; all chain, none runs a query but `by_status`."""

    def free(self) -> Self:
        """Keep the licences that give the four freedoms."""
        return self.filter(is_free=True)

    def recommended(self) -> Self:
        """Keep the licences to propose before any other."""
        return self.filter(status=Licence.Status.RECOMMENDED)

    def for_content(self) -> Self:
        """Keep the licences written for texts and pictures, as a recipe is."""
        return self.filter(domain__contains=Licence.Domain.CONTENT)

    def offered(self) -> Self:
        """Keep what may be offered for a new recipe, recommended first, then accepted.

        Free, for content, and not one of the older versions kept only for works that
        already carry them.
        """
        return (
            self.free()
            .for_content()
            .filter(status__in=[Licence.Status.RECOMMENDED, Licence.Status.ACCEPTED])
            .in_order_of_preference()
        )

    def in_order_of_preference(self) -> Self:
        """Put recommended licences first, non-free ones last, each group in the file's order."""
        rank = models.Case(
            *[models.When(status=status, then=i) for i, status in enumerate(Licence.Status)],
            output_field=models.IntegerField(),
        )
        return self.order_by(rank, "position", "pk")

    def by_status(self) -> "list[tuple[Licence.Status, list[Licence]]]":
        """Give every status that has licences, with them, in order of preference. One query."""
        licences = list(self.in_order_of_preference())
        groups = [(s, [one for one in licences if one.status == s]) for s in Licence.Status]
        return [(status, members) for status, members in groups if members]


class Licence(models.Model):
    """A licence, known by its SPDX identifier, and what it means in plain words.

    The rows come from `licences/data` by `manage.py load_licences` and are never edited
    by hand: a licence does not change, only what we know about it.
    """

    class Status(models.TextChoices):
        """What this catalogue does with a licence, from the most to the least welcome."""

        RECOMMENDED = "recommended", _("recommended")
        ACCEPTED = "accepted", _("accepted")
        LEGACY = "legacy", _("accepted for works that already carry it")
        NOT_FREE = "not-free", _("not free")

    class Family(models.TextChoices):
        """What sort of promise it is."""

        PUBLIC_DOMAIN = "domaine-public", _("public domain")
        ATTRIBUTION = "attribution", _("attribution")
        SHARE_ALIKE = "partage-identique", _("share alike")
        SOFTWARE_COPYLEFT = "copyleft-logiciel", _("software copyleft")
        HARDWARE_COPYLEFT = "copyleft-materiel", _("hardware copyleft")
        NOT_FREE = "non-libre", _("not free")

    class Domain(models.TextChoices):
        """What it was written for; no word is part of another, see `for_content`."""

        CONTENT = "contenu", _("texts and pictures")
        DATA = "donnees", _("data")
        SOFTWARE = "logiciel", _("software")
        HARDWARE = "materiel", _("hardware")

    class OpenDefinition(models.TextChoices):
        """What the Open Definition's list of conformant licences says; empty: no entry."""

        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        NOT_REVIEWED = "not-reviewed", _("not reviewed")

    spdx_id = models.CharField(_("SPDX identifier"), max_length=60, primary_key=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    url = models.URLField(_("address of the text"), max_length=300)
    attribution = models.BooleanField(_("asks for the credit"))
    share_alike = models.BooleanField(_("asks to share alike"))
    non_commercial = models.BooleanField(_("forbids commercial use"))
    no_derivatives = models.BooleanField(_("forbids adaptations"))
    is_free = models.BooleanField(
        _("free"), help_text=_("gives the four freedoms of free cultural works")
    )
    family = models.CharField(_("family"), max_length=20, choices=Family)
    domain = models.CharField(
        _("domains"), max_length=60, help_text=_("several are separated by semicolons")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status)
    open_definition = models.CharField(
        _("Open Definition"), max_length=20, choices=OpenDefinition, blank=True
    )
    summary = models.TextField(_("summary"))
    position = models.PositiveSmallIntegerField(_("position"))

    objects = LicenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["recommended", "accepted", "legacy", "not-free"]),
                name="licence_status_known",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(is_free=True) & ~models.Q(status="not-free")
                    | models.Q(is_free=False, status="not-free")
                ),
                name="licence_not_free_exactly_when_its_status_says_so",
            ),
            models.CheckConstraint(
                condition=models.Q(is_free=False)
                | models.Q(non_commercial=False, no_derivatives=False),
                name="licence_free_forbids_neither_trade_nor_adaptation",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the page that explains this licence."""
        return reverse("licences:detail", args=[self.spdx_id])

    @property
    def short_name(self) -> str:
        """The name people use: "CC BY-SA 4.0", "Licence Ouverte 2.0", "Art Libre 1.3"."""
        return short_name(self.spdx_id)

    @property
    def says_licence(self) -> bool:
        """Whether the name people use begins with "Licence"."""
        return says_licence(self.short_name)

    @property
    def domains(self) -> "list[Licence.Domain]":
        """What it was written for, the main one first."""
        return [self.Domain(word) for word in self.domain.split(";") if word]

    @property
    def may_be_copied(self) -> bool:
        """Whether anybody may copy it and pass it on: always, unless no licence was given."""
        return self.spdx_id != ALL_RIGHTS_RESERVED

    @property
    def permissions(self) -> list[str | Promise]:
        """What anybody may do, one phrase each."""
        if not self.may_be_copied:
            return [_("Read it, and quote a short passage with its author and source.")]
        phrases: list[str | Promise] = [_("Copy it and give it to others, on paper or on line.")]
        if not self.no_derivatives:
            phrases.append(_("Translate it, shorten it, improve it, and publish the result."))
        if not self.non_commercial:
            phrases.append(_("Use it for anything, paid activities included."))
        return phrases

    @property
    def conditions(self) -> list[str | Promise]:
        """What it asks in return, one phrase each; empty when it asks nothing."""
        if not self.may_be_copied:
            return [_("Ask the author before any other use, and keep the answer in writing.")]
        phrases: list[str | Promise] = []
        if self.attribution:
            phrases.append(_("Name the author, the source and the licence, and say what changed."))
        if self.share_alike:
            phrases.append(
                _("Publish an adaptation under the same licence, or one that it accepts.")
            )
        return phrases

    @property
    def prohibitions(self) -> list[str | Promise]:
        """What it forbids, one phrase each; a free licence forbids none of these."""
        if not self.may_be_copied:
            return [_("Copy it, publish it or adapt it without the author's leave.")]
        phrases: list[str | Promise] = []
        if self.non_commercial:
            phrases.append(
                _("Use it commercially: sell it, or use it in a paid course or service.")
            )
        if self.no_derivatives:
            phrases.append(_("Publish a translation or an adapted version of it."))
        return phrases

    def verdict_on(self, other: "Licence") -> "Compatibility | None":
        """Say whether an adaptation of a work under this licence may be under `other`.

        None when nobody has looked at the pair: a person must decide. One query a call.
        """
        return self.verdicts.filter(to_licence=other).first()

    def may_become(self, other: "Licence", *, condition_confirmed: bool = False) -> bool:
        """Say whether a recipe under this licence may be adapted under `other`.

        CC BY may become CC BY-SA: every freedom stays and sharing is added. The
        reverse would drop a promise made to the first author. Pairs are listed, each
        with its source, never computed: a clever guess here would be a legal error. So a
        pair that is not listed is a no, and one with a condition is a yes only
        when somebody has read the condition and says so (`condition_confirmed`).

        It answers for the adaptation, not for the catalogue: CC BY may become CC BY-NC,
        which no recipe may carry. One query a call.
        """
        verdict = self.verdict_on(other)
        return verdict is not None and verdict.permits(condition_confirmed=condition_confirmed)

    def nearest_free(self) -> Proposal | None:
        """Propose the free licence nearest to this non-free one; None when it is free. No query.

        Dropping the one clause that forbids leads from CC BY-NC to CC BY and from CC
        BY-NC-SA to CC BY-SA. Whoever forbade adaptations, or chose nothing, mostly fears
        to be misquoted or to see their work closed by others: CC BY-SA, which makes
        changes visible and keeps every version open, is the free answer to that.
        """
        if self.is_free:
            return None
        if self.spdx_id == ALL_RIGHTS_RESERVED:
            return Proposal(
                SHARE_ALIKE,
                _(
                    "Without a licence nobody may redo or improve the text. This one lets everyone "
                    "do so, names you each time, and keeps every version open."
                ),
            )
        if self.no_derivatives:
            return Proposal(
                SHARE_ALIKE,
                _(
                    "A recipe lives when others adapt it to their place. This licence allows it, "
                    "obliges each person to name you and to say what they changed, and keeps every "
                    "version open."
                ),
            )
        if self.share_alike:
            return Proposal(
                SHARE_ALIKE,
                _(
                    "It keeps your name and sharing alike, as you asked, and lifts the ban on "
                    "commercial use. Nobody can close your recipe: whoever sells it must leave "
                    "their version open to all."
                ),
            )
        return Proposal(
            ATTRIBUTION,
            _(
                "It keeps your name and lifts the ban on commercial use, which also shuts out "
                "cooperatives, associations that sell and paid training. If you fear that a "
                "company closes your recipe, CC BY-SA 4.0 prevents it."
            ),
        )


class CompatibilityQuerySet(models.QuerySet["Compatibility"]):
    """Words to ask for verdicts."""

    def by_answer(self) -> "list[tuple[Compatibility.Answer, list[Compatibility]]]":
        """Give yes, conditional and no, those that have verdicts, with them. One query.

        Each verdict brings the licence an adaptation would go to, in order of the file.
        """
        verdicts = list(self.select_related("to_licence").order_by("to_licence__position", "pk"))
        groups = [(a, [one for one in verdicts if one.allowed == a]) for a in Compatibility.Answer]
        return [(answer, members) for answer, members in groups if members]


class Compatibility(models.Model):
    """May an adaptation of a work under one licence be published under another, and who says so.

    It covers adaptations, not collections, and is guidance for contributors, not legal advice.
    """

    class Answer(models.TextChoices):
        """The verdict."""

        YES = "yes", _("yes")
        CONDITIONAL = "conditional", _("on a condition")
        NO = "no", _("no")

    from_licence = models.ForeignKey(
        Licence,
        verbose_name=_("licence of the original"),
        on_delete=models.CASCADE,
        related_name="verdicts",
    )
    to_licence = models.ForeignKey(
        Licence,
        verbose_name=_("licence of the adaptation"),
        on_delete=models.CASCADE,
        related_name="verdicts_received",
    )
    allowed = models.CharField(_("allowed"), max_length=12, choices=Answer)
    source = models.CharField(_("source"), max_length=300)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = CompatibilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("compatibility")
        verbose_name_plural = _("compatibilities")
        ordering = ["from_licence", "to_licence"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_licence", "to_licence"], name="compatibility_one_verdict_a_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(allowed__in=["yes", "conditional", "no"]),
                name="compatibility_answer_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(source=""), name="compatibility_source_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_licence_id} → {self.to_licence_id}"

    def permits(self, *, condition_confirmed: bool = False) -> bool:
        """Say yes, or yes because somebody has read the condition and confirms that it holds."""
        if self.allowed == self.Answer.CONDITIONAL:
            return condition_confirmed
        return self.allowed == self.Answer.YES
