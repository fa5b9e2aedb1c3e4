"""A file whole: its front matter and its body, written from a content and read again."""

from collections.abc import Mapping
from dataclasses import dataclass

from recipes.content import RecipeContent, text
from recipes.markdown_file.body import read_body, write_body
from recipes.markdown_file.front_matter import cut_front_matter, read_keys, write_front_matter
from recipes.markdown_file.keys import IDENTIFIER_KEY


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What a file holds: the content, the recipe's UUID if told, keys whose value made no sense."""

    content: RecipeContent
    identifier: str = ""
    not_understood: tuple[str, ...] = ()


def render(
    content: RecipeContent, identifier: str = "", names: Mapping[str, str] | None = None
) -> str:
    """Write `content` as a file, the text of which ends with a line end.

    `identifier` is the recipe's UUID. `names` maps territory keys to names, which are written
    as comments beside the keys, for people.
    """
    front_matter = write_front_matter(content, identifier, names or {})
    return f"---\n{front_matter}---\n\n{write_body(content)}\n"


def parse(source: str) -> SourceFile:
    """Read a file in our form.

    Raises `SourceError` when the front matter is not closed, is not YAML, is no mapping, or
    names a key twice; the body can always be read.
    """
    source = text(source.removeprefix("\ufeff"))
    told, body = cut_front_matter(source)
    values, extra, not_understood = read_keys(told)
    identifier = values.pop(IDENTIFIER_KEY, "")
    values |= read_body(body)
    content = RecipeContent(**values, extra=extra)
    return SourceFile(content, identifier, tuple(not_understood))
