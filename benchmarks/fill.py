"""Fill an empty catalogue with generated recipes of some 600 words, the same at each run.

`python -m benchmarks.fill 10000`. Words come from the demonstration recipes, as often as people
use words (the n-th most frequent one n times less often than the first), so that searches meet
frequent and rare ones. Everything goes through the workflow's own verbs.
"""

import itertools
import os
import random
import re
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  # after setup
from django.db import transaction  # noqa: E402

from licences.models import Licence  # noqa: E402
from recipes import pages, workflow  # noqa: E402
from recipes.content import (  # noqa: E402
    CostBand,
    Ingredient,
    IngredientKind,
    Kind,
    Phase,
    RecipeContent,
    State,
    Step,
)
from recipes.demonstration import recipe_files  # noqa: E402
from recipes.markdown_file import parse  # noqa: E402
from recipes.models import Recipe, RenderedRecipe  # noqa: E402
from territories.models import Territory  # noqa: E402

SEED = 20261122
COMMUNES = 400
"""How many communes have recipes: a few hundred towns take part in a network."""
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
A_TRANSACTION = 500


class Writer:
    """Writes recipes that read like nothing but weigh like real ones."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # no secret
        demo = [parse(file.read_text()).content for file in recipe_files()]
        words = re.findall(r"[a-zà-ÿœ]{2,}", " ".join(f"{c.why} {c.tips} {c.steps}" for c in demo))
        self.words = [word for word, _count in Counter(sorted(words)).most_common()]
        self.weights = list(itertools.accumulate(1 / (at + 1) for at in range(len(self.words))))
        self.tags = sorted({tag for content in demo for tag in content.tags})
        communes = Territory.objects.current().of_kind(Territory.Kind.COMMUNE)
        largest = list(communes.order_by("-population", "code")[: COMMUNES * 5])
        self.places = [place.key for place in self.chance.sample(largest, COMMUNES)]
        self.licences = list(
            Licence.objects.recommended().order_by("position").values_list("pk", flat=True)
        )

    def text(self, length: int) -> str:
        """Give that many words, a full stop every fifteen or so."""
        drawn = self.chance.choices(self.words, cum_weights=self.weights, k=length)
        ends = set(range(14, length, 15)) | {length - 1}
        return " ".join(f"{word}." if at in ends else word for at, word in enumerate(drawn))

    def recipe(self, number: int) -> RecipeContent:
        """Write recipe `number`: every part filled, some 600 words."""
        chance = self.chance
        some = chance.choice
        steps = tuple(
            Step(self.text(4)[:80], self.text(50), phase, some([None, 30, 90]))
            for phase in (Phase.BEFORE, Phase.BEFORE, Phase.DURING, Phase.DURING, Phase.AFTER)
        )
        return RecipeContent(
            title=f"{self.text(4)[:60].rstrip('.').capitalize()} {number}",
            summary=self.text(16)[:180],
            kind=some(list(Kind)),
            tags=tuple(chance.sample(self.tags, 3)),
            why=f"{self.text(60)}\n\n{self.text(20)}",
            ease=chance.randint(1, 5),
            participants_min=some([None, 2, 8]),
            participants_max=some([None, 10, 25, 80, 300]),
            minutes=some([None, 45, 120, 480, 4320, 100000]),
            cost_band=some(list(CostBand)),
            state=some(list(State)),
            in_a_hurry=self.text(30),
            ingredients=tuple(
                Ingredient(self.text(6), some(list(IngredientKind))) for _line in range(5)
            ),
            utensils=(self.text(4), self.text(4)),
            steps=steps,
            origin=self.text(40),
            tips=self.text(40),
            in_hindsight=self.text(30),
            results=self.text(40),
            licence=some(self.licences),
            credit=f"Auteur {chance.randint(1, 200)}",
            territories=tuple(chance.sample(self.places, some([1, 1, 1, 2]))),
        )


def fill(how_many: int) -> None:
    """Bring the database up to date and write the recipes, a transaction for many of them."""
    call_command("migrate", verbosity=0)
    call_command("load_licences", verbosity=0)
    call_command("load_territories", verbosity=0)
    writer = Writer(SEED)
    there = Recipe.objects.count()
    if there >= how_many:
        if RenderedRecipe.objects.exclude(drawn_with=pages.drawing()).exists():
            call_command("rebuild_catalogue")
        return
    for start in range(0, how_many, A_TRANSACTION):
        batch = range(start, min(start + A_TRANSACTION, how_many))
        with transaction.atomic():
            for number in batch:
                content = writer.recipe(number)
                if number >= there:
                    workflow.import_recipe(
                        content,
                        identifier=str(UUID(int=number + (SEED << 64), version=4)),
                        publish=True,
                        at=FIRST_DAY + timedelta(hours=number),
                    )
        print(f"  {batch[-1] + 1} of {how_many} recipes", flush=True)  # noqa: T201  # progress


if __name__ == "__main__":
    fill(int(sys.argv[1]))
