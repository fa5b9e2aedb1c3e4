"""Markdown comes out as HTML that can harm nobody, whatever was typed."""

import html
from html.parser import HTMLParser
from threading import Thread
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recipes import markup
from tests.bounds import LONGEST

TRAPS = [
    "<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<a href='",
    "'>", '" onclick="x', "[a](", ")", "javascript:alert(1)", "JaVaScRiPt&#58;x",
    "data:text/html,x", "![", "](", "http://[", "https://example.org/", "//e.org", "www.a.org",
    "<!--", "-->", "<![CDATA[", "<?php", "<!DOCTYPE [", "\n", "\n\n", "    ", "# ", "## ",
    "###### ", "> ", "- ", "1. ", "```", "~~~\n", "|a|b|\n|-|-|\n", ": ", "*", "**", "_", "`",
    "\x02", "\x03", "\x02wzxhzdk:0\x03", "&", "&#x0;", "<", ">", "<style>x{}", "<math><mtext>",
    "<a@b.fr>", "<b>", "<template>", "<noscript><p title='</noscript><img>", "\\",
    "[a]: javascript:x\n\n[a]", "<ol start='9' style='x'>",
]  # fmt: skip
hostile = st.lists(st.one_of(st.sampled_from(TRAPS), st.text(max_size=5)), max_size=12).map("".join)


class _Allowed(HTMLParser):
    """Fails on a tag, an attribute or an address that is not on the lists."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in markup.TAGS
        for name, value in attrs:
            assert name in markup.ATTRIBUTES.get(tag, [])
            if name == "href":
                assert urlsplit(html.unescape(value or "")).scheme in {*markup.PROTOCOLS, ""}
            if name == "rel":
                assert value == "nofollow ugc"

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        pytest.fail(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        pytest.fail(f"an instruction: {data}")


@settings(max_examples=400, deadline=None)
@given(hostile)
@example("<javascript:alert(1)>")
@example("[a](<java\nscript:alert(1)>)")
@example("[a](http://[)")
def test_any_text_gives_only_what_is_on_the_lists(source):
    for made in (markup.render(source), markup.render_line(source)):
        reader = _Allowed()
        reader.feed(made)
        reader.close()


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("", ""),
        ("*un* **deux**", "<p><em>un</em> <strong>deux</strong></p>"),
        ("# a\n\n## b\n\n###### c", "<h3>a</h3>\n<h4>b</h4>\n<h6>c</h6>"),
        ("d\n=", "<h3>d</h3>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("a <script>alert(1)</script>", "<p>a alert(1)</p>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        (
            "![Un vélo](https://example.org/v.jpg)",
            '<p><a href="https://example.org/v.jpg" rel="nofollow ugc">Un vélo</a></p>',
        ),
        (
            "![](https://example.org/v.jpg)",
            '<p><a href="https://example.org/v.jpg" rel="nofollow ugc">https://example.org/v.jpg</a></p>',
        ),
        (
            "[![Un vélo](https://example.org/v.jpg)](https://example.org)",
            '<p><a href="https://example.org" rel="nofollow ugc">Un vélo</a></p>',
        ),
        ("![photo](photos/v.jpg)", "<p>photo</p>"),
        ("[page](/admin/) [suite](#a)", "<p>page suite</p>"),
        ("[x](javascript:alert(1))", "<p>x</p>"),
        (
            "www.example.org ou https://a.example.org",
            (
                '<p><a href="http://www.example.org" rel="nofollow ugc">www.example.org</a> ou '
                '<a href="https://a.example.org" rel="nofollow ugc">https://a.example.org</a></p>'
            ),
        ),
        ("README.md, fini.De rien", "<p>README.md, fini.De rien</p>"),
        (
            "<a href='https://example.org' rel='me' onclick='x()'>y</a>",
            '<p><a href="https://example.org" rel="nofollow ugc">y</a></p>',
        ),
    ],
)
def test_text_becomes_what_one_expects(source, made):
    assert markup.render(source) == made


WRAPPED = (
    "Une fois par mois, des bénévoles réparent avec vous ce que vous\n"
    "alliez jeter. On apporte un grille-pain, une lampe, un vélo ; on\n"
    "repart avec, et l’on a appris.\n"
)


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("Réparer ensemble.\nDeuxième ligne.", "<p>Réparer ensemble.<br>\nDeuxième ligne.</p>"),
        ("deux œufs\ndu lait\nun *bol*", "<p>deux œufs<br>\ndu lait<br>\nun <em>bol</em></p>"),
        ("*a\nb*", "<p><em>a<br>\nb</em></p>"),
        ("- a\n  b\n- c", "<ul>\n<li>a<br>\n  b</li>\n<li>c</li>\n</ul>"),
        ("> a\n> b", "<blockquote>\n<p>a<br>\nb</p>\n</blockquote>"),
        ("a  \nb<br>\nc", "<p>a<br>\nb<br>\nc</p>"),
        ("`a\nb`", "<p><code>a  \nb</code></p>"),
        ("```\na\nb\n```", "<pre><code>a\nb\n</code></pre>"),
        ("    a\n    b", "<pre><code>a\nb\n</code></pre>"),
    ],
)
def test_line_typed_below_another_is_shown_below_it(source, made):
    assert markup.render(source) == made


@pytest.mark.parametrize(
    "source",
    [
        WRAPPED,
        "- " + WRAPPED.replace("\n", "\n  "),
        "> " + WRAPPED.replace("\n", "\n> ").removesuffix("> "),
        WRAPPED.replace(
            "une lampe", "[une lampe](https://example.org/a/very/long/address/of/a/lamp)"
        ),
    ],
    ids=["paragraph", "item", "quotation", "address"],
)
def test_lines_that_a_program_wrapped_flow_together(source):
    assert "<br>" not in markup.render(source)


@pytest.mark.parametrize(
    ("paragraph", "ends"),
    [
        (WRAPPED.strip(), [False, False]),
        (f"{WRAPPED.strip()}  \nUne ligne.\nUne autre.", [False, False, True, True]),
        (f"{'mot ' * 12}\nfin", [True]),  # too short for a program
        (f"{'mot ' * 35}\nEt fin", [True]),  # too long for one
        (f"{'mot ' * 35}\net fin", [False]),  # copied from a PDF: the sentence goes on
        (f"{'mot ' * 35}.\net fin", [True]),
        (f"{'Mot ' * 15}fin.\n{'Mot ' * 15}fin.\nFin.", [True, True]),  # a sentence a line
        (f"{'mot ' * 15}mot\nMot\n{'mot ' * 15}mot", [True, True]),
        ("a", []),
    ],
)
def test_ends_of_lines_are_told_paragraph_by_paragraph(paragraph, ends):
    assert markup.breaks(paragraph) == ends


def test_mailbox_becomes_a_link():
    assert html.unescape(markup.render("<a@example.org>")) == (
        '<p><a href="mailto:a@example.org" rel="nofollow ugc">a@example.org</a></p>'
    )


def test_line_has_no_paragraph_around_it():
    assert markup.render_line("du *bon* café") == "du <em>bon</em> café"
    assert markup.render_line("un\n\ndeux") == "<p>un</p>\n<p>deux</p>"


def test_text_nested_too_deeply_is_shown_as_typed_and_spoils_no_other():
    deep = "".join(f"{'    ' * level}- a\n" for level in range(400))

    assert markup.render(deep).startswith("<pre>- a\n")
    assert markup.render("a\n\nb") == "<p>a</p>\n<p>b</p>"


@pytest.mark.parametrize("sign", ["[", "![", "<a ", "[a]("])
@LONGEST
def test_text_of_nothing_but_openings_is_shown_as_typed_at_once(sign):
    made = markup.render(sign * 15_000)

    assert made == f"<pre>{html.escape(sign * 15_000)}</pre>"


@pytest.mark.parametrize(
    "sign",
    [
        "a\n=\n",
        "a\n-\n",
        "# a\n",
        "---\n",
        "- a\n\n",
        "a\n: b\n",
        ": a\n\n",
        "|-|\n",
        "a|b\n-|-\n1|2\n\n",
        "```\n",
        "> ",
        "+ ",
        "* a **b ",
        "***a ",
        "(",
        "((a.",
        "<a>",
        "<http://a.fr>",
        "[a](http://b.fr) ",
    ],
)
@LONGEST
def test_text_of_one_thing_again_and_again_costs_no_more_than_a_moment(sign):
    whole = sign * (50_000 // len(sign))
    some = sign * 1_000 + "un " * 12_000

    made = [markup.render(source) for source in (whole, some)]
    assert all(made)


def test_long_texts_that_people_write_are_rendered():
    table = "Jour | Heure | Lieu\n--- | --- | ---\n" + "lundi | 10 h | salle *bleue*\n" * 200
    links = "\n".join(f"- [Site {n}](https://a{n}.example.org) : à lire" for n in range(300))
    prose = "\n\n".join("Un *bon* café (à 2 €). " * 20 for _ in range(60))

    made = [markup.render(source) for source in (table, links, prose)]

    assert [html.count(tag) for html, tag in zip(made, ("<tr>", "<a ", "<p>"), strict=True)] == [
        201,
        300,
        60,
    ]


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("- " * 60, "<hr>"),
        (
            "(https://a.example.org)",
            '(<a href="https://a.example.org"{}>https://a.example.org</a>)',
        ),
        (
            "(https://a.example.org/b_(c))",
            '(<a href="https://a.example.org/b_(c)"{}>https://a.example.org/b_(c)</a>)',
        ),
        ("x@www.example.org, .www.a.fr", "x@www.example.org, .www.a.fr"),
    ],
)
def test_what_looks_costly_and_is_not_is_rendered(source, made):
    told = made.replace("{}", ' rel="nofollow ugc"')

    assert markup.render(source) == (told if made == "<hr>" else f"<p>{told}</p>")


def test_each_thread_renders_by_itself():
    made: list[str] = []
    threads = [Thread(target=lambda: made.append(markup.render("*a*"))) for _ in range(3)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == ["<p><em>a</em></p>"] * 3
