"""The editor: a recipe's content as the fields of one page, and back, nothing typed lost.

There is no second model of a recipe here: `EditorForm` writes a `RecipeContent` as fields and
reads it again. For any content, `EditorForm.from_content(c, {}).content(c) == c`. What was typed
where something else is expected (a number, a duration, a territory) is in `unread`, and is shown in
its field again.

Photos and documents are lines of `recipes.forms.media`, which the view that receives a file
draws too.
"""

from recipes.forms.editor.completeness import anchor_of, progress
from recipes.forms.editor.lists import LISTS
from recipes.forms.editor.page import EditorForm, Offers

__all__ = [
    "LISTS",
    "EditorForm",
    "Offers",
    "anchor_of",
    "progress",
]
