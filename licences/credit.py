"""The credit line: who made a work, under which licence, and what it was adapted from.

One sentence in three forms, ready to copy. It knows nothing of recipes: plain words and
addresses in, a line out. Only http and https addresses are shown or become links; the rest
is dropped, because a credit line is made to be pasted where nobody checks it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.encoding import iri_to_uri
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from licences.models import says_licence

# French quotation marks hold their words with non-breaking spaces. They are typography,
# not words: a translator could lose a space that cannot be seen.
QUOTED = "«\N{NO-BREAK SPACE}{}\N{NO-BREAK SPACE}»"

# A credit is one line: control characters and line breaks become ordinary spaces.
NOT_ON_ONE_LINE = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")

MARKDOWN_SIGNS = re.compile(r"[\\`*_{}\[\]()!]")
# These have no backslash form that every Markdown renderer understands.
MARKDOWN_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "~": "&#126;"})
# What iri_to_uri leaves alone and that would end or change a Markdown link.
MARKDOWN_ADDRESS = str.maketrans(
    {"(": "%28", ")": "%29", "[": "%5B", "]": "%5D", "*": "%2A", "'": "%27", "&": "&amp;"}
)


@dataclass(frozen=True)
class Work:
    """Something to credit; any address may be empty, and so may the author."""

    title: str
    author: str
    url: str
    licence_name: str
    licence_url: str


def credit_text(work: Work, ancestors: Sequence[Work] = ()) -> str:
    """Give the credit as plain text, addresses in brackets.

    `ancestors` are the works it was adapted from, the nearest first.
    """
    return _line(
        [work, *ancestors],
        fill=str.format,
        words=str,
        title=lambda one: _with_address(QUOTED.format(one.title), one.url),
        licence=lambda one, _nearest: _with_address(one.licence_name, one.licence_url),
    )


def credit_markdown(work: Work, ancestors: Sequence[Work] = ()) -> str:
    """Give the credit as one line of Markdown that shows every name as it was typed."""
    return _line(
        [work, *ancestors],
        fill=str.format,
        words=_markdown_words,
        title=lambda one: _markdown_link(QUOTED.format(_markdown_words(one.title)), one.url),
        licence=lambda one, _nearest: _markdown_link(
            _markdown_words(one.licence_name), one.licence_url
        ),
    )


def credit_html(work: Work, ancestors: Sequence[Work] = ()) -> SafeString:
    """Give the credit as HTML, safe to put in a page.

    Only the licence of the work itself carries rel="license": on an ancestor's, it would
    tell machines that the page is under that licence too.
    """
    line = _line(
        [work, *ancestors],
        fill=format_html,
        words=str,
        title=lambda one: _html_link(QUOTED.format(one.title), one.url, rel=""),
        licence=lambda one, nearest: _html_link(
            one.licence_name, one.licence_url, rel="license" if nearest else ""
        ),
    )
    return format_html("{}", line)


def _line(
    works: Sequence[Work],
    *,
    fill: Callable[..., str],
    words: Callable[[str], str],
    title: Callable[[Work], str],
    licence: Callable[[Work, bool], str],
) -> str:
    """Write the sentence; the callables say how each form writes its parts."""
    described = []
    for generation, work in enumerate(map(_on_one_line, works)):
        parts = {"title": title(work), "licence": licence(work, generation == 0)}
        if work.author:
            parts["author"] = words(work.author)
        sentence = _sentence(authored=bool(work.author), under=work.licence_name)
        described.append(fill(sentence, **parts))
    line = described.pop()
    while described:
        line = fill(gettext("{work}, adapted from {original}"), work=described.pop(), original=line)
    return line


def _sentence(*, authored: bool, under: str) -> str:
    """Give the sentence to fill; « Licence Ouverte » is not said to be a licence twice."""
    if says_licence(under):
        if authored:
            return gettext("{title}, by {author}, under {licence}")
        return gettext("{title}, under {licence}")
    if authored:
        return gettext("{title}, by {author}, under licence {licence}")
    return gettext("{title}, under licence {licence}")


def _on_one_line(work: Work) -> Work:
    def tidy(words: str) -> str:
        return NOT_ON_ONE_LINE.sub(" ", words).strip(" ")

    return Work(
        title=tidy(work.title),
        author=tidy(work.author),
        url=_address(work.url),
        licence_name=tidy(work.licence_name),
        licence_url=_address(work.licence_url),
    )


def _address(url: str) -> str:
    """Give the address as it may be put in a link, or nothing when it is not one."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no IPv6 address
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return iri_to_uri(url)


def _with_address(words: str, url: str) -> str:
    return f"{words} ({url})" if url else words


def _markdown_words(words: str) -> str:
    escaped = MARKDOWN_SIGNS.sub(r"\\\g<0>", words)
    return escaped.translate(MARKDOWN_ENTITIES)


def _markdown_link(words: str, url: str) -> str:
    if not url:
        return words
    return f"[{words}]({url.translate(MARKDOWN_ADDRESS)})"


def _html_link(words: str, url: str, *, rel: str) -> SafeString:
    if not url:
        return format_html("{}", words)
    if rel:
        return format_html('<a rel="{}" href="{}">{}</a>', rel, url, words)
    return format_html('<a href="{}">{}</a>', url, words)
