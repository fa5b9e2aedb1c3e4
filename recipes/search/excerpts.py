"""The passage of a text that answers a query, and the words of its families marked in it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from django.db import connection
from django.utils.safestring import SafeString, mark_safe
from markupsafe import escape

from recipes.models import SearchDocument
from recipes.search.text import IRREGULAR, WORD, fold, stem

WIDTH = 180
"""Characters of an excerpt, about: it starts and ends between two words."""

_TEXTS = (
    f"SELECT recipe_id, plain FROM {SearchDocument._meta.db_table}"  # noqa: S608, SLF001  # ours
    " WHERE recipe_id IN ({marks})"
)
_SIGNS = str.maketrans("’–—…“”€œ", '\'--."" \x9c')
_PLAINER = [(chr(sign), chr(plainer)) for sign, plainer in _SIGNS.items()]
"""Signs beyond Latin-1 that French texts have, by ones within; œ by one that no text holds."""

_LATIN = [fold(chr(code)) if chr(code).isalnum() else "" for code in range(256)]
_LATIN[0x9C] = "oe"
_FOLD = "".join(letters[:1] or " " for letters in _LATIN).encode("ascii")
"""The first letter of each character of Latin-1, a blank for what no word is made of."""

_SEVERAL = {letters for letters in _LATIN if len(letters) > 1}
_Hit = tuple[int, int, str]


def texts(keys: Collection[int]) -> dict[int, str]:
    """Give the texts of recipes from which excerpts are cut; one query, none for no recipe.

    In SQL, because putting twenty keys in words costs the ORM more than the answer.
    """
    if not keys:
        return {}
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS.format(marks=marks), list(keys))
        return dict(cursor.fetchall())


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
    hits = _hits(text, terms)
    return mark_safe(_marked(text, 0, len(text), hits))  # noqa: S308  # escaped there


def _hits(text: str, terms: Collection[str]) -> list[_Hit]:
    """Give the words of these families, in order.

    A family begins as its words do, accents apart, so only the words with its first letters are
    stemmed: one in a hundred or so.
    """
    beginnings = [_beginnings(family) for family in terms if family]
    if not beginnings:
        return []
    folded = _folded(text)
    if folded is None:
        starts: Iterable[int] = (word.start() for word in WORD.finditer(text))
    else:
        starts = sorted({at for begun in beginnings for one in begun for at in _all(one, folded)})
    hits = []
    for start in starts:
        word = WORD.match(text, start)
        if word and (family := stem(word[0])) and family in terms:
            hits.append((start, word.end(), family))
    return hits


def _folded(text: str) -> bytes | None:
    """Give a byte a character, a blank first: small letters without accents, blanks between words.

    None for a text with letters beyond those: its words are looked at one by one.
    """
    for sign, plainer in _PLAINER:
        text = text.replace(sign, plainer)
    try:
        return b" " + text.encode("latin-1").translate(_FOLD)
    except UnicodeEncodeError:
        return None


def _all(beginning: bytes, folded: bytes) -> Iterator[int]:
    """Give where words begin so; the blank before them is at that very place of the text."""
    at = folded.find(beginning)
    while at >= 0:
        yield at
        at = folded.find(beginning, at + 1)


@lru_cache(maxsize=2**14)
def _beginnings(family: str) -> tuple[bytes, ...]:
    """Say how the words of a family begin in a folded text, each after a blank."""
    first = family[: _letters_shared(family)]
    letters = {first}
    letters |= {form[: len(first)] for form, base in IRREGULAR.items() if base[:2] == family[:2]}
    if family[0] == "x":  # what begins with a digit and is no number
        letters |= set("0123456789")
    letters |= {several[0] for several in _SEVERAL if family.startswith(several[:2])}
    return tuple(f" {begun}".encode() for begun in sorted(letters))


def _letters_shared(family: str) -> int:
    """Say how many letters, four at most, all words of a family begin with.

    Stemming takes an ending away and puts three letters at most in its place (« -ication » becomes
    « iqu »). A ligature stands in the folded text as its first letter.
    """
    shared = max(2, min(4, len(family) - 3))
    ligatures = [family.find(several, 1, shared + 1) for several in _SEVERAL]
    return min([shared, *(at + 1 for at in ligatures if at > 0)])


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
    if not hits:
        return escape(text[start:end])
    made, read = [], start
    for first, last, _ in hits:
        made.append(f"{escape(text[read:first])}<mark>{escape(text[first:last])}</mark>")
        read = last
    made.append(escape(text[read:end]))
    return "".join(made)
