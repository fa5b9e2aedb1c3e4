"""Review, and a look at everything derived. The verbs are those of `recipes.workflow`."""

from recipes.admin.recipes import RecipeAdmin
from recipes.admin.reproductions import ReproductionAdmin
from recipes.admin.revisions import RevisionAdmin
from recipes.admin.themes import ThemeAdmin

__all__ = ["RecipeAdmin", "ReproductionAdmin", "RevisionAdmin", "ThemeAdmin"]
