"""Prompts: a published recipe grows by one question at a time, on the page and by e-mail.

By e-mail a person is asked once a month at most, whatever the number of their recipes, and never
twice the same thing. One click stops it; the account's page starts it again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from recipes import letters
from recipes.content import RecipeContent, invitations
from recipes.models import Recipe, Revision, SentPrompt

MONTH = timedelta(days=31)
"""Between two e-mails to one person: never two in a calendar month."""
SETTLING = timedelta(days=7)
"""How long a recipe that was just published asks for nothing by e-mail."""
PART = "partie"
"""The part of the recipe to write, in the query of an address that leads to the editor."""

QUESTIONS: Mapping[str, tuple[Promise | str, Promise | str]] = {
    "photos": (
        _("Have you a photo that shows people doing it?"),
        _("The hands at work around the table, the place before people come…"),
    ),
    "ingredients": (
        _("What must be brought together: people, a place, money, permissions?"),
        _("5 volunteers who like to mend"),
    ),
    "difficulties": (
        _("What went wrong, and what helped?"),
        _("Nobody came the second time: a poster at the school gate brought people back."),
    ),
    "tips": (
        _("What would you whisper to somebody who begins?"),
        _("Put the coffee table beside the door: nobody dares come in otherwise."),
    ),
    "in_a_hurry": (
        _("How would you tell it in ten lines, to somebody in a hurry?"),
        _("A room, five menders, a poster, coffee. Open the door, mend, write down what…"),
    ),
    "results": (_("What came of it?"), _("In a year, 412 things brought, 268 mended.")),
    "cost_band": (
        _("What does it cost to begin?"),
        _("Under €100: tools are lent, the town lends the room."),
    ),
    "minutes": (_("How long does it take, once?"), _("2 h 30")),
    "participants_min": (
        _("How many people must there be for it to work?"),
        _("5 at least, 30 at most"),
    ),
    "utensils": (_("Which tools are needed?"), _("A box of screwdrivers")),
    "in_hindsight": (
        _("What would you do otherwise, were it to be done again?"),
        _("We would begin with two dates instead of ten."),
    ),
    "origin": (_("How did it begin?"), _("It began in 2015, when three neighbours…")),
    "legal_frame": (
        _("Who answers for it in law, and what pays for it?"),
        _("An association under the law of 1901; the town lends the room."),
    ),
    "sources": (
        _("What did you read, or whom did you ask, to make it?"),
        _("Annual report 2024 of the association"),
    ),
    "links": (
        _("Which pages should one read to go further?"),
        _("The guide of the network explains the insurance."),
    ),
}
"""What is asked for each part that readers are invited to add, and an answer as an example."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question about a part nobody has written yet."""

    part: str
    question: Promise | str
    example: Promise | str

    def address(self, slug: str) -> str:
        """Give where the owner of the recipe at `slug` answers: the editor, at this part."""
        return f"{reverse('recipes:modify', args=[slug])}?{PART}={self.part}"


def next_prompt(content: RecipeContent) -> Prompt | None:
    """Ask for the most useful of the parts missing from `content`; `None` if nothing is."""
    return first_prompt(invitations(content))


def first_prompt(missing: Iterable[str], *, asked: Collection[str] = ()) -> Prompt | None:
    """Ask for the first of these parts, those `asked` for already left out."""
    for part in missing:
        if part in QUESTIONS and part not in asked:
            return Prompt(part, *QUESTIONS[part])
    return None


# By e-mail


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whom something was asked, and whether the mail server took the letter."""

    person: User
    recipe: Recipe
    prompt: Prompt
    arrived: bool


def send_prompts(*, now: datetime | None = None) -> Iterator[Outcome]:
    """Write to each person whose turn it is; give each letter as it leaves.

    What is asked is recorded and committed before the letter leaves, and no row is held meanwhile:
    interrupted, or started twice at once, this never writes twice within a month. A letter that
    the mail server does not take is forgotten, for the next day.
    """
    now = now or timezone.now()
    for key in list(_whose_turn_it_is(now).order_by("pk").values_list("pk", flat=True)):
        chosen = _choose(key, now)
        if chosen is None:
            continue
        record, prompt = chosen
        arrived = letters.post(_letter(record.person, record.recipe, prompt))
        if not arrived:
            record.delete()
        yield Outcome(record.person, record.recipe, prompt, arrived)


def _whose_turn_it_is(now: datetime) -> QuerySet[User]:
    """Keep those who want prompts, had none for a month, and have a published recipe."""
    published = Recipe.objects.published()
    own = published.filter(owner=OuterRef("pk"))
    looked_after = published.filter(
        owner=None,
        organisation__memberships__user=OuterRef("pk"),
        organisation__memberships__role=Membership.Role.MANAGES,
    )
    lately = SentPrompt.objects.since(now - MONTH).filter(person=OuterRef("pk"))
    wanting = User.objects.filter(wants_prompts=True, is_active=True)
    return wanting.filter(Exists(own) | Exists(looked_after), ~Exists(lately))


@transaction.atomic
def _choose(key: int, now: datetime) -> tuple[SentPrompt, Prompt] | None:
    """Record what this person is asked next; five queries, however many recipes they have.

    Their row is held first, so that of two at once the second sees what the first recorded.
    """
    User.objects.select_for_update().filter(pk=key).first()
    person = _whose_turn_it_is(now).filter(pk=key).first()
    if person is None:
        return None
    asked: dict[int, set[str]] = {}
    for recipe_id, part in SentPrompt.objects.filter(person=person).values_list("recipe", "part"):
        asked.setdefault(recipe_id, set()).add(part)
    for recipe in _longest_without_first(person, now):
        missing = recipe.invitations or ()  # type: ignore[attr-defined]  # annotated
        if prompt := first_prompt(missing, asked=asked.get(recipe.pk, ())):
            record = SentPrompt(person=person, recipe=recipe, part=prompt.part, sent_at=now)
            record.save()
            return record, prompt
    return None


def _longest_without_first(person: User, now: datetime) -> QuerySet[Recipe]:
    """Give the recipes to ask `person` about, but those somebody is writing or reviewing now."""
    at_work = Revision.objects.filter(recipe=OuterRef("pk")).in_hand()
    return (
        Recipe.objects.published()
        .in_the_care_of(person)
        .filter(~Exists(at_work), updated_at__lte=now - SETTLING)
        .annotate(
            invitations=F("rendered__parts__invitations"),
            last_asked=Max("prompts__sent_at", filter=Q(prompts__person=person)),
        )
        .order_by(F("last_asked").asc(nulls_first=True), "published_at", "pk")
    )


def _letter(person: User, recipe: Recipe, prompt: Prompt) -> EmailMessage:
    stop = letters.whole_address(reverse("recipes:stop_prompts", args=[stop_token(person)]))
    told = {
        "recipe": recipe,
        "page": letters.whole_address(recipe.get_absolute_url()),
        "prompt": prompt,
        "answer": letters.whole_address(prompt.address(recipe.slug)),
        "stop": stop,
    }
    # One click in the mail program itself: RFC 8058.
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return letters.letter("prompt", to=person, told=told, headers=headers)


# Stopping


def _signer() -> signing.Signer:
    return signing.Signer(salt="recipes.prompts.stop")


def stop_token(person: User) -> str:
    """Name `person` in a link that stops their prompts and does nothing else; it never expires."""
    return _signer().sign(str(person.pk))


def person_named(token: str) -> User | None:
    """Give the person a link was made for; nobody for one that this site did not sign."""
    try:
        key = _signer().unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=int(key)).first()


def stop(person: User) -> None:
    """Send this person no more prompts, until they ask for them again in their account."""
    User.objects.filter(pk=person.pk).update(wants_prompts=False)
    person.wants_prompts = False
