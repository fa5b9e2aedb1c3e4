"""Templates and static files: nothing inline, nothing from another host, nothing unused."""

import re
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
TEMPLATES = sorted((BASE / "templates").rglob("*.html"))
STATIC = sorted(
    file for file in (BASE / "static").rglob("*") if file.suffix in {".css", ".js", ".svg"}
)
OURS = [file for file in STATIC if "vendor" not in file.parts]
ASKED_FOR_BY_DJANGO = {
    "400.html", "403.html", "403_csrf.html", "404.html", "413.html", "429.html", "500.html",
}  # fmt: skip
REPLACING = ("admin/", "django/", "account/", "mfa/", "allauth/")
LOADED = re.compile(
    r"""<(?:script|img|iframe|embed|object|audio|video|source|track|link|use|image)\b[^>]*?
        \b(?:src|srcset|href|data|poster)\s*=\s*["']?\s*(?:https?:)?//""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
LOADED_BY_A_SHEET = re.compile(r"""(?:url\(|@import)\s*["']?\s*(?:https?:)?//""", re.IGNORECASE)
LOADED_BY_A_SCRIPT = re.compile(r"""["'`](?:https?:)?//(?!www\.w3\.org/)""")
INLINE = {
    "a script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a handler": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[\w:.-]*)\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"""=\s*["']?\s*javascript:""", re.IGNORECASE),
    "htmx evaluating a script": re.compile(r"hx-(?:vals|headers|vars)\s*=\s*[\"']js:"),
}
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", re.DOTALL)
DATA_FOR_MACHINES = re.compile(r"<script type=\"application/(?:ld\+)?json\"", re.IGNORECASE)


def name_of(file: Path) -> str:
    """Show a file by its path in the project."""
    return file.relative_to(BASE).as_posix()


def found_inline(markup: str) -> set[str]:
    """Say what stands inline in this markup."""
    markup = DATA_FOR_MACHINES.sub("<data", COMMENT.sub("", markup))
    return {what for what, pattern in INLINE.items() if pattern.search(markup)}


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<script src="{% static "js/copy.js" %}"></script>', set()),
        ("{% comment %}Unseen without JavaScript: <script> is not here{% endcomment %}", set()),
        ('<p class="style" data-on="1">style="x"</p>', set()),
        ('<script type="application/ld+json">{}</script>', set()),
        ("<script>alert(1)</script>", {"a script"}),
        ('<script type="module">x</script>', {"a script"}),
        ("<style>p {}</style>", {"a style sheet"}),
        ('<p\n  style="color: red">', {"a style"}),
        ('<a href="#" onclick="x()">', {"a handler"}),
        ('<a hx-on:click="x()">', {"a handler"}),
        ('<a href="javascript:x()">', {"a javascript: address"}),
    ],
)
def test_search_for_what_is_inline_finds_it(markup: str, found: set[str]) -> None:
    assert found_inline(markup) == found


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_template_holds_no_inline_script_nor_style(template: Path) -> None:
    assert found_inline(template.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("file", [*TEMPLATES, *OURS], ids=name_of)
def test_file_loads_nothing_from_another_host(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert LOADED.findall(text) == []
    assert LOADED_BY_A_SHEET.findall(text) == []
    if file.suffix == ".js":
        assert LOADED_BY_A_SCRIPT.findall(text) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="https://cdn.example.org/x.js"></script>',
        "<img\n  alt=''\n  src='//example.org/x.png'>",
        '<link rel="stylesheet" href="http://example.org/x.css">',
    ],
)
def test_search_for_other_hosts_finds_them_in_markup(markup: str) -> None:
    assert LOADED.search(markup)


def test_search_for_other_hosts_finds_them_in_sheets_and_leaves_links_alone() -> None:
    assert LOADED_BY_A_SHEET.search("a { background: url( 'https://example.org/x.png') }")
    assert LOADED_BY_A_SHEET.search('@import "//example.org/x.css"')
    assert LOADED_BY_A_SCRIPT.search("fetch('https://example.org/')")
    assert not LOADED.search('<a href="https://example.org/">')


FORM = re.compile(
    r"<form\b(?P<told>(?:\{%.*?%\}|\{\{.*?\}\}|[^>{])*)>(?P<inside>.*?)</form>", re.DOTALL
)


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_form_says_what_is_wrong_in_words_beside_the_field_not_in_the_browsers(
    template: Path,
) -> None:
    forms = FORM.finditer(template.read_text(encoding="utf-8"))
    with_fields = [one for one in forms if "components/_field.html" in one["inside"]]

    assert [one[0] for one in with_fields if "novalidate" not in one["told"]] == []


def test_every_template_is_used() -> None:
    python = [
        file.read_text(encoding="utf-8")
        for room in ("accounts", "config", "licences", "recipes", "territories")
        for file in (BASE / room).rglob("*.py")
    ]
    said = "\n".join([*python, *(file.read_text(encoding="utf-8") for file in TEMPLATES)])

    names = {
        file.relative_to(BASE / "templates").as_posix().removeprefix("jinja2/")
        for file in TEMPLATES
    }
    replacing = {name for name in names if name.startswith(REPLACING)}

    assert {
        name
        for name in names - ASKED_FOR_BY_DJANGO - replacing
        if f'"{name}"' not in said and f"'{name}'" not in said
    } == set()


def test_every_static_file_is_used() -> None:
    readers = [*TEMPLATES, *OURS, *(BASE / "recipes").rglob("*.py")]
    said = "\n".join(file.read_text(encoding="utf-8") for file in readers)

    assert {name_of(file) for file in STATIC if file.name not in said} == set()
