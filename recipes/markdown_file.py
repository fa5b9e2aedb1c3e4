"""A recipe as a Markdown file with a YAML front matter, and back, nothing lost.

`parse(render(content)).content == content` for every content. The form is told to people in
docs/source-format.md; what is here and what is there must say the same.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from anyascii import anyascii

from recipes.content import (
    Ancestor,
    CostBand,
    Difficulty,
    Document,
    Ingredient,
    IngredientKind,
    Kind,
    Link,
    Phase,
    Photo,
    RecipeContent,
    Related,
    Section,
    State,
    Step,
    is_identifier,
    one_line,
    text,
)
from recipes.durations import parse_duration, write_duration

FORM_VERSION = 1


class SourceError(ValueError):
    """A file that cannot be read as a recipe: why, and at which line (from 1)."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What a file holds: the content, the recipe's UUID if told, keys whose value made no sense."""

    content: RecipeContent
    identifier: str = ""
    not_understood: tuple[str, ...] = ()


def fold(words: str) -> str:
    """Reduce a heading or key to what is compared: no case, accents or kinds of apostrophe."""
    return " ".join(anyascii(words).lower().split())


# The front matter: one row a key, with how its value is read (None: not understood) and written.

Reader = Callable[[Any], Any]
Writer = Callable[[Any], Any]


def _read_line(value: Any) -> str | None:
    return one_line(value) if isinstance(value, str) else None


def _read_lines(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return tuple(value)
    return None


def _read_number(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,12}", value) else None


def _read_duration(value: Any) -> int | None:
    return parse_duration(value) if isinstance(value, str) else None


def _read_one_of(closed: Any) -> Reader:
    by_word = {fold(entry.value): entry for entry in closed}
    return lambda value: by_word.get(fold(value)) if isinstance(value, str) else None


_ANCESTOR_KEYS = {
    "titre": "title",
    "crédit": "credit",
    "licence": "licence",
    "identifiant": "identifier",
    "adresse": "url",
}
_ANCESTOR_ALWAYS = ("title", "credit", "licence")
_PHOTO_KEYS = {
    "fichier": "file",
    "description": "alt",
    "légende": "caption",
    "crédit": "credit",
    "licence": "licence",
}
_DOCUMENT_KEYS = {
    "fichier": "file",
    "titre": "title",
    "crédit": "credit",
    "licence": "licence",
}
_FILE_ALWAYS = ("file",)


def _read_entries(
    make: Callable[..., Any], keys: Mapping[str, str], always: Collection[str]
) -> Reader:
    """Give a reader of lists of mappings with these keys; `always` are the fields never absent."""
    names = {fold(key): name for key, name in keys.items()}

    def read(value: Any) -> tuple[Any, ...] | None:
        found = []
        for entry in value if isinstance(value, list) else [value]:
            if not isinstance(entry, dict):
                return None
            named = {names.get(fold(key), ""): told for key, told in entry.items()}
            if "" in named or len(named) < len(entry):
                return None
            if not all(isinstance(told, str) for told in named.values()):
                return None
            found.append(make(**{**dict.fromkeys(always, ""), **named}))
        return tuple(found)

    return read


def _write_entries(keys: Mapping[str, str], always: Collection[str]) -> Writer:
    """Give a writer of what `_read_entries` reads."""
    return lambda entries: [
        {
            key: getattr(entry, name)
            for key, name in keys.items()
            if getattr(entry, name) or name in always
        }
        for entry in entries
    ]


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    field: str
    read: Reader
    write: Writer = str


_KEYS = (
    _Key("licence", "licence", _read_line),
    _Key("crédit", "credit", _read_line),
    _Key("territoires", "territories", _read_lines, list),
    _Key("langue", "language", _read_line),
    _Key("sorte", "kind", _read_one_of(Kind)),
    _Key("thèmes", "tags", _read_lines, list),
    _Key("public", "audience", _read_line),
    _Key("facilité", "ease", _read_number, int),
    _Key("participants-min", "participants_min", _read_number, int),
    _Key("participants-max", "participants_max", _read_number, int),
    _Key("préparation", "setup_minutes", _read_duration, write_duration),
    _Key("durée", "minutes", _read_duration, write_duration),
    _Key("rythme", "rhythm", _read_line),
    _Key("coût", "cost_band", _read_one_of(CostBand)),
    _Key("coût-précisions", "cost_note", _read_line),
    _Key("état", "state", _read_one_of(State)),
    _Key("depuis", "since", _read_line),
    _Key("porteur", "organisation", _read_line),
    _Key("financement-public", "public_funding", _read_line),
    _Key("confirmée-le", "confirmed_on", _read_line),
    _Key(
        "adaptée-de",
        "adapted_from",
        _read_entries(Ancestor, _ANCESTOR_KEYS, _ANCESTOR_ALWAYS),
        _write_entries(_ANCESTOR_KEYS, _ANCESTOR_ALWAYS),
    ),
    _Key("importée-de", "imported_from", _read_line),
    _Key(
        "photos",
        "photos",
        _read_entries(Photo, _PHOTO_KEYS, _FILE_ALWAYS),
        _write_entries(_PHOTO_KEYS, _FILE_ALWAYS),
    ),
    _Key(
        "documents",
        "documents",
        _read_entries(Document, _DOCUMENT_KEYS, _FILE_ALWAYS),
        _write_entries(_DOCUMENT_KEYS, _FILE_ALWAYS),
    ),
)
_VERSION_KEY = "recette-libre"
_IDENTIFIER_KEY = "identifiant"
_KEYS_BY_FOLD = {fold(key.name): key for key in _KEYS}
_RESERVED = {*_KEYS_BY_FOLD, _VERSION_KEY, _IDENTIFIER_KEY}

# The body: one row a part, in the order they are written.

_TEXT, _INGREDIENTS, _LINES, _STEPS, _DIFFICULTIES, _LINKS, _RELATED = range(7)
_PARTS = (
    ("Pourquoi", "why", _TEXT),
    ("Pour les pressés", "in_a_hurry", _TEXT),
    ("Ingrédients", "ingredients", _INGREDIENTS),
    ("Ustensiles", "utensils", _LINES),
    ("Étapes", "steps", _STEPS),
    ("Origine et histoire", "origin", _TEXT),
    ("Difficultés", "difficulties", _DIFFICULTIES),
    ("Coups de main", "tips", _TEXT),
    ("Si c’était à refaire", "in_hindsight", _TEXT),
    ("Cadre légal et modèle économique", "legal_frame", _TEXT),
    ("Résultats", "results", _TEXT),
    ("Sources", "sources", _LINES),
    ("Liens", "links", _LINKS),
    ("Recettes liées", "related", _RELATED),
)
_PARTS_BY_FOLD = {fold(heading): (name, form) for heading, name, form in _PARTS}
_PHASES = {Phase.BEFORE: "Avant", Phase.DURING: "Pendant", Phase.AFTER: "Après"}
_PHASES_BY_FOLD = {fold(word): phase for phase, word in _PHASES.items()}
_INGREDIENT_WORDS = {
    IngredientKind.PEOPLE: "Personnes",
    IngredientKind.SKILL: "Savoir-faire",
    IngredientKind.PLACE: "Lieu",
    IngredientKind.MATERIAL: "Matériel",
    IngredientKind.PARTNER: "Partenaires",
    IngredientKind.PERMISSION: "Autorisations",
    IngredientKind.MONEY: "Budget",
}
_INGREDIENTS_BY_FOLD = {fold(word): kind for kind, word in _INGREDIENT_WORDS.items()}

_LABELLED = re.compile(r"([^:\n]{1,30}?)[ \xa0\u202f]*:(?: +(.*))?", re.DOTALL)
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(.*)")
_LINK = re.compile(
    r"\[((?:\\.|[^\\\[\]])*)\]\((?:<([^<>]*)>|([^()<> ]*))\)(?:[ \xa0\u202f]:(?: (.*))?)?"
)
_BARE_LINK = re.compile(r"(https?://[^ ]+)(?: : (.*))?")
_STEP_FACT = re.compile(r"(\\*)(Durée|Recette|Photo) : (.+)")
_STEP_FACTS = {"Durée": "minutes", "Recette": "component", "Photo": "photo"}


def _hide(value: str, levels: int) -> str:
    """Put a backslash before the lines that would read as headings of our structure."""
    return re.sub(rf"^(?=\\*#{{1,{levels}}}(?: |$))", r"\\", value, flags=re.MULTILINE)


def _show(value: str, levels: int) -> str:
    """Undo `_hide`."""
    return re.sub(rf"^\\(?=\\*#{{1,{levels}}}(?: |$))", "", value, flags=re.MULTILINE)


# Writing


def render(
    content: RecipeContent, identifier: str = "", names: Mapping[str, str] | None = None
) -> str:
    """Write `content` as a file, the text of which ends with a line end.

    `identifier` is the recipe's UUID. `names` maps territory keys to names, which are written
    as comments beside the keys, for people.
    """
    return f"---\n{_front_matter(content, identifier, names or {})}---\n\n{_body(content)}\n"


def _yaml(value: Any) -> str:
    return yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=False
    )


def _front_matter(content: RecipeContent, identifier: str, names: Mapping[str, str]) -> str:
    empty = RecipeContent()
    rows: dict[str, Any] = {_VERSION_KEY: FORM_VERSION}
    if identifier:
        rows[_IDENTIFIER_KEY] = identifier
    for key in _KEYS:
        value = getattr(content, key.field)
        if value != getattr(empty, key.field):
            rows[key.name] = key.write(value)
    written = "".join(
        _named_territories(value, names) if name == "territoires" else _yaml({name: value})
        for name, value in rows.items()
    )
    kept = {_extra_key(name, value, rows): value for name, value in content.extra.items()}
    return written + (_yaml(kept) if kept else "")


def _named_territories(keys: list[str], names: Mapping[str, str]) -> str:
    lines = "".join(
        _yaml([key]).rstrip("\n") + (f"  # {one_line(names[key])}\n" if key in names else "\n")
        for key in keys
    )
    return f"territoires:\n{lines}"


def _extra_key(name: str, value: Any, rows: Mapping[str, Any]) -> str:
    """Write an unknown key; one that would read as ours gets a backslash.

    A known key whose value made no sense is written plainly, so that a person can mend it.
    """
    known = _KEYS_BY_FOLD.get(fold(name))
    if known and name == known.name and name not in rows and known.read(value) is None:
        return name
    return f"\\{name}" if name.startswith("\\") or fold(name) in _RESERVED else name


def _body(content: RecipeContent) -> str:
    blocks = [f"# {content.title}".rstrip(" ")]
    if content.summary:
        blocks.append(_hide(content.summary, 2))
    for heading, name, form in _PARTS:
        value = getattr(content, name)
        if value:
            blocks += [f"## {heading}", _WRITERS[form](value)]
    for section in content.sections:
        own = section.heading
        if not own or own.startswith("\\") or fold(own) in _PARTS_BY_FOLD:
            own = f"\\{own}"
        blocks.append(f"## {own}")
        if section.text:
            blocks.append(_hide(section.text, 2))
    return "\n\n".join(blocks)


def _write_list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _write_ingredients(ingredients: Iterable[Ingredient]) -> str:
    def line(ingredient: Ingredient) -> str:
        if ingredient.kind:
            return f"{_INGREDIENT_WORDS[ingredient.kind]} : {ingredient.text}"
        plain = _read_ingredient(ingredient.text) == ingredient
        return ingredient.text if plain else f"\\{ingredient.text}"

    return _write_list(map(line, ingredients))


def _write_steps(steps: Iterable[Step]) -> str:
    blocks = []
    for step in steps:
        blocks.append(f"### {_PHASES[step.phase]} : {step.title}".rstrip(" "))
        if step.minutes is not None:
            blocks.append(f"Durée : {write_duration(step.minutes)}")
        if step.component:
            blocks.append(f"Recette : {step.component}")
        if step.photo:
            blocks.append(f"Photo : {step.photo}")
        if step.text:
            first, end, rest = step.text.partition("\n")
            first = f"\\{first}" if _STEP_FACT.fullmatch(first) else first
            blocks.append(_hide(first + end + rest, 3))
    return "\n\n".join(blocks)


def _write_difficulties(difficulties: Iterable[Difficulty]) -> str:
    blocks = []
    for difficulty in difficulties:
        blocks.append(f"### {difficulty.problem}".rstrip(" "))
        if difficulty.what_helped:
            blocks.append(_hide(difficulty.what_helped, 3))
    return "\n\n".join(blocks)


def _write_links(links: Iterable[Link]) -> str:
    def line(link: Link) -> str:
        if not link.title and not link.url:
            plain = _read_link(link.note) == link
            return link.note if plain else f"\\{link.note}"
        title = re.sub(r"([\\\[\]])", r"\\\1", link.title)
        address = link.url if re.fullmatch(r"[^()<> ]+", link.url) else f"<{link.url}>"
        return f"[{title}]({address})" + (f" : {link.note}" if link.note else "")

    return _write_list(map(line, links))


def _write_related(related: Iterable[Related]) -> str:
    return _write_list(
        " : ".join(filter(None, (entry.identifier, entry.title))) for entry in related
    )


_WRITERS: dict[int, Callable[[Any], str]] = {
    _TEXT: lambda value: _hide(value, 2),
    _INGREDIENTS: _write_ingredients,
    _LINES: _write_list,
    _STEPS: _write_steps,
    _DIFFICULTIES: _write_difficulties,
    _LINKS: _write_links,
    _RELATED: _write_related,
}


# Reading


def parse(source: str) -> SourceFile:
    """Read a file in our form.

    Raises `SourceError` when the front matter is not closed, is not YAML, is no mapping, or
    names a key twice; the body can always be read.
    """
    source = text(source.removeprefix("\ufeff"))
    told, body = _split(source)
    values, extra, not_understood = _read_keys(told)
    identifier = values.pop(_IDENTIFIER_KEY, "")
    values |= _read_body(body)
    content = RecipeContent(**values, extra=extra)
    return SourceFile(content, identifier, tuple(not_understood))


def _split(source: str) -> tuple[dict[str, Any], str]:
    if not re.match(r"---[ \t]*(\n|$)", source):
        return {}, source
    opened = re.fullmatch(
        r"---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n(.*))?", source, re.DOTALL
    )
    if opened is None:
        raise SourceError("the front matter has no closing line ---", 1)
    return read_front_matter(opened[1]), opened[2] or ""


def read_front_matter(words: str) -> dict[str, Any]:
    """Read YAML as texts, lists and mappings of texts: `no` and `2016` stay as they were typed.

    Raises `SourceError`; lines count from the top of the file, its first `---` included.
    """
    try:
        root = yaml.compose(words, Loader=yaml.BaseLoader)
        if root is None:
            return {}
        return _mapping(root, ours=True)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise SourceError(f"this is not YAML: {error.problem}", line) from error
    except yaml.YAMLError as error:
        raise SourceError(f"this is not YAML: {error}", 1) from error
    except RecursionError as error:
        raise SourceError("lists and mappings are nested too deeply", 1) from error


def _mapping(node: yaml.Node, *, ours: bool = False) -> dict[str, Any]:
    """Read a mapping; `ours` says that its keys may be those of the form, in any spelling."""
    line = node.start_mark.line + 2
    if not isinstance(node, yaml.MappingNode):
        raise SourceError("the front matter is not a list of keys and values", line)
    found: dict[str, Any] = {}
    folded: set[str] = set()
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 2
        if not isinstance(key_node, yaml.ScalarNode):
            raise SourceError("a key is a plain word", line)
        key = one_line(key_node.value)
        identity = fold(key) if ours and fold(key) in _RESERVED else key
        if identity in folded:
            raise SourceError(f"the key {key} is written twice", line)
        folded.add(identity)
        found[key] = _value(value_node)
    return found


def _value(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(entry) for entry in node.value]
    return node.value


def _read_keys(
    told: Mapping[str, Any],
) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    not_understood = []
    for name, value in told.items():
        known = _KEYS_BY_FOLD.get(fold(name))
        if name.startswith("\\"):
            extra[name[1:]] = value
        elif fold(name) == _VERSION_KEY:
            continue
        elif fold(name) == _IDENTIFIER_KEY:
            if isinstance(value, str) and is_identifier(value):
                values[_IDENTIFIER_KEY] = value.lower()
            else:
                not_understood.append(name)
        elif known is None:
            extra[name] = value
        elif (read := known.read(value)) is None:
            extra[known.name] = value
            not_understood.append(name)
        else:
            values[known.field] = read
    return values, extra, not_understood


def _read_body(body: str) -> dict[str, Any]:
    title, preface, parts = _cut(body)
    values: dict[str, Any] = {"title": title}
    sections = []
    summary, _, rest = text(preface).partition("\n\n")
    values["summary"] = one_line(_show(summary, 2))
    if text(rest):
        sections.append(Section("", _show(rest, 2)))
    for heading, lines in parts:
        known = _PARTS_BY_FOLD.get(fold(heading))
        if heading.startswith("\\") or known is None:
            sections.append(Section(heading.removeprefix("\\"), _show(lines, 2)))
            continue
        name, form = known
        read = _READERS[form](text(lines))
        if form == _TEXT:
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


def _read_list(lines: str) -> tuple[str, ...]:
    found = []
    for line in lines.split("\n"):
        bullet = _BULLET.fullmatch(line)
        found.append(one_line(bullet[1] if bullet else line))
    return tuple(filter(None, found))


def _read_ingredient(line: str) -> Ingredient:
    if line.startswith("\\"):
        return Ingredient(line[1:])
    found = _LABELLED.fullmatch(line)
    kind = _INGREDIENTS_BY_FOLD.get(fold(found[1])) if found else None
    if found and kind and one_line(found[2] or ""):
        return Ingredient(found[2], kind)
    return Ingredient(line)


def _subparts(lines: str) -> list[tuple[str | None, str]]:
    """Cut at headings of level 3; the text before the first has the heading `None`."""
    found: list[tuple[str | None, list[str]]] = [(None, [])]
    for line in lines.split("\n"):
        heading = re.fullmatch(r"###(?: (.*))?", line)
        if heading:
            found.append((one_line(heading[1] or ""), []))
        else:
            found[-1][1].append(line)
    cut = [(heading, text("\n".join(lines))) for heading, lines in found]
    return [(heading, lines) for heading, lines in cut if heading is not None or lines]


def _read_steps(lines: str) -> tuple[Step, ...]:
    return tuple(_read_step(heading or "", told) for heading, told in _subparts(lines))


def _read_step(heading: str, told: str) -> Step:
    labelled = _LABELLED.fullmatch(heading)
    phase = _PHASES_BY_FOLD.get(fold(labelled[1])) if labelled else None
    title = (labelled[2] or "") if labelled and phase else heading
    facts: dict[str, Any] = {}
    while True:
        first, _, rest = told.partition("\n")
        found = _STEP_FACT.fullmatch(first)
        if not found or found[1] or not (rest == "" or rest.startswith("\n")):
            break
        name = _STEP_FACTS[found[2]]
        value: Any = parse_duration(found[3]) if name == "minutes" else found[3]
        if value is None or name in facts:
            break
        facts[name] = value
        told = text(rest)
    if _STEP_FACT.fullmatch(told.partition("\n")[0]):
        told = told.removeprefix("\\")
    return Step(title, _show(told, 3), phase or Phase.DURING, **facts)


def _read_difficulties(lines: str) -> tuple[Difficulty, ...]:
    return tuple(Difficulty(heading or "", _show(told, 3)) for heading, told in _subparts(lines))


def _read_link(line: str) -> Link:
    if line.startswith("\\"):
        return Link("", note=line[1:])
    if found := _LINK.fullmatch(line):
        title = re.sub(r"\\(.)", r"\1", found[1])
        return Link(title, found[2] or found[3] or "", found[4] or "")
    if found := _BARE_LINK.fullmatch(line):
        return Link("", found[1], found[2] or "")
    return Link("", note=line)


_READERS: dict[int, Callable[[str], Any]] = {
    _TEXT: lambda lines: _show(lines, 2),
    _INGREDIENTS: lambda lines: tuple(map(_read_ingredient, _read_list(lines))),
    _LINES: _read_list,
    _STEPS: _read_steps,
    _DIFFICULTIES: _read_difficulties,
    _LINKS: lambda lines: tuple(map(_read_link, _read_list(lines))),
    _RELATED: lambda lines: tuple(Related(title=line) for line in _read_list(lines)),
}
