"""How the names of territories are compared, and how French puts them in a sentence."""

import re
from functools import lru_cache

from anyascii import anyascii

SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
ORDINAL = re.compile(r"^(\d+)(?:ere?|i?eme)$")
SIGN_OF_GROUPING = re.compile(r"^(?:cc|ca|cu)\b ?(?:(?:de la|de l|du|des|de|d)\b)? ?")
"""What opens an EPCI's folded name and nobody types: « CC du », « CA de la »…"""

# INSEE's TNCC codes (a variable of the code officiel géographique) say which article a name takes.
# Communes bear theirs inside their name (« Le Mans »), départements and régions do not
# (« Finistère », with the code of « le »).
OF = {
    "0": "de ",
    "1": "d’",
    "2": "du ",
    "3": "de la ",
    "4": "des ",
    "5": "de l’",
    "6": "des ",
    "7": "de las ",
    "8": "de los ",
}
IN_AN_AREA = {"2": "dans le ", "3": "en ", "4": "dans les ", "5": "dans l’"}
ARTICLES = {"le ": "2", "la ": "3", "les ": "4", "l’": "5", "aux ": "6", "las ": "7", "los ": "8"}

# INSEE's code says which article a name takes; usage, whether « en » drops it: « en Savoie », « en
# Dordogne », but « dans la Somme ». No rule tells one from the other, so they are listed: of the
# feminine départements of one word that begins with a consonant, these are written with « dans la »
# (« commune dans la Creuse »), the rest with « en » (Charente, Corrèze, Dordogne, Gironde, Lozère,
# Mayenne, Moselle, Savoie, Vendée).
SAID_WITH_THE = {
    "Creuse",  # 23
    "Drôme",  # 26
    "Loire",  # 42
    "Manche",  # 50
    "Marne",  # 51
    "Meuse",  # 55
    "Nièvre",  # 58
    "Sarthe",  # 72
    "Somme",  # 80
    "Vienne",  # 86
}

# Overseas lands that are spoken of as islands: « à Mayotte », « à La Réunion ».
SPOKEN_OF_AS_ISLANDS = {
    "La Réunion",
    "Mayotte",
    "Saint-Pierre-et-Miquelon",
    "Saint-Barthélemy",
    "Saint-Martin",
    "Wallis et Futuna",
}

# Communes said with the article that INSEE leaves out of their names: « à l’Île-de-Sein ».
ISLE = re.compile(r"Île(s?)[ -]")


def typeset(name: str) -> str:
    """Write an official name with the apostrophe of print: « Côtes-d’Armor »."""
    return name.replace("'", "’")


def fold(text: str) -> str:
    """Reduce a name to what all its spellings share: « St-Étienne » → « saint etienne ».

    Case, accents, ligatures, hyphens, apostrophes and the short forms of « saint » disappear, as
    does what tells « 11ème » from « 11e ». Only ASCII letters, digits and single spaces remain. Any
    text is accepted, even broken Unicode.
    """
    words = re.findall(r"[a-z0-9]+", anyascii(text).lower())
    return " ".join(SAINTS.get(word) or ORDINAL.sub(r"\1e", word) for word in words)


@lru_cache(maxsize=20_000)
def in_alphabet(name: str) -> str:
    """Give what sorts a name as French dictionaries do: « Île-de-France » with the letter i.

    Kept, because every list sorts the same names.
    """
    return fold(name)


def without_article(folded: str) -> str:
    """Drop what a folded name opens with and people leave out: « le mans » → « mans »."""
    return re.sub(r"^(?:le|la|les|l|aux|las|los) ", "", folded)


def without_grouping(folded: str) -> str:
    """Drop what opens an EPCI's folded name: « ca du pays de laon » → « pays de laon »."""
    return SIGN_OF_GROUPING.sub("", folded) or folded


def _article(name: str) -> tuple[str, str]:
    """Split « Le Mans » into INSEE's code of its article and « Mans »; no article gives ''."""
    for article, code in ARTICLES.items():
        if name.lower().startswith(article):
            return code, name[len(article) :]
    return "", name


def _elides(name: str) -> bool:
    """Guess whether « de » loses its vowel before `name`, for names INSEE says nothing of."""
    return fold(name)[:1] in set("aeiou")


def of_commune(name: str, liaison: str) -> str:
    """Write « de » before a commune's name: « du Mans », « d’Ouessant », « de l’Île-de-Sein »."""
    if isle := ISLE.match(name):
        return OF["4" if isle[1] else "5"] + name
    article, bare = _article(name)
    if article in {"2", "4", "6"} and liaison in {article, ""}:
        return OF[article] + bare
    if liaison == "1" or (liaison == "" and _elides(name)):
        return OF["1"] + name
    return OF["0"] + name


def at_commune(name: str, liaison: str) -> str:
    """Write « à » before a commune's name: « au Mans », « aux Lilas », « à l’Île-de-Sein »."""
    if isle := ISLE.match(name):
        return ("aux " if isle[1] else "à l’") + name
    article, bare = _article(name)
    if article in {"2", "4", "6"} and liaison in {article, ""}:
        return ("au " if article == "2" else "aux ") + bare
    return "à " + name


def of_area(name: str, liaison: str) -> str:
    """Write « de » before a département's or a région's name: « du Finistère », « de l’Ain »."""
    if name.startswith("Île "):
        return OF["5"] + name
    if name.startswith("Terres "):
        return OF["4"] + name
    return OF.get(liaison, OF["0"]) + name


def in_area(name: str, liaison: str) -> str:
    """Write « in » before a département's or a région's name.

    « dans le Finistère », « dans l’Ain », « en Bretagne », « dans la Somme », « à Mayotte ».
    """
    if name in SPOKEN_OF_AS_ISLANDS or name == "Paris":
        return "à " + name
    if name.startswith("Île "):
        return "à l’" + name
    if name.startswith("Terres "):
        return "dans les " + name
    if name in SAID_WITH_THE:
        return "dans la " + name
    return IN_AN_AREA.get(liaison, "en ") + name


def of_grouping(name: str) -> str:
    """Write « de » before an EPCI's name: « de la CC d’Erdre », « de Brest Métropole »."""
    if re.match(r"(?:CC|CA|CU|Métropole)\b", name):
        return OF["3"] + name
    if name.startswith("Eurométropole"):
        return OF["5"] + name
    return (OF["1"] if _elides(name) else OF["0"]) + name


def in_grouping(name: str) -> str:
    """Write « in » before an EPCI's name: « dans la CA Redon Agglomération »."""
    if re.match(r"(?:CC|CA|CU|Métropole)\b", name):
        return "dans la " + name
    if name.startswith("Eurométropole"):
        return "dans l’" + name
    return "à " + name
