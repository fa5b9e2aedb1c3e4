"""A recipe as a Markdown file with a YAML front matter, and back, nothing lost.

`parse(render(content)).content == content` for every content. The form is told to people in
docs/source-format.md; what is here and what is there must say the same.
"""

from recipes.markdown_file.folding import fold
from recipes.markdown_file.front_matter import SourceError, read_front_matter, split_front_matter
from recipes.markdown_file.whole import SourceFile, parse, render

__all__ = [
    "SourceError",
    "SourceFile",
    "fold",
    "parse",
    "read_front_matter",
    "render",
    "split_front_matter",
]
