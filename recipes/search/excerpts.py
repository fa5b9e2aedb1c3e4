"""The passage of a text that answers a query, and the words of its families marked in it."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache

from anyascii import anyascii
from django.utils.safestring import SafeString, mark_safe
from markupsafe import escape

from recipes.search.text import IRREGULAR, stem

WIDTH = 180
"""Characters of an excerpt, about: it starts and ends between two words."""

_LATIN = [chr(code) for code in range(256)]
_Hit = tuple[int, int, str]


def excerpt(plain: str, terms: Collection[str]) -> SafeString:
    """Give the passage of `plain` that has the most of the terms, as safe HTML with `<mark>`s.

    Terms are stems, as `Found.terms`; without any in the text, its beginning. A passage cut out
    of a text is between `…`; what is between them is a slice of the text, unchanged.
    """
    hits = _hits(plain, terms)
    first, last = _densest(hits)
    start, end = _window(plain, first, last)
    made = _marked(plain, start, end, [hit for hit in hits if start <= hit[0] and hit[1] <= end])
    before = "… " if start > 0 else ""
    after = " …" if end < len(plain) else ""
    return mark_safe(f"{before}{made}{after}")  # noqa: S308  # escaped by _marked


def highlight(text: str, terms: Collection[str]) -> SafeString:
    """Give the whole of a text as safe HTML with the words of these families in `<mark>`s."""
    return mark_safe(_marked(text, 0, len(text), _hits(text, terms)))  # noqa: S308  # escaped there


def _hits(text: str, terms: Collection[str]) -> list[_Hit]:
    families = frozenset(terms) - {""}
    if not families:
        return []
    likely = _beginning_like(frozenset(family[0] for family in families))
    return [
        (word.start(), word.end(), family)
        for word in likely.finditer(text)
        if (family := stem(word[0])) in families
    ]


@cache
def _beginning_like(letters: frozenset[str]) -> re.Pattern[str]:
    """Find the words that begin as a word of these families may: one word in ten, to be stemmed.

    `letters` begin the families. A family begins as its words do, accents apart; the irregular
    ones are looked up, and a word in another alphabet is always likely. Families share their few
    beginnings, so each is compiled once.
    """
    letters |= {form[0] for form, base in IRREGULAR.items() if base[0] in letters}
    if "x" in letters:  # what begins with a digit and is no number
        letters |= set("0123456789")
    unlikely = "".join(sign for sign in _LATIN if anyascii(sign)[:1].lower() not in letters)
    # A set of characters first, which the regular expression engine skips to at full speed (and
    # compiles fast as long as it names none above 255); then that it is a letter or digit, and
    # that no other stands before it.
    return re.compile(rf"[^{re.escape(unlikely)}](?<=[^\W_])(?<![^\W_].)[^\W_]*", re.DOTALL)


def _densest(hits: Sequence[_Hit]) -> tuple[int, int]:
    """Give the span of the passage with the most different words, then the most words."""
    best, span = (0, 0), (0, 0)
    inside: Counter[str] = Counter()
    first = 0
    for _, end, family in hits:
        inside[family] += 1
        while end - hits[first][0] > WIDTH and hits[first][1] < end:
            inside[hits[first][2]] -= 1
            first += 1
        score = (sum(1 for count in inside.values() if count), inside.total())
        if score > best:
            best, span = score, (hits[first][0], end)
    return span


def _window(text: str, first: int, last: int) -> tuple[int, int]:
    """Widen a span to about WIDTH characters, from the start of a line or word to a word's end."""
    start = max(0, first - max(0, WIDTH - (last - first)) // 2)
    if start:
        line = text.rfind("\n", start, first)
        blank = line if line >= 0 else text.find(" ", start, first)
        start = blank + 1 if blank >= 0 else start
    end = min(len(text), max(last, start + WIDTH))
    if end < len(text):
        blank = max(text.rfind(" ", last, end), text.rfind("\n", last, end))
        end = blank if blank > start else end
    return start, end


def _marked(text: str, start: int, end: int, hits: Sequence[_Hit]) -> str:
    made, read = [], start
    for first, last, _ in hits:
        made.append(f"{escape(text[read:first])}<mark>{escape(text[first:last])}</mark>")
        read = last
    made.append(escape(text[read:end]))
    return "".join(made)
