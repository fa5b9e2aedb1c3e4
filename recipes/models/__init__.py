"""The rows of the catalogue, one file per noun, its queryset above it."""

from recipes.models.catalogue import Catalogue
from recipes.models.prompt import SentPrompt
from recipes.models.recipe import FormerAddress, Recipe, RecipeQuerySet, RecipeTag
from recipes.models.rendered_recipe import Page, RenderedRecipe
from recipes.models.reproduction import Reproduction
from recipes.models.revision import Revision
from recipes.models.search_document import SearchDocument, Word
from recipes.models.theme import Theme
from recipes.models.upload import Upload

__all__ = [
    "Catalogue",
    "FormerAddress",
    "Page",
    "Recipe",
    "RecipeQuerySet",
    "RecipeTag",
    "RenderedRecipe",
    "Reproduction",
    "Revision",
    "SearchDocument",
    "SentPrompt",
    "Theme",
    "Upload",
    "Word",
]
