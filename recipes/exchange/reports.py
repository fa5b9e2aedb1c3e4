"""What an import did, in words: a line a file, and a whole report in Markdown or JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from recipes.content import Problem
from recipes.exchange.importing import FileOutcome
from recipes.exchange.notes import Note, Outlook
from recipes.markdown_file import fold
from recipes.wording import FIELDS, problem_in_words, source_fault_in_words

_NOTES: Mapping[str, Promise] = {
    "own_form": gettext_lazy("A file in our own form, read as it is."),
    "value_not_understood": gettext_lazy("The value of “%(key)s” was not understood; it is kept."),
    "territories_given": gettext_lazy("Territories given to the import: %(territories)s."),
    "front_matter_broken": gettext_lazy(
        "The front matter cannot be read (%(fault)s); it is kept as a text."
    ),
    "front_matter_key": gettext_lazy("“%(key)s” of the front matter."),
    "tags": gettext_lazy("Themes: %(tags)s."),
    "title_from_heading": gettext_lazy("The title: “%(title)s”."),
    "title_from_front_matter": gettext_lazy("The title, from the front matter: “%(title)s”."),
    "title_from_file_name": gettext_lazy(
        "The card has no title: “%(title)s” comes from the name of the file."
    ),
    "summary": gettext_lazy("The one sentence, from %(source)s."),
    "part": gettext_lazy("“%(heading)s” became: %(part)s."),
    "facts": gettext_lazy("Facts read in the text, which keeps them too: %(fields)s."),
    "section": gettext_lazy("“%(heading)s”, under its own heading."),
    "text_before_headings": gettext_lazy("The text before the first heading."),
    "licence": gettext_lazy("The licence, %(licence)s, from: “%(line)s”."),
    "licence_version_assumed": gettext_lazy(
        "No version of the licence is told: %(licence)s is assumed. Confirm it."
    ),
    "licences_mixed": gettext_lazy(
        "Several licences are named for the text (%(licences)s); the one that allows least,"
        " %(licence)s, was taken. Say which part is under which."
    ),
    "licence_not_free": gettext_lazy(
        "%(licence)s is not a free licence: the card cannot be published unless its authors"
        " agree to a free one."
    ),
    "licence_missing": gettext_lazy(
        "No licence is named for the text: without one nobody may reuse it. Ask its authors."
    ),
    "licence_unclear": gettext_lazy("A licence is spoken of, but which one? “%(line)s”"),
    "licences_aside": gettext_lazy(
        "Licences named in passing, which were not taken for the card's: %(licences)s."
    ),
    "by_permission": gettext_lazy(
        "A permission given to one is no licence for everybody: “%(line)s”"
    ),
    "licence_of_picture": gettext_lazy("A picture is under %(licence)s: “%(line)s”"),
    "credit": gettext_lazy("Whom to name: %(credit)s."),
    "credit_too_long": gettext_lazy("%(count)s names found no room in the credit line."),
    "images_left_out": ngettext_lazy(
        "%(count)d picture was not taken over: add it as a photo.",
        "%(count)d pictures were not taken over: add them as photos.",
        "count",
    ),
    "headings_guessed": gettext_lazy(
        "The document marks no headings: its lines in bold or standing alone were taken for them."
    ),
    "contents_left_out": gettext_lazy(
        "The table of contents was left out: it repeats the headings."
    ),
    "page_margins": gettext_lazy(
        "What stood at the top and the foot of its pages, under its own heading."
    ),
    "territory": gettext_lazy("The territory, %(territory)s, from: “%(line)s”."),
    "territory_unclear": gettext_lazy(
        "Which territory is meant, of several or of none we know? “%(line)s”"
    ),
    "rest_kept": gettext_lazy(
        "This text is very long: what stands behind its first %(headings)d headings or %(lines)d"
        " lines was not looked at, and is kept whole under “%(heading)s”."
    ),
    "more_like_it": ngettext_lazy(
        "And %(count)d line more of this kind.", "And %(count)d lines more of this kind.", "count"
    ),
    "mail_addresses": gettext_lazy(
        "E-mail addresses stand in the text (%(count)s): may everybody see them?"
    ),
}
_SOURCES: Mapping[str, Promise] = {
    "text": gettext_lazy("the text"),
    "description": gettext_lazy("the front matter"),
    "first_sentence": gettext_lazy("the first sentence of the text, which keeps it too"),
}
_OUTLOOKS: Mapping[Outlook, Promise] = {
    Outlook.UNDERSTOOD: gettext_lazy("Understood"),
    Outlook.KEPT: gettext_lazy("Kept as it was"),
    Outlook.DECIDE: gettext_lazy("For a person to decide"),
}
_OUTCOMES: Mapping[str, Promise] = {
    "created": gettext_lazy("created"),
    "revised": gettext_lazy("a new revision"),
    "unchanged": gettext_lazy("unchanged"),
    "accepted": gettext_lazy("unchanged, but it was waiting: it is published now"),
    "refused": gettext_lazy("refused"),
}
_COUNTED: Mapping[str, Promise] = {
    "created": ngettext_lazy("%(n)d created", "%(n)d created", "n"),
    "revised": ngettext_lazy("%(n)d new revision", "%(n)d new revisions", "n"),
    "unchanged": ngettext_lazy("%(n)d unchanged", "%(n)d unchanged", "n"),
    "accepted": ngettext_lazy(
        "%(n)d that was waiting and is published now",
        "%(n)d that were waiting and are published now",
        "n",
    ),
    "refused": ngettext_lazy("%(n)d refused", "%(n)d refused", "n"),
}


def note_in_words(note: Note) -> str:
    """Say in a sentence what a note means."""
    values = dict(note.values)
    if note.code == "part":
        values["part"] = FIELDS[values["part"]]
    if note.code == "facts":
        values["fields"] = ", ".join(str(FIELDS[name]) for name in values["fields"])
    if note.code == "summary":
        values["source"] = _SOURCES[values["source"]]
    if note.code == "front_matter_broken":
        values["fault"] = source_fault_in_words(values["fault"], values["line"], values)
    return str(_NOTES[note.code] % values)


def is_news(note: Note) -> bool:
    """Say whether a note tells more than the part it stands beside: « Pourquoi » became: pourquoi.

    An import's report says it all the same: it tells what became of every heading.
    """
    if note.code != "part":
        return True
    return fold(note.values["heading"]) != fold(str(FIELDS[note.values["part"]]))


def line_about(outcome: FileOutcome) -> str:
    """Say on one line what became of a file."""
    said = [str(_OUTCOMES[outcome.outcome])]
    if outcome.published and outcome.outcome != "accepted":
        said.append(_("published"))
    elif not outcome.published and not outcome.refused:
        said.append(_("not published"))
    if outcome.reason:
        said.append(outcome.reason)
    if count := outcome.to_decide:
        said.append(
            ngettext("%(n)d thing to decide", "%(n)d things to decide", count) % {"n": count}
        )
    return _("%(what)s: %(words)s") % {"what": outcome.origin, "words": ", ".join(said)}


def summary_lines(outcomes: Sequence[FileOutcome]) -> list[str]:
    """Say in a few lines what became of all the files."""
    count = len(outcomes)
    tally = Counter(outcome.outcome for outcome in outcomes)
    published = sum(outcome.published for outcome in outcomes)
    parts = ", ".join(
        str(words % {"n": tally[code]}) for code, words in _COUNTED.items() if tally[code]
    )
    files = ngettext("%(n)d file: %(parts)s", "%(n)d files: %(parts)s", count)
    lines = [files % {"n": count, "parts": parts or "0"}]
    waiting = count - published - tally["refused"]
    lines.append(
        _("%(published)d published, %(waiting)d not published")
        % {"published": published, "waiting": waiting}
    )
    licences = Counter(
        (outcome.card.content.licence if outcome.card else "") or _("none")
        for outcome in outcomes
        if not outcome.refused
    )
    told = ", ".join(f"{licence} ({times})" for licence, times in licences.most_common())
    lines.append(_("Licences: %(licences)s") % {"licences": told})
    return lines


def hint_about(outcomes: Iterable[FileOutcome]) -> str:
    """Say how many things wait for a person and where to read them; nothing when none does."""
    count = sum(outcome.to_decide for outcome in outcomes)
    if not count:
        return ""
    return ngettext(
        "%(n)d thing to decide: --report FILE writes what it is.",
        "%(n)d things to decide: --report FILE writes what they are.",
        count,
    ) % {"n": count}


def why_not_published(outcomes: Iterable[FileOutcome]) -> list[tuple[str, int]]:
    """Count what keeps cards from being published, the most frequent first.

    One card may count under several reasons.
    """
    reasons: Counter[str] = Counter()
    for outcome in outcomes:
        if not outcome.published and not outcome.refused:
            reasons.update({_reason(problem) for problem in outcome.problems})
            reasons.update(_held_by(outcome))
    return reasons.most_common()


def as_markdown(outcomes: Sequence[FileOutcome]) -> str:
    """Write the report: a summary, then for each file what a person wants to know."""
    blocks = ["# " + _("Report of an import of recipes")]
    blocks.append("\n".join(f"- {line}" for line in summary_lines(outcomes)))
    if reasons := why_not_published(outcomes):
        blocks.append("## " + _("What keeps cards from being published"))
        blocks.append("\n".join(f"- {reason} ({times})" for reason, times in reasons))
    for outcome in outcomes:
        blocks.append(f"## {line_about(outcome)}")
        for outlook, words in _by_outlook(outcome).items():
            blocks.append(f"### {_OUTLOOKS[outlook]}")
            blocks.append("\n".join(f"- {line}" for line in words))
    return "\n\n".join(blocks) + "\n"


def as_json(outcomes: Sequence[FileOutcome]) -> str:
    """Write the report as data: codes and values beside the words."""
    return json.dumps(
        {
            "summary": summary_lines(outcomes),
            "why_not_published": [
                {"reason": reason, "files": times} for reason, times in why_not_published(outcomes)
            ],
            "files": [_as_data(outcome) for outcome in outcomes],
        },
        ensure_ascii=False,
        indent=2,
    )


def _as_data(outcome: FileOutcome) -> dict[str, Any]:
    notes = outcome.card.notes if outcome.card else ()
    return {
        "origin": outcome.origin,
        "outcome": outcome.outcome,
        "identifier": outcome.identifier,
        "title": outcome.card.content.title if outcome.card else "",
        "licence": outcome.card.content.licence if outcome.card else "",
        "published": outcome.published,
        "reason": outcome.reason,
        "notes": [
            {
                "code": note.code,
                "outlook": note.outlook,
                "holds": note.holds,
                "values": dict(note.values),
                "words": note_in_words(note),
            }
            for note in notes
        ],
        "problems": [
            {
                "field": problem.field,
                "code": problem.code,
                "values": dict(problem.values),
                "words": _reason(problem),
            }
            for problem in outcome.problems
        ],
    }


def _by_outlook(outcome: FileOutcome) -> dict[Outlook, list[str]]:
    told: dict[Outlook, list[str]] = {}
    for outlook in Outlook:
        words = [note_in_words(n) for n in outcome.card.noted(outlook)] if outcome.card else []
        if outlook == Outlook.DECIDE:
            words += map(_reason, outcome.problems)
            if outcome.guessed_encoding:
                words.append(
                    _("The file is not UTF-8: it was read as Windows-1252. Check accents.")
                )
        if words:
            told[outlook] = words
    return told


def _reason(problem: Problem) -> str:
    name = str(FIELDS[problem.field])
    what = f"{name[:1].upper()}{name[1:]}"
    return _("%(what)s: %(words)s") % {"what": what, "words": problem_in_words(problem)}


def _held_by(outcome: FileOutcome) -> set[str]:
    words = {
        "licences_mixed": _("Several licences are named for the text."),
        "by_permission": _("A part is used by permission only."),
    }
    notes = outcome.card.notes if outcome.card else ()
    held = {words[note.code] for note in notes if note.holds and note.code in words}
    return held | (
        {_("The encoding of the file was guessed.")} if outcome.guessed_encoding else set()
    )
