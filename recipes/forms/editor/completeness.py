"""How far a recipe is: what each section holds, what is missing, where in the page it is asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst

from recipes import wording
from recipes.content import EXPRESS_MINIMUM, Problem, RecipeContent
from recipes.forms import media
from recipes.forms.editor.fields import Words
from recipes.forms.editor.lists import LISTS
from recipes.forms.editor.sections import PARTS
from recipes.forms.editor.territories import PLACE_TYPED, PLACES


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to do before publishing: the part, what is asked, where it is in the page."""

    name: str
    label: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class SectionState:
    """How far a section is."""

    anchor: str
    heading: Words
    filled: int
    total: int
    lacks: int

    @property
    def state(self) -> str:
        """Say "lacks" where something is needed to publish, else "empty", "begun" or "full"."""
        if self.lacks:
            return "lacks"
        if not self.filled:
            return "empty"
        return "full" if self.filled == self.total else "begun"


@dataclass(frozen=True, slots=True)
class Progress:
    """What the menu of the editor says."""

    sections: list[SectionState]
    missing: list[Missing]

    @property
    def is_ready(self) -> bool:
        """Say whether nothing keeps it from being sent for review."""
        return not self.missing

    @property
    def ratio(self) -> tuple[int, int]:
        """How many of the needed parts are ready, of how many.

        Another part that something is wrong with keeps it from being sent: it counts as well.
        """
        lacking = {one.name for one in self.missing}
        needed = lacking | set(EXPRESS_MINIMUM)
        return len(needed) - len(lacking), len(needed)


def progress(
    content: RecipeContent,
    problems: Sequence[Problem],
    place_of: Callable[[Problem], str] = lambda problem: anchor_of(problem.field),
) -> Progress:
    """Say how far the recipe is, section by section, and what is still needed; no query.

    `place_of` gives the id of the control where a problem is put right: `EditorForm.anchor_of`
    knows the one of each photo.
    """
    wrong = {problem.field for problem in problems}
    sections = []
    for part in PARTS:
        names = part.names()
        filled = [name for name in names if getattr(content, name) not in ("", (), None)]
        sections.append(
            SectionState(
                part.anchor, part.heading, len(filled), len(names), len(wrong & set(names))
            )
        )
    missing = [
        Missing(
            problem.field,
            capfirst(str(wording.FIELDS.get(problem.field, problem.field))),
            "" if problem.code == "missing" else wording.problem_in_words(problem),
            place_of(problem),
        )
        for problem in _in_order(problems)
    ]
    return Progress(sections, missing)


def _in_order(problems: Sequence[Problem]) -> Iterator[Problem]:
    places = {name: at for at, name in enumerate(name for part in PARTS for name in part.names())}
    yield from sorted(problems, key=lambda problem: places.get(problem.field, len(places)))


def anchor_of(name: str) -> str:
    """Give the id, in the page, of what one fills in for a part of the content."""
    if name == PLACES:
        return f"id_{PLACE_TYPED}"
    if name in LISTS or name in media.LINES or name == "licence":
        return f"partie-{name}"
    return f"id_{name}"
