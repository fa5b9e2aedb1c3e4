"""Cards in any wording become recipes, and nothing of them is lost. No files, no Django here.

A card is a text in our own form (docs/source-format.md), or Markdown as people write it: with or
without a front matter, headings in their own words, the licence in a sentence at the foot.
What fits a part of a recipe goes there; what does not stays under its own heading. The same
reading serves the import of a folder and a text pasted in the editor.
"""

from recipes.exchange.cards.card import Card, tied_to
from recipes.exchange.cards.front_matter import body_of, is_in_our_form
from recipes.exchange.cards.open_card import HEADINGS_KEY
from recipes.exchange.cards.reading import read_card

__all__ = [
    "HEADINGS_KEY",
    "Card",
    "body_of",
    "is_in_our_form",
    "read_card",
    "tied_to",
]
