"""What pandoc knows and our Markdown does not: the words stay."""

import json
from typing import Any

import pytest

from recipes.exchange import pandoc
from recipes.exchange.documents import MARKDOWN
from recipes.exchange.tree import Simplifier


def simple(source: str, form: str = "markdown") -> str:
    """Give our Markdown of what pandoc reads in one of its formats."""
    tree = json.loads(pandoc.run(source.encode(), read=form, write="json"))
    made = json.dumps(Simplifier().document(tree))
    return pandoc.run(made.encode(), read="json", write=MARKDOWN).decode().strip("\n")


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("| un vers\n| un autre", "un vers  \nun autre"),
        ("```python\nx = 1\n```", "    x = 1"),
        ("a `x` b", "a `x` b"),
        ("`<br>`{=html} fin", "`<br>` fin"),
        ("```{=html}\n<hr>\n```", "    <hr>"),
        ("$x^2$", "`x^2`"),
        ("> cité", "> cité"),
        ("> ![](b.png)\n\nfin", "fin"),
        ("Terme\n:   sens\n\n    suite", "**Terme**\n\nsens\n\nsuite"),
        ("***", "-" * 72),
        ("::: note\ndedans\n:::", "dedans"),
        ("[souligné]{.underline} [autre]{.mark}", "souligné autre"),
        ("[**gras** souligné]{.underline}", "**gras souligné**"),
        ("'a' \"b\"", "‘a’ “b”"),
        ("a [dedans](#ici) b", "a dedans b"),
        ("[piège](javascript:x) [fichier](file:///etc/passwd)", "piège fichier"),
        ("[](https://example.org/)", "https://example.org/"),
        ("[![a](b.png)](https://example.org/) fin", "fin"),
        ("![légende](b.png)", "légende"),
        ("a[@b]", "a\\[@b\\]"),
        ("- ![](b.png)\n- deux", "-   deux"),
        ("(1) un\n(2) deux", "1.  un\n2.  deux"),
        ("c. un\nd. deux", "3.  un\n4.  deux"),
        ("# **Gras** `x` [l](https://example.org/)", "# Gras `x` [l](https://example.org/)"),
        ("# ![a](b.png)\n\nfin", "fin"),
        ("a^[Une note.]", "a\\[1\\]\n\n## Notes\n\n\\[1\\] Une note."),
        ("# T\n\n### U\n\na[^1]\n\n[^1]:\n    - un\n",
         "# T\n\n### U\n\na\\[1\\]\n\n### Notes\n\n\\[1\\]\n\n-   un"),
        ("---\ntitle: T\nsubtitle: S\ndate: hier\nabstract: |\n    Un.\n\n    Deux.\n---\n\nx",
         "# T\n\nS\n\nhier\n\nUn.\n\nDeux.\n\nx"),
        ("---\nauthor: |\n    Un.\n\n    Deux.\n---\n\nx", "Un.\n\nDeux.\n\nx"),
    ],
)  # fmt: skip
def test_what_our_markdown_does_not_know_keeps_its_words(source, written):
    assert simple(source) == written


CELLS = [
    ("<ul><li>a</li><li>b</li></ul>", "a ; b"),
    ("<ol><li>a</li><li>b</li></ol>", "a ; b"),
    ("<p>a</p><p>b<br>c</p>", "a / b c"),
    ("<h3>a</h3><p>b</p>", "a / b"),
    ("<blockquote><p>a</p></blockquote>", "a"),
    ("<pre>a\n b</pre>", "`a b`"),
    ("<p>a</p><hr><p>b</p>", "a / b"),
    ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a ; b ; c ; d"),
    ("<img src=x>", ""),
]


@pytest.mark.parametrize(("cell", "line"), CELLS)
def test_rich_cell_is_written_on_one_line(cell, line):
    html = f"<table><tr><td>x</td><td>y</td></tr><tr><td>1</td><td>{cell} z</td></tr></table>"

    row = simple(html, "html").splitlines()[-1]

    assert [word.strip() for word in row.strip("|").split("|")] == [
        "1", f"{line} / z" if line else "z"
    ]  # fmt: skip


def test_caption_of_a_table_stands_above_it():
    row = "<tr><td>1</td><td>2</td></tr>"
    html = f"<table><caption>Qui</caption>{row}{row}</table>"

    assert simple(html, "html").startswith("Qui\n\n| 1 ")


def table(*rows):
    """Write a table of HTML."""
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\n\nb"),
        ("<table></table><p>fin</p>", "fin"),
        (
            "<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            "| a   | b   |\n|-----|-----|\n|     | c   |",
        ),
        (
            table(["a", "", "b"], ["c", "", "d"]),
            "| a   | b   |\n|-----|-----|\n| c   | d   |",
        ),
        (
            table(["Pourquoi", "<ul><li>a</li></ul>"], ["Matériel", "b"]),
            "## Pourquoi\n\n-   a\n\n## Matériel\n\nb",
        ),
        (
            table([f"<p>{'mot ' * 90}</p><p>a</p>", "b"], ["c", "d"]),
            f"{('mot ' * 90).strip()}\n\na\n\nb\n\n**c**\n\nd",
        ),
    ],
    ids=["one row", "none", "rows spanned", "empty column", "card", "long"],
)  # fmt: skip
def test_table_is_written_as_what_it_is(html, written):
    assert simple(html, "html") == written


def test_row_longer_than_the_others_loses_nothing():
    html = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td><td>e</td></tr></table>"

    assert {"a", "b", "c", "d", "e"} <= set(simple(html, "html").split())


def test_title_of_an_odt_that_is_not_in_its_text_changes_nothing():
    tree = json.loads(pandoc.run(b"Un\n\nDeux", read="markdown", write="json"))

    made = Simplifier().document(tree, title="Trois")

    assert [block["t"] for block in made["blocks"]] == ["Para", "Para"]


def test_tree_nested_too_deep_is_said_so():
    tree: dict[str, Any] = {"t": "Para", "c": []}
    for _ in range(5_000):
        tree = {"t": "BlockQuote", "c": [tree]}

    with pytest.raises(RecursionError):
        Simplifier().document({"pandoc-api-version": [], "meta": {}, "blocks": [tree]})
