"""Small readings of Markdown prose: plain words, paragraphs, list items, picture captions."""

import re
from collections.abc import Iterator
from functools import lru_cache

from recipes.content import one_line, text

# Repetitions are bounded, so that no text takes longer to read than its length deserves.
_NOTE_MARK = re.compile(r"\*{0,3}\[?\*{0,3}\(?\d{1,3}\)?\*{0,3}\]?\(#[^()\n]{0,80}\)\*{0,3}")
_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,500})?\)")
_LINK = re.compile(r"\[([^\[\]]{0,500})\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,500})?\)")
_REFERENCE_LINK = re.compile(r"\[([^\[\]]{1,500})\](?:\[[^\[\]]{0,100}\])?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.{0,500}?-->")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
# The innermost first: what stands between the marks has none of its kind, so that a line of
# nothing but stars is gone through once.
_STARS = re.compile(r"(\*{1,3})(?=[^\s*])([^*\n]{1,500}+)(?<=\S)\1")
_UNDERSCORES = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_\n]{1,500}+)(?<=\S)\1")
_DEEPEST_EMPHASIS = 3
_PARAGRAPH_END = re.compile(r"\n(?:[^\S\n]*\n)+")
BULLET = re.compile(r"[^\S\n]*(?:[-*+][^\S\n]+|[•·‣◦▪●][^\S\n]*)(?=\S)")
_NUMBERED = re.compile(r" {0,3}(\d{1,3})[.)][^\S\n]+(?=\S)")
_FEWEST_NUMBERED = 2
_INDENT = 4  # of what stands below an item, where it is wider than the item's number
_NO_ITEM = re.compile(r"\s*(?:\d{1,3}[.)]\s|[>|#]|```|~~~)")
_NOT_PROSE = re.compile(r"\s*(?:[-*+]\s|[•·‣◦▪●]|\d{1,3}[.)]|[>|<#]|!\[|```|~~~)")
_SENTENCE = re.compile(r".{15,}?[.!?…](?=\s+[A-ZÀ-ÖØ-Þ«“]|$)", re.DOTALL)
_FENCE = re.compile(r" {0,3}(```+|~~~+)")

# Words that make a line speak of a picture, and sites that hold pictures.
_PICTURE_WORDS = re.compile(
    r"\b(?:photo\w*|dessins?|images?|illustrations?|infographies?|visuels?|pictogrammes?|"
    r"clip ?arts?|logos?|captures?)\b",
    re.IGNORECASE,
)
_PICTURE_SITES = re.compile(
    r"flickr\.com|commons\.wikimedia\.org|pixabay\.com|openclipart|unsplash\.com|pexels\.com",
    re.IGNORECASE,
)
_TEXT_WORDS = re.compile(
    r"\b(?:textes?|fiches?|documents?|articles?|contenus?|recettes?|pages?|œuvre|oeuvre|"
    r"contributions?)\b",
    re.IGNORECASE,
)
_LICENCE_BADGE = re.compile(r"creative-?commons|licen[cs]e|\bcc[-_ ]?by", re.IGNORECASE)
_CAPTION_LENGTH = 250


@lru_cache(maxsize=16)
def plain(words: str) -> str:
    """Give the words a reader sees, on one line: no marks, addresses, pictures or note numbers.

    Kept for a moment, because each rule that looks at a line asks for them.
    """
    words = _NOTE_MARK.sub("", words)
    words = _IMAGE.sub("", words)
    words = _LINK.sub(r"\1", words)
    words = _AUTOLINK.sub(r"\1", words)
    words = _TAG.sub("", words)
    words = _REFERENCE_LINK.sub(r"\1", words)
    return one_line(without_emphasis(words))


def without_bullet(line: str) -> str:
    """Take away the bullet a line begins with."""
    bullet = BULLET.match(line)
    return line[bullet.end() :] if bullet else line


def without_emphasis(words: str) -> str:
    """Take away the stars and underscores that stress words."""
    for _ in range(_DEEPEST_EMPHASIS):
        words = _UNDERSCORES.sub(r"\2", _STARS.sub(r"\2", words))
    return words


def paragraphs(words: str) -> list[str]:
    """Cut at blank lines."""
    return [part for part in _PARAGRAPH_END.split(text(words)) if part.strip()]


def sentences(words: str) -> Iterator[str]:
    """Give the paragraphs that are plain sentences, up to the first code block."""
    for paragraph in paragraphs(words):
        if any(_FENCE.match(line) for line in paragraph.split("\n")):
            return
        if is_prose(paragraph):
            yield paragraph


def is_prose(paragraph: str) -> bool:
    """Say whether a paragraph is plain sentences: no list, quotation, table, tag or picture."""
    return not any(_NOT_PROSE.match(line) for line in paragraph.split("\n"))


def first_sentence(words: str) -> str:
    """Give the first sentence of plain words, or all of them when they hold no sentence end."""
    found = _SENTENCE.match(words)
    return found[0] if found else words


def opening(words: str) -> str:
    """Give the lines of sentences that a text begins with, up to a blank line, a list or such."""
    lines = words.split("\n")
    ends = (n for n, line in enumerate(lines) if not line.strip() or _NOT_PROSE.match(line))
    return "\n".join(lines[: next(ends, len(lines))])


def is_only_picture(line: str) -> bool:
    """Say whether a line holds pictures and note numbers and no other words."""
    return bool(_IMAGE.search(line)) and not plain(line)


def is_caption(line: str, before: str, *, in_credits: bool) -> bool:
    """Say whether a line tells whose a picture is.

    `before` is the last line that is not blank above it, `in_credits` whether it stands where
    a card names its authors: there only plain words (« photo de… ») make it a caption. When a
    line speaks of the text as well, it counts for the text.
    """
    if _TEXT_WORDS.search(plain(line)):
        return False
    if _PICTURE_WORDS.search(plain(line)) or _PICTURE_SITES.search(line):
        return True
    below_picture = bool(_IMAGE.search(before)) and not _LICENCE_BADGE.search(before)
    short = len(plain(line)) <= _CAPTION_LENGTH
    return below_picture and short and not in_credits and not BULLET.match(line)


def items(words: str) -> tuple[str, ...] | None:
    """Read a text made only of simple lines or of one flat list; `None` if it is anything else.

    A line that only holds HTML tags joins the next item (the last one, the one before it), so
    that it stays in the text without making an empty item.
    """
    found: list[str] = []
    tags = ""
    joins = False
    outermost: int | None = None
    for line in text(words).split("\n"):
        bullet = BULLET.match(line)
        indent = len(line) - len(line.lstrip())
        nested = bullet is not None and outermost is not None and indent > outermost
        if nested or _NO_ITEM.match(line) or _IMAGE.search(line):
            return None
        bare = without_bullet(line)
        if not line.strip():
            joins = False
        elif not _TAG.sub("", line).strip():
            tags, joins = f"{tags} {line.strip()}".strip(), False
        elif bullet or not joins or _starts_anew(bare, found[-1]):
            found.append(f"{tags} {bare.strip()}".strip())
            tags, joins = "", True
        else:
            found[-1] += f" {bare.strip()}"
        if bullet and outermost is None:
            outermost = indent
    if tags and found:
        found[-1] += f" {tags}"
    return tuple(found) or None


def numbered_items(words: str) -> tuple[str, list[str]]:
    """Give the items of a numbered list that takes all the rest of a text, and what stands before.

    What follows an item, up to the next number, is the item's own, without the indent it has
    below it. No items where the numbers are not those of one list: 1, 2, 3, or 1 each time.
    """
    lines = text(words).split("\n")
    matches = ((number, _NUMBERED.match(line)) for number, line in enumerate(lines))
    starts = [(number, found) for number, found in matches if found]
    told = [int(found[1]) for _number, found in starts]
    counted = told in ([1] * len(told), list(range(1, len(told) + 1)))
    if len(told) < _FEWEST_NUMBERED or not counted or any(fences(lines)):
        return words, []
    ends = [number for number, _found in starts[1:]] + [len(lines)]
    items = []
    for (number, found), end in zip(starts, ends, strict=True):
        below = _unindented(lines[number + 1 : end], max(found.end(), _INDENT))
        items.append("\n".join([lines[number][found.end() :], *below]).rstrip())
    return "\n".join(lines[: starts[0][0]]), items


def _unindented(lines: list[str], most: int) -> list[str]:
    """Take away the indent that the lines below an item share, at most so many spaces or a tab."""
    width = min([most, *(_indent(line) for line in lines if line[:1] == " ")])
    return [line[1:] if line[:1] == "\t" else line[min(width, _indent(line)) :] for line in lines]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _starts_anew(line: str, before: str) -> bool:
    """Tell an entry typed on its own line from the next line of a wrapped paragraph."""
    wrapped = line[:1].isspace() or not before.endswith((".", "!", "?", ";", ":", ")"))
    return bool(re.match(r"\*\*[\[(]|\[|https?://", line)) or not wrapped


def fences(lines: list[str]) -> list[bool]:
    """Say of each line whether it belongs to a fenced code block."""
    inside = ""
    said = []
    for line in lines:
        found = _FENCE.match(line)
        if inside:
            said.append(True)
            if found and found[1].startswith(inside) and line.strip() == found[1]:
                inside = ""
        else:
            inside = found[1] if found else ""
            said.append(bool(found))
    return said
