"""Whether a text is all there: the measure of an import."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from recipes.content import RecipeContent, text
from recipes.markdown_file import render

_MARKS = re.compile(r"^(?:\s|\\(?=\\*#)|#{1,6}(?!#)|[-*+>](?=\s)|[•·‣◦▪●]|\d{1,3}[.)](?=\s))*")
_RULE = re.compile(r"^---\n", re.MULTILINE)
_LINK_END = re.compile(r"\]\(<([^<>()\s]*)>\)")


def lost_lines(body: str, content: RecipeContent) -> list[str]:
    """Give the lines of `body` that the file of `content` does not hold; none is the promise.

    A line is compared without the marks before it (spaces, `#`, bullets, the number of an item,
    `>`, a backslash before `#`) and without `#` behind it, blanks of any kind counting as one
    space; lines without a letter or a digit say nothing. Each must be found, as many times as it
    was written, inside the body of `markdown_file.render(content)` reduced in the same way, or else
    among the texts of its front matter. A link's address may have got angle brackets.
    """
    _, front_matter, written = _RULE.split(render(content), maxsplit=2)
    told = [*_reduced(written), *_reduced("\n".join(_texts(yaml.safe_load(front_matter))))]
    whole = Counter(told)
    wanted = Counter(_reduced(text(body)))
    inside = _Inside(" ".join(told))
    return [
        line
        for line, times in wanted.items()
        if whole[line] < times and not inside.holds(line, times)
    ]


class _Inside:
    """Says whether lines stand in a text, fast where they stand in the order they are asked in."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.place = 0

    def holds(self, line: str, times: int) -> bool:
        """Say whether the text has `line` as many times as that."""
        found = self.words.find(line, self.place) if times == 1 else -1
        if found < 0:
            return self.words.count(line) >= times
        self.place = found + len(line)
        return True


def _reduced(words: str) -> list[str]:
    lines = _LINK_END.sub(r"](\1)", words).split("\n")
    reduced = {line: _bare(line) for line in dict.fromkeys(lines)}
    return [bare for bare in map(reduced.__getitem__, lines) if bare]


def _bare(line: str) -> str:
    bare = " ".join(_MARKS.sub("", line, count=1).split()).rstrip("# ")
    return bare if re.search(r"\w", bare) else ""


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        for entry in value.values():
            yield from _texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
    elif isinstance(value, str):
        yield value
