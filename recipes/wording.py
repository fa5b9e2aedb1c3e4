"""The words for what the content knows only as codes: choices, parts, problems."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from recipes.content import CostBand, IngredientKind, Kind, Phase, Problem, State

KINDS: Mapping[str, Promise] = {
    Kind.PRACTICE: _("practice"),
    Kind.PLACE: _("place"),
    Kind.SERVICE: _("service"),
    Kind.WORKSHOP: _("workshop format"),
    Kind.TOOL: _("tool"),
}
PHASES: Mapping[str, Promise] = {
    Phase.BEFORE: _("before"),
    Phase.DURING: _("during"),
    Phase.AFTER: _("after"),
}
INGREDIENT_KINDS: Mapping[str, Promise] = {
    IngredientKind.PEOPLE: _("people"),
    IngredientKind.SKILL: _("skills"),
    IngredientKind.PLACE: _("place to be in"),
    IngredientKind.MATERIAL: _("material"),
    IngredientKind.PARTNER: _("partners"),
    IngredientKind.PERMISSION: _("permissions"),
    IngredientKind.MONEY: _("money"),
}
COST_BANDS: Mapping[str, Promise] = {
    CostBand.FREE: _("free of charge"),
    CostBand.UNDER_100: _("under €100"),
    CostBand.UNDER_1000: _("under €1,000"),
    CostBand.UNDER_10000: _("under €10,000"),
    CostBand.MORE: _("€10,000 or more"),
}
STATES: Mapping[str, Promise] = {
    State.IDEA: _("an idea"),
    State.TRIED: _("being tried"),
    State.RUNNING: _("running"),
    State.STOPPED: _("stopped"),
}
EASES: Mapping[int, Promise] = {
    1: _("needs experience"),
    2: _("rather demanding"),
    3: _("with some practice"),
    4: _("rather easy"),
    5: _("anybody can"),
}

FIELDS: Mapping[str, Promise] = {
    "title": _("title"),
    "summary": _("the recipe in one sentence"),
    "kind": _("kind of recipe"),
    "tags": _("themes"),
    "audience": _("audience"),
    "why": _("why"),
    "ease": _("ease"),
    "participants_min": _("fewest participants"),
    "participants_max": _("most participants"),
    "setup_minutes": _("time to get ready"),
    "minutes": _("duration"),
    "rhythm": _("rhythm"),
    "cost_band": _("cost"),
    "cost_note": _("about the cost"),
    "state": _("state"),
    "since": _("since"),
    "photos": _("photos"),
    "in_a_hurry": _("the recipe for those in a hurry"),
    "ingredients": _("ingredients"),
    "utensils": _("utensils"),
    "steps": _("steps"),
    "origin": _("origin and history"),
    "difficulties": _("difficulties"),
    "tips": _("helping hands"),
    "in_hindsight": _("if it were to do again"),
    "legal_frame": _("legal frame and economic model"),
    "results": _("results"),
    "sources": _("sources"),
    "links": _("links"),
    "related": _("related recipes"),
    "documents": _("documents to download"),
    "sections": _("other parts"),
    "licence": _("licence"),
    "credit": _("credit"),
    "organisation": _("carried by"),
    "territories": _("territories"),
    "language": _("language"),
    "public_funding": _("public funding"),
    "confirmed_on": _("confirmed on"),
    "adapted_from": _("adapted from"),
    "imported_from": _("imported from"),
    "extra": _("other facts of the file"),
}

INVITATIONS: Mapping[str, Promise] = {
    "photos": _("This recipe has no photo yet: one makes people want to try."),
    "ingredients": _("This recipe does not list its ingredients yet."),
    "difficulties": _("This recipe does not tell of any difficulty yet."),
    "tips": _("This recipe has no helping hands yet: what makes it succeed?"),
    "in_a_hurry": _("This recipe has no short version for those in a hurry yet."),
    "results": _("This recipe does not say yet what came of it."),
    "cost_band": _("This recipe does not say yet what it costs."),
    "minutes": _("This recipe does not say yet how long it takes."),
    "participants_min": _("This recipe does not say yet how many people it takes."),
    "utensils": _("This recipe does not list its utensils yet."),
    "in_hindsight": _("This recipe does not say yet what would be done otherwise next time."),
    "origin": _("This recipe does not tell its history yet."),
    "legal_frame": _("This recipe does not tell of its legal frame and its money yet."),
    "sources": _("This recipe does not name its sources yet."),
    "links": _("This recipe has no links to go further yet."),
}
"""How the absence of a part is said to readers, as an invitation."""

LANGUAGES: Mapping[str, Promise] = {
    "fr": _("French"),
    "br": _("Breton"),
    "ca": _("Catalan"),
    "co": _("Corsican"),
    "eu": _("Basque"),
    "gsw": _("Alsatian"),
    "oc": _("Occitan"),
    "rcf": _("Réunion Creole"),
    "gcf": _("Antillean Creole"),
    "gcr": _("Guianan Creole"),
    "de": _("German"),
    "en": _("English"),
    "es": _("Spanish"),
    "it": _("Italian"),
    "pt": _("Portuguese"),
}
"""Languages that a recipe may be said to be in, by tag; any other tag is kept as well."""

MISSING: Mapping[str, Promise] = {
    name: {"participants_min": _("number of participants")}.get(name, FIELDS[name])
    for name in INVITATIONS
}
"""How a part is named among others that are missing."""

_PROBLEMS: Mapping[str, Promise] = {
    "missing": _("This is needed to publish the recipe."),
    "not_understood": _("“%(typed)s” was not understood."),
    "too_long": _("%(length)d characters: %(limit)d at most."),
    "too_many": _("%(count)d entries: %(limit)d at most."),
    "out_of_range": _("Give a number from %(least)d to %(most)d."),
    "less_than_least": _("This is less than the fewest participants."),
    "bad_duration": _("Give a duration such as “2 h 30” or “3 jours”, of a hundred years at most."),
    "bad_since": _("Give a year, a month or a day such as “2016”, “mars 2016” or “12 mars 2016”."),
    "bad_date": _("Give a day such as “12 mars 2016”."),
    "bad_address": _("“%(address)s” is no web address: it begins with http:// or https://."),
    "bad_identifier": _("“%(identifier)s” leads to no recipe of this site."),
    "bad_language": _("“%(language)s” is no language tag such as “fr” or “br”."),
    "unknown_licence": _("The catalogue does not know the licence “%(licence)s”."),
    "licence_not_free": _(
        "%(licence)s is not a free licence: choose one that lets everybody reuse and adapt."
    ),
    "unknown_territory": _("“%(territory)s” is not the key of a French territory."),
    "unknown_organisation": _("No organisation has the address “%(organisation)s”."),
    "file_without_alt": _(
        "Photo %(number)d: say what one sees, for somebody who does not see the picture."
    ),
    "file_without_title": _("Document %(number)d: give it a title."),
    "file_without_credit": _("Number %(number)d: say who made it."),
    "file_without_licence": _("Number %(number)d: choose its licence."),
    "file_unknown_licence": _(
        "Number %(number)d: the catalogue does not know the licence “%(licence)s”."
    ),
    "file_licence_not_free": _(
        "Number %(number)d: %(licence)s is not a free licence: choose one that lets everybody"
        " reuse and adapt, or take it out."
    ),
    "unknown_file": _("Number %(number)d: its file is not here. Add it again, or take it out."),
    "photo_not_of_recipe": _("Step %(number)d: its photo is none of the recipe’s photos."),
    "licence_forbidden_by_parent": _(
        "“%(title)s” is under %(parent)s, which does not let an adaptation be under %(licence)s."
    ),
    "licence_condition_of_parent": _(
        "“%(title)s” is under %(parent)s: %(licence)s is possible on a condition somebody"
        " must read and confirm: %(condition)s"
    ),
}

_SOURCE_FAULTS: Mapping[str, Promise] = {
    "not_closed": _("no line --- closes the front matter"),
    "not_yaml": _(
        "this is not YAML; a bracket or a quotation mark left open, or a colon in words without"
        " quotation marks, is often the cause"
    ),
    "too_deep": _("lists stand in lists, too deeply"),
    "no_keys": _("the front matter is made of keys, each followed by its value"),
    "key_no_word": _("a key is a plain word"),
    "key_twice": _("the key “%(key)s” is written twice"),
    "later_form": _("the form is that of version %(version)s, and only %(read)s is read here"),
    "too_long": _("it is longer than %(limit)s characters"),
}


def source_fault_in_words(code: str, line: int, values: Mapping[str, Any]) -> str:
    """Say at which line a file cannot be read, and why (`markdown_file.SourceError`)."""
    told = {"line": line, "fault": str(_SOURCE_FAULTS[code]) % values}
    return gettext("line %(line)s: %(fault)s") % told


def problem_in_words(problem: Problem) -> str:
    """Say in a sentence what is wrong."""
    return str(_PROBLEMS[problem.code]) % problem.values


def language_in_words(tag: str) -> str:
    """Name a language: « breton » for br; a tag that nobody has a name for stays as it is."""
    if tag in LANGUAGES:
        return str(LANGUAGES[tag])
    try:
        return str(get_language_info(tag)["name_translated"]).lower()
    except KeyError:
        return tag


TABLES: Mapping[str, Mapping[Any, Promise]] = {
    "kind": KINDS,
    "phase": PHASES,
    "ingredient": INGREDIENT_KINDS,
    "cost": COST_BANDS,
    "ease": EASES,
    "state": STATES,
    "field": FIELDS,
    "invitation": INVITATIONS,
    "missing": MISSING,
}


@cache
def said(table: str, value: Any) -> str:
    """Give the words of a value; kept, because a list says the same ones again and again.

    The screen has one language (`settings.LANGUAGES`), so the value alone is the key.
    """
    return str(TABLES[table][value])


def choices(words: Mapping[Any, Promise]) -> list[tuple[Any, Promise]]:
    """Give a list of words as Django's fields and forms want it."""
    return list(words.items())
