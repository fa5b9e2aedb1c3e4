"""The front matter of a file: YAML in and out, our keys told from those of others."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from recipes.content import RecipeContent, is_identifier, one_line
from recipes.markdown_file.folding import fold
from recipes.markdown_file.keys import (
    FORM_VERSION,
    IDENTIFIER_KEY,
    KEYS,
    KEYS_BY_FOLD,
    RESERVED,
    VERSION_KEY,
)


class SourceError(ValueError):
    """A file that cannot be read as a recipe: at which line (from 1), and why.

    Why is a code and values, which `recipes.wording.source_fault_in_words` puts into words.
    """

    def __init__(self, code: str, line: int, **values: Any) -> None:
        super().__init__(code, line, values)
        self.code = code
        self.line = line
        self.values = values


_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(.*?)(?:(?<=\n)|\n)(?:---|\.\.\.)[ \t]*(?:\n(.*))?", re.DOTALL
)

# Writing


def write_front_matter(content: RecipeContent, identifier: str, names: Mapping[str, str]) -> str:
    """Write what stands between the two `---`; `names` are those of territories, by key."""
    empty = RecipeContent()
    rows: dict[str, Any] = {VERSION_KEY: FORM_VERSION}
    if identifier:
        rows[IDENTIFIER_KEY] = identifier
    for key in KEYS:
        value = getattr(content, key.field)
        if value != getattr(empty, key.field):
            rows[key.name] = key.write(value)
    written = "".join(
        _named_territories(value, names) if name == "territoires" else _yaml({name: value})
        for name, value in rows.items()
    )
    kept = {_extra_key(name, value, rows): value for name, value in content.extra.items()}
    return written + (_yaml(kept) if kept else "")


def _yaml(value: Any) -> str:
    return yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=False
    )


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
    known = KEYS_BY_FOLD.get(fold(name))
    if known and name == known.name and name not in rows and known.read(value) is None:
        return name
    return f"\\{name}" if name.startswith("\\") or fold(name) in RESERVED else name


# Reading


def split_front_matter(source: str) -> tuple[str, str] | None:
    """Give what stands between the two `---`, and the text behind; `None` where there is none."""
    found = _FRONT_MATTER.fullmatch(source)
    return (found[1], found[2] or "") if found else None


def cut_front_matter(source: str) -> tuple[dict[str, Any], str]:
    """Give what the front matter tells, by key as typed, and the body behind it.

    Raises `SourceError` for a front matter that is not closed, or cannot be read.
    """
    if not re.match(r"---[ \t]*(\n|$)", source):
        return {}, source
    cut = split_front_matter(source)
    if cut is None:
        raise SourceError("not_closed", 1)
    words, body = cut
    return read_front_matter(words), body


def read_front_matter(words: str) -> dict[str, Any]:
    """Read YAML as texts, lists and mappings of texts: `no` and `2016` stay as they were typed.

    Raises `SourceError`, also for a file in a later version of our form, whose words might mean
    something else than they do here. Lines count from the top of the file, its first `---`
    included.
    """
    try:
        root = yaml.compose(words, Loader=yaml.BaseLoader)
        if root is None:
            return {}
        return _mapping(root, ours=True)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise SourceError("not_yaml", line) from error
    except yaml.YAMLError as error:
        raise SourceError("not_yaml", 1) from error
    except RecursionError as error:
        raise SourceError("too_deep", 1) from error


def _mapping(node: yaml.Node, *, ours: bool = False) -> dict[str, Any]:
    """Read a mapping; `ours` says that its keys may be those of the form, in any spelling."""
    line = node.start_mark.line + 2
    if not isinstance(node, yaml.MappingNode):
        raise SourceError("no_keys", line)
    found: dict[str, Any] = {}
    folded: set[str] = set()
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 2
        if not isinstance(key_node, yaml.ScalarNode):
            raise SourceError("key_no_word", line)
        key = one_line(key_node.value)
        identity = fold(key) if ours and fold(key) in RESERVED else key
        if identity in folded:
            raise SourceError("key_twice", line, key=key)
        folded.add(identity)
        found[key] = _value(value_node)
        if identity == VERSION_KEY and ours and _is_later(found[key]):
            raise SourceError("later_form", line, version=found[key], read=FORM_VERSION)
    return found


def _is_later(version: Any) -> bool:
    number = re.fullmatch(
        r"0*([0-9]{1,9})(?:\.[0-9.]*)?", version if isinstance(version, str) else ""
    )
    return number is not None and int(number[1]) > FORM_VERSION


def _value(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(entry) for entry in node.value]
    return node.value


def read_keys(
    told: Mapping[str, Any],
) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """Tell keys apart: fields of the content (and the identifier), others, ours that made no sense.

    What made no sense is among the others too, under our name for it, so that it is written again.
    """
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    not_understood = []
    for name, value in told.items():
        known = KEYS_BY_FOLD.get(fold(name))
        if name.startswith("\\"):
            extra[name[1:]] = value
        elif fold(name) == VERSION_KEY:
            continue
        elif fold(name) == IDENTIFIER_KEY:
            if isinstance(value, str) and is_identifier(value):
                values[IDENTIFIER_KEY] = value.lower()
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
