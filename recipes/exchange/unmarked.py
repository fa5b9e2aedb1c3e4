"""Headings that nobody marked as such: a bold line alone, a known name alone, the first line.

Documents of associations are often typed so, and a text pasted as plain words always is. Where a
text has real headings those are right, and only the title above them may be missing.
"""

import re
from itertools import islice

from recipes.content import TITLE_LENGTH
from recipes.exchange.headings import MOST_HEADINGS, beginning, cut, part_named
from recipes.exchange.prose import BULLET, fences, is_only_picture, plain

LONGEST = 100
_BOLD = re.compile(
    r"(?:(?:\d{1,2}|[ivxIVX]{1,5}|[a-zA-Z])[.)][ \t]+)?"
    r"(\*\*|__)(?=\S)((?:(?!\1).)+)(?<=\S)\1[ \t]*:?"
)
_ENDS_A_SENTENCE = re.compile(r"[.!…;,]$")
_NO_HEADING = re.compile(r"[ \t]*(?:[>|#]|```|~~~|!\[|<|https?://)| {4}|\t")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s")


def mark_headings(source: str) -> tuple[str, bool]:
    """Write `#` before lines that are headings in all but their marks; say whether any was found.

    No line is taken away or changed otherwise. A line counts when blank lines, or the ends of the
    text, stand around it, and it is all bold, or all capitals, or the name of a part as
    recipes have them; below a bare name of a part text may follow at once. What is not read of
    a long text (`beginning`) is left as it is.
    """
    read, _rest = beginning(source)
    marked, guessed = _mark_headings(read)
    return marked + source[len(read) :], guessed


def _mark_headings(source: str) -> tuple[str, bool]:
    lines = source.split("\n")
    before, found = cut(source)
    if found:
        if before.strip() and found[0].part and (place := _title_line(lines)) is not None:
            return _marked(lines, {place: 1}), False
        return source, False
    in_code = fences(lines)
    heads = (n for n in range(len(lines)) if not in_code[n] and _heads(lines, n))
    levels = dict.fromkeys(islice(heads, MOST_HEADINGS + 1), 2)  # one more: the rest begins there
    if not levels:
        return source, False
    first = min(levels)
    alone_above = not any(line.strip() for line in lines[:first])
    if alone_above and part_named(lines[first]) is None and len(levels) > 1:
        levels[first] = 1
    elif (place := _title_line(lines)) is not None and place < first:
        levels[place] = 1
    return _marked(lines, levels), True


def _marked(lines: list[str], levels: dict[int, int]) -> str:
    made = [
        f"{'#' * levels[number]} {line.strip()}" if number in levels else line
        for number, line in enumerate(lines)
    ]
    return "\n".join(made)


def _heads(lines: list[str], number: int) -> bool:
    line = lines[number].strip()
    if not line or len(line) > LONGEST or _NO_HEADING.match(lines[number]):
        return False
    if number and lines[number - 1].strip():
        return False
    followed = number + 1 < len(lines) and bool(lines[number + 1].strip())
    if BULLET.match(line) or (_NUMBERED.match(line) and followed):
        return False
    named = part_named(line) is not None and not _ENDS_A_SENTENCE.search(line)
    if followed:
        return named
    return named or bool(_BOLD.fullmatch(line)) or _is_in_capitals(line)


def _is_in_capitals(line: str) -> bool:
    return line.isupper() and sum(map(str.isalpha, line)) >= 4 and not line.endswith(".")


def _title_line(lines: list[str]) -> int | None:
    """Give the first line of words if it may be the title: short, alone, no sentence."""
    for number, line in enumerate(lines):
        if not line.strip() or is_only_picture(line):
            continue
        alone = number + 1 == len(lines) or not lines[number + 1].strip()
        bare = plain(line)
        fits = (
            alone
            and 0 < len(bare) <= TITLE_LENGTH
            and not re.search(r"[.!…;:,]$", bare)
            and not BULLET.match(line)
            and not _NUMBERED.match(line)
            and not _NO_HEADING.match(line)
        )
        return number if fits else None
    return None
