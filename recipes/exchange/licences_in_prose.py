"""Licences named in sentences: « publié sous licence Creative Commons BY-SA », an address, a name.

A card may name several: that of its text, those of its pictures, those of works it speaks of.
What counts for the text stands in the front matter, where authors are named, on the last lines,
or in a short line that grants it (« sous licence… », « selon les termes de… »). A caption counts
for its picture only. Everything else is an aside.

**A version that is not told.** « Creative Commons BY-SA » is read as 4.0, and reported as assumed.
Whatever the version was, this is the reading that cannot wrong its author: an adaptation
of CC BY-SA 2.0 or 3.0 may be shared under a later version (section 4b of both texts), while an
adaptation of 4.0 may not go back. 4.0 has also been the current version since November 2013.
The same holds for the GNU FDL (1.3 or later) and the Licence Art Libre (1.3).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from recipes.exchange.prose import is_caption, plain, without_bullet
from recipes.markdown_file import fold

ALL_RIGHTS_RESERVED = "LicenseRef-tous-droits-reserves"
ASSUMED_VERSION = "4.0"


class Of(StrEnum):
    """What a licence is named for."""

    TEXT = "text"
    PICTURE = "picture"
    ASIDE = "aside"


class Where(StrEnum):
    """What place of the card a line stands in."""

    TOP = "top"  # before the first heading, the title apart
    BODY = "body"
    SOURCES = "sources"
    CREDITS = "credits"
    FOOT = "foot"  # the last paragraph


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a card and its place."""

    words: str
    where: Where = Where.BODY

    @property
    def in_credits(self) -> bool:
        """Whether cards name their authors and their licence there."""
        return self.where in {Where.SOURCES, Where.CREDITS, Where.FOOT}


@dataclass(frozen=True, slots=True)
class Mention:
    """A licence named in a line: its SPDX id, whether its version was told, what it is for."""

    licence: str
    line: str
    of: Of = Of.TEXT
    version_told: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """All that a card says of licences.

    `unclear`: lines that grant a licence nobody can name (« licence Creative Commons » alone);
    `by_permission`: lines that say somebody allowed this use, which is no licence for others.
    """

    mentions: tuple[Mention, ...] = ()
    unclear: tuple[str, ...] = ()
    by_permission: tuple[str, ...] = ()

    def of(self, what: Of) -> tuple[Mention, ...]:
        """Keep the mentions for one thing, each licence once."""
        once = {m.licence: m for m in reversed(self.mentions) if m.of == what}
        return tuple(reversed(once.values()))


# Letters of a Creative Commons licence, in any order, as people type them; the lower-case letter
# that may not follow keeps « BY Sandrine » from being read as BY-SA.
_LETTERS = r"(?:[Bb][Yy]|[Nn][Cc]|[Nn][Dd]|[Ss][Aa])"
_JOINED = rf"{_LETTERS}(?:[\s_/.+–—-]{{0,3}}{_LETTERS})*(?![a-zà-öø-ÿ])"
_CC = r"(?:[Cc]reative[\s-]*[Cc]ommons?|CREATIVE COMMONS|\b[Cc][Cc])"
_VERSION = r"(?:[\s,(_-]{0,3}(?:v\.?|version)?\s?([1-4]\.\d))?"
_BY_LETTERS = re.compile(rf"{_CC}[\s:(\[_/.,«\"'–—-]{{0,4}}({_JOINED}){_VERSION}")
_BY_LICENCE = re.compile(rf"[Ll]i[cs]en[cs]es?\s+(?:libre\s+)?[«\"(]?\s?({_JOINED}){_VERSION}")
_BARE = re.compile(r"\b((?:BY|by)(?:-(?:NC|SA|ND|nc|sa|nd))+)\b" + _VERSION)
_BY_NAMES = re.compile(
    rf"{_CC}[^.\n]{{0,30}}?((?:attribution|paternit[eé])(?:[^.\n;]|\.\d){{0,130}})", re.IGNORECASE
)
_BY_ADDRESS = re.compile(
    r"creativecommons\.org/(?:licenses|l)/([a-z-]+)(?:/(\d\.\d))?", re.IGNORECASE
)
_NAMES = (
    ("NC", r"non[ -]?commercial|pas d.utilisation commerciale|sans usage commercial"),
    ("ND", r"pas de modification|no ?-?deriv"),
    ("SA", r"share ?-?alike|partage (?:a l.identique|dans les memes|des conditions initiales)"),
)
_OTHERS = (
    (
        "CC0-1.0",
        True,
        r"\bcc[ -]?0\b|creative ?commons (?:zero|0)\b|publicdomain/zero|\bcc[ -]zero",
    ),
    ("CC-PDM-1.0", True, r"publicdomain/mark|marque du domaine public"),
    ("LAL-1.2", True, r"art[ -]libre[ ,(]*(?:version |v\.? ?)?1\.2"),
    ("LAL-1.3", True, r"art[ -]libre[ ,(]*(?:version |v\.? ?)?1\.3|free art licen[cs]e 1\.3"),
    ("LAL-1.3", False, r"licen[cs]e art[ -]libre|artlibre\.org|free art licen[cs]e"),
    (
        "GFDL-1.3-or-later",
        False,
        r"\bgfdl\b|gnu fdl|documentation libre gnu|free documentation licen[cs]e",
    ),
    ("etalab-2.0", True, r"\betalab[ -]2\.0|licence ouverte[ ,/(]*(?:etalab )?(?:v\.? ?)?2\.0"),
    ("etalab-2.0", False, r"licence ouverte"),
    ("ODbL-1.0", True, r"\bodbl\b|open database licen[cs]e"),
    (ALL_RIGHTS_RESERVED, True, r"tous droits reserves|all rights reserved"),
)
_PUBLIC_DOMAIN = re.compile(r"domaine public|public domain")
_SPDX = re.compile(
    r"[A-Za-z]+(?:-[A-Za-z]+)*-\d(?:\.\d)?(?:-or-later|-only)?|CC0-1\.0|LicenseRef-.+"
)

_GRANTING = re.compile(
    r"\b(?:sous|selon|suivant|under|aux conditions|conformement|publi\w+ en|diffus\w+ en|"
    r"(?:vers|plac|mis|publi|tomb)\w* (?:a disposition )?(?:dans|en))\b[^.;]*$"
)
_BEGINS_WITH_LICENCE = re.compile(r"\W*(?:cette (?:fiche|recette) est )?(?:sous )?licen[cs]e\b")
_GRANTS_SOME = re.compile(
    r"(?:sous|termes de la|selon la|suivant la) (?:\w+ )?licen[cs]e\b|^\W*licen[cs]e\s*:|"
    r"sous creative ?commons"
)
_BY_PERMISSION = re.compile(
    r"avec (?:l[ea]ur|l.|la|son) ?(?:aimable )?(?:permission|autorisation|accord)\b|"
    r"reproduit avec|with (?:kind )?permission"
)
_HOW_FAR_BACK = 80
_LONGEST_GRANT = 250  # a longer line tells about licences; it does not grant one


def licences_said(lines: Sequence[Line]) -> Said:
    """Read all that a card's lines say of licences."""
    mentions: list[Mention] = []
    unclear: list[str] = []
    by_permission: list[str] = []
    before = ""
    for line in lines:
        if not line.words.strip():
            continue
        found = _in_line(line, before)
        mentions += found
        folded = fold(line.words)
        shown = _shown(line)
        if not found and line.in_credits and _GRANTS_SOME.search(folded):
            unclear.append(shown)
        if line.in_credits and _BY_PERMISSION.search(folded):
            by_permission.append(shown)
        before = line.words
    return Said(tuple(mentions), tuple(unclear), tuple(by_permission))


def mentions_in(line: Line, before: str) -> list[Mention]:
    """Read the licences of one line; of the line before it where that names one and it does not."""
    return _in_line(line, before) or _in_line(Line(before), "")


def licences_named(words: str) -> list[Mention]:
    """Read the licences of a value (« CC BY-SA 3.0 », an SPDX id), as in a front matter."""
    if _SPDX.fullmatch(words.strip()):
        return [Mention(words.strip(), words)]
    return _in_line(Line(f"Licence : {words}", Where.CREDITS), "")


def settled(mentions: Iterable[Mention]) -> list[Mention]:
    """Drop the mentions without a version of a licence that another one names with its version."""
    named = list(mentions)
    told = {_family(mention.licence) for mention in named if mention.version_told}
    return [m for m in named if m.version_told or _family(m.licence) not in told]


def most_restrictive(licences: Iterable[str]) -> str:
    """Give the licence that leaves the fewest rights; the first told where they leave the same."""
    return max(licences, key=_restrictions, default="")


def is_free(licence: str) -> bool:
    """Say whether no NC, no ND and no reserved right is in its name (the catalogue decides)."""
    return _restrictions(licence)[0] == 0


def _restrictions(licence: str) -> tuple[int, int]:
    pieces = licence.split("-")
    if licence == ALL_RIGHTS_RESERVED:
        return 4, 0
    not_free = ("NC" in pieces) + 2 * ("ND" in pieces)
    if "SA" in pieces or licence.startswith(("LAL", "GFDL", "ODbL")):
        return not_free, 2
    return not_free, 0 if licence.startswith(("CC0", "CC-PDM")) else 1


def _in_line(line: Line, before: str) -> list[Mention]:
    """Give the licences a line names, in their order, each once, told rather than assumed."""
    named: dict[str, tuple[int, bool]] = {}
    for licence, start, told in (*_creative_commons_in(line.words), *_others_in(line)):
        if licence not in named or (told and not named[licence][1]):
            named[licence] = (start, told)
    if not named:
        return []
    of_picture = is_caption(line.words, before, in_credits=line.in_credits)
    return settled(
        Mention(licence, _shown(line), Of.PICTURE if of_picture else _of(line, start), told)
        for licence, (start, told) in sorted(named.items(), key=lambda entry: entry[1][0])
    )


def _creative_commons_in(words: str) -> Iterator[tuple[str, int, bool]]:
    """Give the Creative Commons licences of a line: SPDX id, where, whether with a version."""
    ends: set[int] = set()
    for pattern in (_BY_LETTERS, _BY_LICENCE, _BY_ADDRESS, _BARE):
        for found in pattern.finditer(words):
            if found.end() not in ends:  # « BY-SA » inside « NC-BY-SA » was read with it
                ends.add(found.end())
                yield _creative_commons(found[1], found[2]), found.start(), bool(found[2])
    for found in _BY_NAMES.finditer(words):
        folded = fold(found[1])
        letters = "BY " + " ".join(name for name, hint in _NAMES if re.search(hint, folded))
        version = re.search(r"\b[1-4]\.\d\b", found[1])
        told = version[0] if version else None
        yield _creative_commons(letters, told), found.start(), bool(told)


def _others_in(line: Line) -> Iterator[tuple[str, int, bool]]:
    """Give the other licences of a line in the same way."""
    folded = fold(line.words)
    for licence, told, hint in _OTHERS:
        if found := re.search(hint, folded):
            yield licence, found.start(), told
    public = _PUBLIC_DOMAIN.search(folded)
    dedicated = re.search(r"\bcc[ -]?(?:0|zero|by)\b|publicdomain", folded)
    if public and not dedicated and (line.in_credits or "licen" in folded):
        yield "CC-PDM-1.0", public.start(), False


def _of(line: Line, start: int) -> Of:
    folded = fold(line.words[max(0, start - _HOW_FAR_BACK) : start])
    granted = _GRANTING.search(folded) or _BEGINS_WITH_LICENCE.match(fold(line.words))
    short = len(_shown(line)) <= _LONGEST_GRANT
    return Of.TEXT if line.in_credits or (granted and short) else Of.ASIDE


def _shown(line: Line) -> str:
    return plain(without_bullet(line.words))


def _creative_commons(letters: str, version: str | None) -> str:
    found = {pair.upper() for pair in re.findall(_LETTERS, letters)}
    kept = [name for name in ("NC", "ND", "SA") if name in found]
    if "ND" in kept and "SA" in kept:
        kept.remove("SA")  # no such licence; forbidding changes is what binds
    return "-".join(["CC", "BY", *kept, version or ASSUMED_VERSION])


def _family(licence: str) -> str:
    return re.sub(r"-\d.*", "", licence)
