"""The body of a file: the title, the sentence, the parts under their headings."""

import re
from typing import Any

from recipes.content import RecipeContent, Section, one_line, text
from recipes.markdown_file.folding import fold
from recipes.markdown_file.parts import (
    DIFFICULTIES,
    INGREDIENTS,
    LINES,
    LINKS,
    RELATED,
    STEPS,
    TEXT,
    hide,
    show,
)

# In the order they are written: the heading, the field of the content, the sort.
_PARTS = (
    ("Pourquoi", "why", TEXT),
    ("Pour les pressés", "in_a_hurry", TEXT),
    ("Ingrédients", "ingredients", INGREDIENTS),
    ("Ustensiles", "utensils", LINES),
    ("Étapes", "steps", STEPS),
    ("Origine et histoire", "origin", TEXT),
    ("Difficultés", "difficulties", DIFFICULTIES),
    ("Coups de main", "tips", TEXT),
    ("Si c’était à refaire", "in_hindsight", TEXT),
    ("Cadre légal et modèle économique", "legal_frame", TEXT),
    ("Résultats", "results", TEXT),
    ("Sources", "sources", LINES),
    ("Liens", "links", LINKS),
    ("Recettes liées", "related", RELATED),
)
_PARTS_BY_FOLD = {fold(heading): (name, sort) for heading, name, sort in _PARTS}


def write_body(content: RecipeContent) -> str:
    """Write all that stands behind the front matter; parts that hold nothing are left out."""
    blocks = [f"# {content.title}".rstrip(" ")]
    if content.summary:
        blocks.append(hide(content.summary, 2))
    for heading, name, sort in _PARTS:
        value = getattr(content, name)
        if value:
            blocks += [f"## {heading}", sort.write(value)]
    for section in content.sections:
        own = section.heading
        if not own or own.startswith("\\") or fold(own) in _PARTS_BY_FOLD:
            own = f"\\{own}"
        blocks.append(f"## {own}")
        if section.text:
            blocks.append(hide(section.text, 2))
    return "\n\n".join(blocks)


def read_body(body: str) -> dict[str, Any]:
    """Read fields of the content, by name; any text can be read, under headings we know or not."""
    title, preface, parts = _cut(body)
    values: dict[str, Any] = {"title": title}
    sections = []
    summary, _, rest = text(preface).partition("\n\n")
    values["summary"] = one_line(show(summary, 2))
    if text(rest):
        sections.append(Section("", show(rest, 2)))
    for heading, lines in parts:
        known = _PARTS_BY_FOLD.get(fold(heading))
        if heading.startswith("\\") or known is None:
            sections.append(Section(heading.removeprefix("\\"), show(lines, 2)))
            continue
        name, sort = known
        read = sort.read(text(lines))
        if sort is TEXT:
            values[name] = "\n\n".join(filter(None, (values.get(name, ""), read)))
        else:
            values[name] = (*values.get(name, ()), *read)
    values["sections"] = tuple(sections)
    return values


def _cut(body: str) -> tuple[str, str, list[tuple[str, str]]]:
    """Cut at headings of level 1 and 2: the title, what follows it, each part with its heading."""
    title = ""
    titled = False
    preface: list[str] = []
    parts: list[tuple[str, list[str]]] = []
    for line in body.split("\n"):
        found = re.fullmatch(r"(##?)(?: (.*))?", line)
        if found and found[1] == "#" and not titled and not parts and not text("\n".join(preface)):
            title, titled = one_line(found[2] or ""), True
        elif found:
            parts.append((one_line(found[2] or ""), []))
        else:
            (parts[-1][1] if parts else preface).append(line)
    return title, "\n".join(preface), [(heading, "\n".join(lines)) for heading, lines in parts]
