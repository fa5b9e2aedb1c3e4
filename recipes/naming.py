"""What people call the territories, organisations and recipes that contents know by a key."""

from accounts.models import Organisation
from recipes.comparison import Names
from recipes.content import RecipeContent, is_identifier
from recipes.models import Recipe
from territories.models import Territory


def names_in(*contents: RecipeContent) -> Names:
    """Look up all that these contents name, as the public may know it; four queries.

    A recipe that is not published here stays without its title.
    """
    keys = {key for content in contents for key in content.territories}
    slugs = {content.organisation for content in contents} - {""}
    identifiers = {
        identifier
        for content in contents
        for identifier in (
            *(step.component for step in content.steps),
            *(entry.identifier for entry in content.related),
        )
        if is_identifier(identifier)
    }
    recipes = Recipe.objects.published().filter(uuid__in=identifiers)
    return Names(
        {key: place.label for key, place in Territory.objects.resolve(keys).items()},
        dict(Organisation.objects.filter(slug__in=slugs).values_list("slug", "name")),
        {str(uuid): title for uuid, title in recipes.values_list("uuid", "title")},
    )
