"""From French text to word families: the one pipeline that indexing, queries and marking share.

A word is folded (« Événements » → `evenements`), put in the singular and the masculine where
spelling alone tells, then stemmed once by Snowball's French rules (`even`). Folding comes
first, because people type without accents. Stemming once after our few rules joins the families
that stemming folded words splits (partagé, partagée; vélo, vélos; créatif, créative) without
joining others, as stemming twice does (visite and vis, chantier and chant, données and don).

Every stem is made of a–z and 0–9 only, and begins with a letter unless it is a whole number: the
parsers of both engines take such a token as it is (PostgreSQL's would cut `1e5b` in two).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import local

import snowballstemmer
from anyascii import anyascii

LONGEST_WORD = 40
"""Letters of a folded word that count; both sides cut there, so longer ones still meet."""

WORD = re.compile(r"[^\W_]+")
COMPOUND = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")

# Words that say nothing of what a text is about, folded. « sans » is not one (une journée sans
# voiture), nor « été », « or », « car », which are also nouns.
_STOP_WORDS = """
    a ai as au aux avec c ce cela ces cet cette chez comme comment d dans de des donc dont du elle
    elles en es est et etes eux il ils j je jusqu l la le les leur leurs lorsqu lui m ma mais me mes
    mon n ne ni nos notre nous on ont ou par parce pas pour puisqu qu que quel quelle quelles quels
    qui quoi s sa se ses si son sont sous sur t ta te tes toi ton tu un une vos votre vous y
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

# Plurals and feminines that no rule of spelling gives; and « repair », which French has only in
# « repair café », where people say « réparer ».
IRREGULAR = {
    "adieux": "adieu", "aveux": "aveu", "baux": "bail", "bijoux": "bijou", "cailloux": "caillou",
    "cheveux": "cheveu", "choux": "chou", "cieux": "ciel", "enjeux": "enjeu", "feux": "feu",
    "genoux": "genou", "jeux": "jeu", "joyaux": "joyau", "lieux": "lieu", "milieux": "milieu",
    "neveux": "neveu", "noyaux": "noyau", "nouveau": "nouvelle", "nouveaux": "nouvelle",
    "repair": "repare", "travaux": "travail", "tuyaux": "tuyau", "vieux": "vieille",
    "vitraux": "vitrail",
    "voeux": "voeu", "yeux": "oeil",
}  # fmt: skip

# Words that the rules would join to a stranger, each kept a family of its own: « café » and the
# CAF, a « commune » and the « communs », « cours » and « cour », « département » and « départ ».
_APART = """
    balai cafe commune cours course departement donnee duree etagere fois fraise marais mars mois
    parlement pays
"""
APART = {form: word for word in _APART.split() for form in (word, f"{word}s")}

_SPELLINGS = (
    (re.compile(r"(?<=\w\we)es?$"), ""),  # partagée(s) → partage
    (re.compile(r"(?<=\w\w\wi)eres?$|(?<=\w\w\wg)eres?$|(?<=\w\wch)eres?$"), "er"),  # jardinière
    (re.compile(r"(?<=\w\w\w)(?<!v)ers$"), "er"),  # boulangers → boulanger, but univers
    (re.compile(r"(?<=\w\w)ifs?$"), "ive"),  # créatif(s) → creative
    (re.compile(r"(?<=\w\w[ao]i)ses?$"), ""),  # française(s) → francai, as français below
    (re.compile(r"(?<=\w\w[aiou])s$"), ""),  # vélos → velo, amis → ami; Snowball does -es
)
_stemmers = local()


@dataclass(frozen=True, slots=True)
class Token:
    """A word as found in a text: its span, and its stem; a stop word's is empty.

    The parts of « co-créatif » are tokens; the last of them also bears the whole: `joined`, written
    as one word and folded, and where it starts.
    """

    start: int
    end: int
    folded: str
    stem: str
    joined: str = ""
    joined_start: int = 0


@lru_cache(maxsize=2**16)
def fold(word: str) -> str:
    """Give a word in plain small letters and digits: « Œuvre » → `oeuvre`; at most 40 of them."""
    return re.sub("[^a-z0-9]", "", anyascii(word).lower())[:LONGEST_WORD]


@lru_cache(maxsize=2**16)
def stem(word: str) -> str:
    """Give the family of a word, however it is written; empty for a stop word or no word at all."""
    folded = fold(word)
    if folded in STOP_WORDS:
        return ""
    if folded in APART:
        return APART[folded]
    if folded.isdigit() or not folded:
        return folded
    if folded[0].isdigit():
        return f"x{folded}"
    return str(_stemmer().stemWord(_singular(folded)))


def _singular(folded: str) -> str:
    if folded in IRREGULAR:
        return IRREGULAR[folded]
    for pattern, replacement in _SPELLINGS:
        folded, changed = pattern.subn(replacement, folded)
        if changed:
            break
    return folded


def _stemmer() -> "snowballstemmer.stemmer":
    """Give this thread's stemmer: it keeps the word it works on, so threads cannot share one."""
    if not hasattr(_stemmers, "french"):
        _stemmers.french = snowballstemmer.stemmer("french")
    return _stemmers.french


def tokens(text: str) -> Iterator[Token]:
    """Give the words of a text in order; apostrophes and hyphens part them.

    `text` is expected in NFC, as contents are: a letter and its accent are one character.
    """
    for compound in COMPOUND.finditer(text):
        found = compound[0]
        if found.isalnum():
            yield Token(compound.start(), compound.end(), fold(found), stem(found))
            continue
        parts = list(WORD.finditer(found))
        joined = ""
        if all(stem(part[0]) for part in parts):
            joined = fold("".join(part[0] for part in parts))
        for part in parts:
            yield Token(
                compound.start() + part.start(),
                compound.start() + part.end(),
                fold(part[0]),
                stem(part[0]),
                joined if part is parts[-1] else "",
                compound.start(),
            )
