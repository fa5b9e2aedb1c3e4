"""What keeps a content from being published: its own rules, and what only the catalogue knows."""

from accounts.models import Organisation
from licences.models import Compatibility, Licence
from recipes import content as rules
from recipes.content import Known, Problem, RecipeContent
from recipes.models import Recipe, Revision, Upload
from territories.models import Territory


def problems_with(
    content: RecipeContent, *, recipe: Recipe | None = None, conditions_confirmed: bool = False
) -> list[Problem]:
    """Say all that keeps `content` from being published, in at most five queries.

    To the rules of the content itself this adds what only the catalogue knows: whether the
    licence is a free one, the territories and the organisation exist, and the licences of the
    recipes it was adapted from allow it. A compatibility on a condition counts as a problem
    until somebody who read the condition confirms it. With `recipe`, the one it would be published
    as, also which photos and documents are not here: one query more, where it names any.
    """
    known = Known(
        licences=dict(
            Licence.objects.filter(pk__in=content.licences).values_list("spdx_id", "is_free")
        ),
        territories=set(Territory.objects.resolve(content.territories)),
        organisations=set(
            Organisation.objects.filter(slug=content.organisation).values_list("slug", flat=True)
        )
        if content.organisation
        else set(),
        files=None if recipe is None else set(Upload.objects.by_name(recipe, content.files)),
    )
    found = rules.problems(content, known)
    return found + _broken_promises(content, conditions_confirmed=conditions_confirmed)


def problems_of(revision: Revision) -> list[Problem]:
    """Say all that keeps what somebody is writing from being sent for review.

    To the problems of the content this adds what was typed and not understood. What only a
    reviewer can confirm (a licence's condition) does not keep anything from being sent.
    """
    found = problems_with(revision.content, recipe=revision.recipe, conditions_confirmed=True)
    return found + [
        Problem(field.partition("-")[0], "not_understood", {"typed": typed})
        for field, typed in revision.unread.items()
    ]


def _broken_promises(content: RecipeContent, *, conditions_confirmed: bool) -> list[Problem]:
    """Say which ancestors' licences do not let an adaptation be under this one; one query."""
    if not content.adapted_from or not content.licence:
        return []
    listed = {
        pair.from_licence_id: pair
        for pair in Compatibility.objects.filter(
            from_licence__in=[ancestor.licence for ancestor in content.adapted_from],
            to_licence=content.licence,
        )
    }
    found = []
    for ancestor in content.adapted_from:
        pair = listed.get(ancestor.licence)
        values = {
            "title": ancestor.title,
            "parent": ancestor.licence,
            "licence": content.licence,
            "condition": pair.note if pair else "",
        }
        if pair is None or pair.allowed == Compatibility.Answer.NO:
            found.append(Problem("licence", "licence_forbidden_by_parent", values))
        elif not pair.permits(condition_confirmed=conditions_confirmed):
            found.append(Problem("licence", "licence_condition_of_parent", values))
    return found
