"""Whether a text is all there: the measure of an import."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from recipes.content import RecipeContent, text
from recipes.markdown_file import render

_MARKS = re.compile(r"^(?:\s|\\(?=\\*#)|#{1,6}(?!#)|[-*+>](?=\s)|[•·‣◦▪●])*")
_RULE = re.compile(r"^---\n", re.MULTILINE)
_LINK_END = re.compile(r"\]\(<([^<>()\s]*)>\)")


def lost_lines(body: str, content: RecipeContent) -> list[str]:
    """Give the lines of `body` that the file of `content` does not hold; none is the promise.

    A line is compared without the marks before it (spaces, `#`, bullets, `>`, a backslash before
    `#`) and without `#` behind it, blanks of any kind counting as one space; lines without a
    letter or a digit say nothing. Each must be found, as many times as it was written, inside
    the body of `markdown_file.render(content)` reduced in the same way, or else among
    the texts of its front matter. A link's address may have got angle brackets.
    """
    _, front_matter, written = _RULE.split(render(content), maxsplit=2)
    told = [*_reduced(written), *_reduced("\n".join(_texts(yaml.safe_load(front_matter))))]
    joined = " ".join(told)
    wanted = Counter(_reduced(text(body)))
    return [line for line, times in wanted.items() if joined.count(line) < times]


def _reduced(words: str) -> list[str]:
    lines = []
    for line in _LINK_END.sub(r"](\1)", words).split("\n"):
        bare = " ".join(_MARKS.sub("", line, count=1).split()).rstrip("# ")
        if re.search(r"\w", bare):
            lines.append(bare)
    return lines


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        for entry in value.values():
            yield from _texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
    elif isinstance(value, str):
        yield value
