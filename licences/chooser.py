"""Three questions, a free licence and the reason: for those who have never chosen one.

Every answer leads to a licence that is free and recommended for recipes; the questions
only settle what its author cares about. Nothing here asks the database.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PUBLIC_DOMAIN = "CC0-1.0"
ATTRIBUTION = "CC-BY-4.0"
SHARE_ALIKE = "CC-BY-SA-4.0"
ADMINISTRATION = "etalab-2.0"


@dataclass(frozen=True)
class Proposal:
    """A free licence, by its SPDX identifier, and why this one, in words."""

    spdx_id: str
    reason: str | Promise


@dataclass(frozen=True)
class Question:
    """Something to ask, as it appears in the form and (by `key`) in the address."""

    key: str
    words: str | Promise
    help: str | Promise


@dataclass(frozen=True)
class Answers:
    """What somebody wants for their recipe."""

    share_alike: bool
    credit: bool
    administration: bool


QUESTIONS = (
    Question(
        key="partage",
        words=_("Must those who improve your recipe share their version as freely as you do?"),
        help=_(
            "Yes: an adapted version stays free for everyone, you included. "
            "No: each person publishes their version as they like."
        ),
    ),
    Question(
        key="credit",
        words=_("Do you want to be named each time your recipe is reused?"),
        help=_("You may ask to be named as a group, an association or a neighbourhood."),
    ),
    Question(
        key="administration",
        words=_("Do you publish on behalf of a public administration?"),
        help=_("A commune, a grouping of communes, a département, a région, the State…"),
    ),
)

YES = "oui"
NO = "non"
CHOICES = ((YES, pgettext_lazy("answer", "Yes")), (NO, pgettext_lazy("answer", "No")))


def choose(answers: Answers) -> Proposal:
    """Give the licence that suits the answers, and the reason.

    An administration comes first because it has the least choice: the décret 2017-638
    (article D323-2-1 of the code of relations between the public and the administration)
    leaves it the Licence Ouverte and the ODbL for public information given away free
    of charge, and the ODbL is written for databases. Sharing alike comes next: all
    licences that ask for it ask for the credit too.
    """
    if answers.administration:
        return Proposal(ADMINISTRATION, _administration_reason(answers))
    if answers.share_alike:
        return Proposal(SHARE_ALIKE, _share_alike_reason(answers))
    if answers.credit:
        return Proposal(
            ATTRIBUTION,
            _(
                "Everyone may copy, adapt and even sell your recipe, provided that they name you "
                "and say what they changed. It is simple and known everywhere."
            ),
        )
    return Proposal(
        PUBLIC_DOMAIN,
        _(
            "You give your recipe to all, without any condition. French law keeps your moral "
            "right, so naming you will remain good manners, never an obligation of the licence."
        ),
    )


def _administration_reason(answers: Answers) -> str | Promise:
    if answers.share_alike:
        return _(
            "Décret 2017-638 leaves an administration two licences for the public information it "
            "gives away: this one, and the ODbL, which asks to share alike but is written for "
            "databases. For a recipe this one remains; it asks to name the source and its date, "
            "and does not oblige anyone to share alike. If residents or associations wrote the "
            "recipe with you, it is theirs as well: they may prefer CC BY-SA 4.0."
        )
    if answers.credit:
        return _(
            "It is the licence that the State wrote for French administrations (décret 2017-638): "
            "any reuse is allowed, provided that the source and its date are named. It says itself "
            "that it is compatible with CC BY."
        )
    return _(
        "Décret 2017-638 does not offer an administration a licence without any condition. "
        "This one is the lightest: any reuse is allowed, only the source and its date are named."
    )


def _share_alike_reason(answers: Answers) -> str | Promise:
    if answers.credit:
        return _(
            "Everyone may copy, adapt and even sell your recipe, provided that they name you and "
            "publish their version under the same licence. What people add comes back to all. "
            "It is the licence of Wikipedia, and the Free Art License 1.3 is compatible with it."
        )
    return _(
        "Everyone may copy, adapt and even sell your recipe, provided that they publish their "
        "version under the same licence. All the licences that ask to share alike also ask "
        "to name somebody: you may give the name of a group, or a pseudonym."
    )
