"""The headings of a card: where they are, how they nest, which part of a recipe they name.

Cards written by hand head their parts in their own words: `#Titre` without a space, `##Titre##`,
a line underlined with dashes, « I. Objectif : », « À quoi ça sert ? ». The words are compared
folded, without numbers in front, emphasis, brackets or punctuation behind. They were collected
from the cards of the MultiBàO network and from the questions of its template of free recipes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from recipes.content import Phase
from recipes.exchange.prose import fences, without_emphasis
from recipes.markdown_file import fold


class Part(StrEnum):
    """What a heading announces; the first ones are fields of `RecipeContent`."""

    WHY = "why"
    IN_A_HURRY = "in_a_hurry"
    INGREDIENTS = "ingredients"
    UTENSILS = "utensils"
    STEPS = "steps"
    ORIGIN = "origin"
    DIFFICULTIES = "difficulties"
    TIPS = "tips"
    IN_HINDSIGHT = "in_hindsight"
    LEGAL_FRAME = "legal_frame"
    RESULTS = "results"
    SOURCES = "sources"
    LINKS = "links"
    SUMMARY = "summary"
    AUDIENCE = "audience"
    PRACTICALITIES = "practicalities"
    CREDITS = "credits"
    EXPERIENCE = "experience"  # what happened somewhere: kept under its own heading
    GROUP = "group"  # a heading over others, which says nothing by itself
    INTRODUCTION = "introduction"


_WORDINGS: dict[Part, str] = {
    Part.SUMMARY: "en une phrase | en bref | resume | l'essentiel",
    Part.WHY: (
        "pourquoi | a quoi ca sert | a quoi cela sert | a quoi ca sert-il | objectif | objectifs | "
        "but | buts | finalite | finalites | enjeux | raison d'etre | intentions | "
        "pourquoi faire | pourquoi utiliser ce procede | pourquoi utiliser cette methode | "
        "pourquoi l'utiliser | presentation | description | principe | definition | "
        "presentation generale | qu'est-ce que c'est | qu'est ce que c'est | c'est quoi | "
        "de quoi s'agit-il | le principe | le concept | concept | presentation du projet"
    ),
    Part.IN_A_HURRY: "pour les presses | version courte | recette express | en resume",
    Part.INGREDIENTS: (
        "ingredients | ressources necessaires | moyens necessaires | ressources humaines et "
        "materielles | besoins | ce qu'il faut | de quoi a-t-on besoin | moyens"
    ),
    Part.UTENSILS: (
        "materiel | materiels | materiel necessaire | materiel requis | ustensiles | outils | "
        "outils necessaires | equipement | fournitures | logistique"
    ),
    Part.STEPS: (
        "deroulement | deroule | procedure | methodologie | methode | etapes | les etapes | "
        "demarche | mode d'emploi | comment faire | comment ca marche | comment proceder | "
        "de quelle maniere proceder | de quelle maniere doit-on proceder | "
        "de quelle maniere doit-ont proceder | mise en oeuvre | mise en place | preparation | "
        "consignes | methode par etapes | la methode | marche a suivre | recette | realisation | "
        "avant | pendant | apres | fin de journee"
    ),
    Part.ORIGIN: (
        "historique | histoire | origine | origines | origine et histoire | contexte | "
        "un peu d'histoire | l'origine du projet et son histoire | genese | naissance du projet"
    ),
    Part.DIFFICULTIES: (
        "difficultes | difficultes rencontrees | points de vigilance | point de vigilance | "
        "vigilance | limites | les limites | freins | obstacles | les moins | inconvenients | "
        "precaution | precautions | pieges a eviter | risques | problemes rencontres | "
        "attention | points d'attention | defis"
    ),
    Part.TIPS: (
        "conseils | astuces | trucs et astuces | recommandation | recommandations | "
        "coups de main | coup de main | clefs de reussite | cles de reussite | "
        "conditions de reussite | facteurs de reussite | bonnes pratiques | tours de main | "
        "suggestions | bons conseils"
    ),
    Part.IN_HINDSIGHT: "si c'etait a refaire | a refaire | avec le recul",
    Part.LEGAL_FRAME: (
        "cadre legal | cadre juridique | cadre legal et modele economique | droit | "
        "modele economique | modeles economiques | modele juridique | droit et legislation | "
        "droit et lois | statut juridique | financement | financements"
    ),
    Part.RESULTS: (
        "resultats | resultat | bilan | effets | impact | impacts | resultats obtenus | "
        "les principaux succes rencontres | reussites | evaluation"
    ),
    Part.SOURCES: (
        "sources | source | references | reference | bibliographie | sources et references | "
        "notes | notes et references"
    ),
    Part.LINKS: (
        "pour aller plus loin | aller plus loin | liens | liens utiles | lectures | a lire | "
        "lire aussi | voir aussi | plus d'informations | en savoir plus | pour en savoir plus | "
        "en video | videos | ressources | webographie | sitographie | documentation"
    ),
    Part.AUDIENCE: (
        "public | publics | publics cibles | public cible | pour qui | a qui ca s'adresse | "
        "beneficiaires | public concerne"
    ),
    Part.PRACTICALITIES: (
        "informations pratiques | infos pratiques | en pratique | fiche technique | "
        "caracteristiques | donnees pratiques"
    ),
    Part.CREDITS: (
        "credits | credit | auteur | auteurs | auteure | autrice | autrices | auteurs et "
        "contributeurs | contributeurs | contributrices | contributeurs et contributrices | "
        "compilation, traduction et presentation | licence | licences | licence et credits | "
        "remerciements | redaction | contact | contacts | sources et credits"
    ),
    Part.EXPERIENCE: (
        "experience | experiences | retour d'experience | retours d'experience | temoignage | "
        "temoignages | exemple | exemples | application | applications | variante | variantes | "
        "avantages | les plus | points forts | atouts"
    ),
    Part.GROUP: (
        "avantages et limites | avantages/limites | avantages et inconvenients | "
        "mieux comprendre le projet | mieux comprendre | pour mieux comprendre | "
        "comment repliquer le projet ou s'en inspirer | comment repliquer | "
        "les plus et les moins | aller plus loin et s'inspirer"
    ),
    Part.INTRODUCTION: "introduction | preambule | avant-propos | intro",
}
_PARTS_BY_WORDING = {
    wording.strip(): part for part, listed in _WORDINGS.items() for wording in listed.split("|")
}
# Questions of the network's template are long and vary; these words in them decide.
_PARTS_BY_WORDS = (
    ("si c'etait a refaire", Part.IN_HINDSIGHT),
    ("modele juridique", Part.LEGAL_FRAME),
    ("modele economique", Part.LEGAL_FRAME),
    ("actifs materiels", Part.INGREDIENTS),
    ("actifs immateriels", Part.INGREDIENTS),
    ("processus ideal", Part.STEPS),
    ("problemes non resolus", Part.DIFFICULTIES),
    ("succes rencontres", Part.RESULTS),
    ("retour d'experience", Part.EXPERIENCE),
    ("retours d'experience", Part.EXPERIENCE),
)
MOST_HEADINGS = 500
"""Headings of a text that are read; a hundred typed pages have half of them."""

MOST_WRITTEN = 5_000
"""Lines of a text that are read, blank ones apart. Reading one takes some 0.1 ms."""

_BEFORE = re.compile(r"\b(?:avant|prepar\w*|en amont|prealable\w*)\b")
_AFTER = re.compile(
    r"\b(?:apres|bilan|evaluation|en aval|suites?|suivi|cloture|restitution|fin de)\b"
)

_ATX = re.compile(r" {0,3}(#{1,6})(?!#)[ \t\xa0]*(.*?)[ \t\xa0]*")
_CLOSING = re.compile(r"(?:[ \t\xa0]#+|(?<=[^#\\])##+)$")
_HASHTAGS = re.compile(r"\s*#[^\s#]+(?:\s+#[^\s#]+)+\s*")
_UNDERLINE = re.compile(r" {0,3}(=|-)\1+[ \t]*")
_NOT_UNDERLINED = re.compile(r"\s*(?:[-*+>|]\s|[•]|\d{1,3}[.)]\s|!\[|<|\|)| {4}|\t")
_LONGEST_UNDERLINED = 200
_NUMBER = re.compile(r"(?:(?:[ivx]{1,5}|\d{1,2}|[a-z])\s*[.)°-]+|\d{1,2}(?=\s)|[.•-])\s*")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_KEEPS_MARKS = re.compile(r"[\[\]<`]")


@dataclass(slots=True)
class Heading:
    """A heading as it was typed, the text below it and the headings below that."""

    words: str
    level: int
    text: str = ""
    children: list["Heading"] = field(default_factory=list)

    @property
    def part(self) -> Part | None:
        """What the heading announces, if its words are known."""
        return part_named(self.words)


def beginning(body: str) -> tuple[str, str]:
    """Give as much of a text as is read, and the rest, which is kept whole; most have none.

    The rest begins at a heading or behind a blank line, where there is one.
    """
    lines = body.split("\n")
    in_code = fences(lines)
    written = headings = blank = 0
    for number, line in enumerate(lines):
        if not line.strip():
            blank = blank if in_code[number] else number
            continue
        written += 1
        headings += not in_code[number] and _heading(lines, number) is not None
        if headings > MOST_HEADINGS:
            return "\n".join(lines[:number]), "\n".join(lines[number:])
        if written > MOST_WRITTEN:
            place = blank if blank > number // 2 else number
            return "\n".join(lines[:place]), "\n".join(lines[place:])
    return body, ""


def cut(body: str) -> tuple[str, list[Heading]]:
    """Cut a text at its headings: what comes before the first, then each with its own text.

    Code blocks hold no headings. The lines of the texts are all there, as they were.
    """
    lines = body.split("\n")
    in_code = fences(lines)
    chunks: list[tuple[Heading | None, list[str]]] = [(None, [])]
    skip = False
    for number, line in enumerate(lines):
        if skip:
            skip = False
            continue
        heading = None if in_code[number] else _heading(lines, number)
        if heading:
            chunks.append((heading, []))
            skip = not line.lstrip().startswith("#")
        else:
            chunks[-1][1].append(line)
    for found, own in chunks:
        if found:
            found.text = "\n".join(own)
    return "\n".join(chunks[0][1]), [found for found, _ in chunks if found]


def _heading(lines: list[str], number: int) -> Heading | None:
    line = lines[number]
    atx = _ATX.fullmatch(line)
    words = _CLOSING.sub("", atx[2]).strip(" \t\xa0") if atx else ""
    if atx and words.strip("#") and not _HASHTAGS.fullmatch(line):
        return Heading(words, len(atx[1]))
    below = lines[number + 1] if number + 1 < len(lines) else ""
    above = lines[number - 1] if number else ""
    underline = _UNDERLINE.fullmatch(below)
    if (
        underline
        and line.strip()
        and len(line) <= _LONGEST_UNDERLINED
        and not _NOT_UNDERLINED.match(line)
        and not line.lstrip().startswith("#")
        and not _UNDERLINE.fullmatch(line)
        and (not above.strip() or _ATX.fullmatch(above))
    ):
        return Heading(line.strip(), 1 if underline[1] == "=" else 2)
    return None


def nest(headings: Iterable[Heading]) -> list[Heading]:
    """Put each heading under the one above it of a smaller level; give those under none."""
    tops: list[Heading] = []
    path: list[Heading] = []
    for heading in headings:
        while path and path[-1].level >= heading.level:
            path.pop()
        (path[-1].children if path else tops).append(heading)
        path.append(heading)
    return tops


def flatten(children: Iterable[Heading], level: int) -> str:
    """Write headings and their texts as Markdown, the outer ones at `level`."""
    return "\n\n".join(
        f"{'#' * min(level, 6)} {child.words}\n\n{with_children(child, level + 1)}".rstrip("\n")
        for child in children
    )


def with_children(heading: Heading, level: int) -> str:
    """Give the text below a heading, its own headings written from `level` on."""
    below = flatten(heading.children, level)
    return "\n\n".join(filter(None, (heading.text.strip("\n"), below)))


def part_named(words: str) -> Part | None:
    """Say which part a heading's words announce."""
    folded = _BRACKETS.sub("", fold(without_emphasis(words)))
    numbered = _NUMBER.match(folded)
    for candidate in (folded, folded[numbered.end() :] if numbered else folded):
        bare = candidate.strip(' :?!.;,*_#"')
        for article in ("", "les ", "le ", "la ", "l'", "nos ", "notre "):
            if bare.startswith(article) and bare[len(article) :] in _PARTS_BY_WORDING:
                return _PARTS_BY_WORDING[bare[len(article) :]]
    return next((part for hint, part in _PARTS_BY_WORDS if hint in folded), None)


def phase_named(words: str) -> Phase | None:
    """Say when the step happens that a heading's words announce, if they tell."""
    folded = fold(words)
    if _BEFORE.search(folded):
        return Phase.BEFORE
    return Phase.AFTER if _AFTER.search(folded) else None


def tidy(words: str) -> str:
    """Give a heading's words without emphasis and without the colon behind them."""
    if not _KEEPS_MARKS.search(words):
        words = without_emphasis(words)
    return words.rstrip(" :\xa0\u202f\t") or words
