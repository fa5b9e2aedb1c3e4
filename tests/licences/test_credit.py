"""The credit line: one sentence, three forms, whatever people call their works."""

from html.parser import HTMLParser

import markdown
import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from licences.credit import Work, credit_html, credit_markdown, credit_text

BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
NBSP = "\N{NO-BREAK SPACE}"


def make_work(
    *,
    title: str = "Repair café de quartier",
    author: str = "Association X",
    url: str = "https://example.org/recettes/repair-cafe/",
    licence_name: str = "CC BY-SA 4.0",
    licence_url: str = BY_SA,
) -> Work:
    return Work(
        title=title, author=author, url=url, licence_name=licence_name, licence_url=licence_url
    )


PARENT = make_work(
    title="Atelier réparation",
    author="Collectif Y",
    url="",
    licence_name="CC BY 4.0",
    licence_url="",
)
GRANDPARENT = make_work(title="Bricole", author="Z", url="", licence_name="CC0 1.0", licence_url="")


@pytest.fixture
def english() -> object:
    """Read the sentences as the code has them, whatever their translation becomes."""
    with translation.override("en"):
        yield


class Reader(HTMLParser):
    """What a browser would show, and the tags it met; a comment would be missing from the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.links: list[dict[str, str | None]] = []
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        """Note the words."""
        self.text += data


def test_text_names_title_author_and_licence_with_their_addresses(english: None) -> None:
    assert credit_text(make_work()) == (
        f"«{NBSP}Repair café de quartier{NBSP}» (https://example.org/recettes/repair-cafe/), "
        f"by Association X, under licence CC BY-SA 4.0 ({BY_SA})"
    )


def test_text_goes_back_through_the_ancestors_nearest_first(english: None) -> None:
    line = credit_text(make_work(url="", licence_url=""), [PARENT, GRANDPARENT])

    assert line == (
        f"«{NBSP}Repair café de quartier{NBSP}», by Association X, under licence CC BY-SA 4.0, "
        f"adapted from «{NBSP}Atelier réparation{NBSP}», by Collectif Y, under licence CC BY 4.0, "
        f"adapted from «{NBSP}Bricole{NBSP}», by Z, under licence CC0 1.0"
    )


def test_work_without_author_is_credited_by_its_title(english: None) -> None:
    line = credit_text(make_work(author="", url="", licence_url=""))

    assert line == f"«{NBSP}Repair café de quartier{NBSP}», under licence CC BY-SA 4.0"


def test_credit_in_french_holds_the_title_between_non_breaking_spaces() -> None:
    with translation.override("fr"):
        line = credit_text(make_work(title="Pourquoi ?"))

    assert f"«{NBSP}Pourquoi ?{NBSP}»" in line


def test_title_on_several_lines_becomes_one(english: None) -> None:
    line = credit_text(make_work(title=" Repair\r\n\tcafé\x00 ", url="", licence_url="", author=""))

    assert line.startswith(f"«{NBSP}Repair café{NBSP}»")


def test_markdown_links_the_title_and_the_licence(english: None) -> None:
    assert credit_markdown(make_work()) == (
        f"[«{NBSP}Repair café de quartier{NBSP}»](https://example.org/recettes/repair-cafe/), "
        f"by Association X, under licence [CC BY-SA 4.0]({BY_SA})"
    )


def test_markdown_escapes_what_would_be_read_as_markup(english: None) -> None:
    line = credit_markdown(make_work(title="[Vélo] (*gratuit*) <b>", url="", author="a_b_c"))

    assert r"\[Vélo\] \(\*gratuit\*\) &lt;b&gt;" in line
    assert r"a\_b\_c" in line


def test_markdown_address_cannot_end_its_link() -> None:
    url = "https://fr.example.org/wiki/Café_(lieu)?a=1&copy=*x*"

    rendered = Reader(markdown.markdown(credit_markdown(make_work(url=url))))

    assert rendered.links[0]["href"] == (
        "https://fr.example.org/wiki/Caf%C3%A9_%28lieu%29?a=1&copy=%2Ax%2A"
    )


def test_html_links_the_title_and_says_which_licence_is_its_own(english: None) -> None:
    parent = make_work(title="Atelier", licence_url="https://creativecommons.org/licenses/by/4.0/")

    links = Reader(credit_html(make_work(), [parent])).links

    assert links == [
        {"href": "https://example.org/recettes/repair-cafe/"},
        {"rel": "license", "href": BY_SA},
        {"href": "https://example.org/recettes/repair-cafe/"},
        {"href": "https://creativecommons.org/licenses/by/4.0/"},
    ]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "ftp://example.org/",
        "//example.org/",
        "/recettes/x/",
        "https:example.org",
        "http://[broken/",
        "",
    ],
)
def test_address_that_is_not_of_the_web_is_neither_linked_nor_shown(url: str) -> None:
    work = make_work(url=url, licence_url=url)

    assert Reader(credit_html(work)).links == []
    assert Reader(markdown.markdown(credit_markdown(work))).links == []
    assert "(" not in credit_text(work)


def test_html_of_an_address_with_quotes_stays_one_attribute() -> None:
    html = credit_html(make_work(url='https://example.org/"onmouseover="alert(1)'))

    assert set(Reader(html).links[0]) == {"href"}


works = st.builds(
    make_work,
    title=st.text(max_size=80),
    author=st.text(max_size=40),
    licence_name=st.text(max_size=40),
    url=st.sampled_from(["", "https://example.org/x_(y)/"]) | st.text().map("http://a/{}".format),
    licence_url=st.sampled_from(["", BY_SA]),
)


def shown(work: Work, *ancestors: Work) -> str:
    """Give the line without its addresses."""

    def bare(one: Work) -> Work:
        return make_work(
            title=one.title,
            author=one.author,
            licence_name=one.licence_name,
            url="",
            licence_url="",
        )

    return credit_text(bare(work), [bare(one) for one in ancestors])


@given(work=works, ancestor=works)
@example(work=make_work(title="</a><script>alert(1)</script>"), ancestor=PARENT)
@example(work=make_work(title="{author} %s %(title)s {0}"), ancestor=PARENT)
@example(work=make_work(title="Café &amp; thé &lt;3"), ancestor=PARENT)
def test_html_read_back_is_the_text_and_holds_only_links(work: Work, ancestor: Work) -> None:
    reader = Reader(credit_html(work, [ancestor]))

    assert reader.text == shown(work, ancestor)
    assert set(reader.tags) <= {"a"}


@given(work=works, ancestor=works)
@example(
    work=make_work(title="**a** _b_ `c` ~~d~~ ![e](f) [g](h) <i>j</i> &k; \\*"), ancestor=PARENT
)
@example(work=make_work(title="\\`\\\\`` ` {: .x} http://a.b <http://a.b>"), ancestor=PARENT)
@example(work=make_work(url="http://a.b/l'atelier"), ancestor=make_work(url="http://a.b/l'an"))
def test_markdown_rendered_shows_every_name_as_it_was_typed(work: Work, ancestor: Work) -> None:
    reader = Reader(markdown.markdown(credit_markdown(work, [ancestor])))

    assert reader.text == shown(work, ancestor)
    assert set(reader.tags) <= {"p", "a"}


@given(work=works)
def test_credit_is_always_one_line(work: Work) -> None:
    for line in (credit_text(work), credit_markdown(work), credit_html(work)):
        assert len(line.splitlines()) == 1
