"""The screen is French: everything is translated, and compiled from what is translated.

Read with polib, since gettext may not be installed where the tests run.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
FRENCH = BASE / "locale" / "fr" / "LC_MESSAGES"
SOURCES = ("accounts", "config", "licences", "recipes", "territories", "templates")

Key = tuple[str, str, str]


def key_of(entry: polib.POEntry | polib.MOEntry) -> Key:
    """Give what makes an entry unique."""
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def translations() -> polib.POFile:
    """Read what is translated."""
    assert (FRENCH / "django.po").is_file()
    return polib.pofile(str(FRENCH / "django.po"))


def test_everything_is_translated() -> None:
    file = translations()

    assert [entry.msgid for entry in file.untranslated_entries()] == []
    assert [entry.msgid for entry in file.fuzzy_entries()] == []
    assert [entry.msgid for entry in file.obsolete_entries()] == []


def variables_in(text: str) -> set[str]:
    """Give the names in `%(name)s` and `{name}`."""
    return {percent or braces for percent, braces in re.findall(r"%\((\w+)\)|\{(\w*)\}", text)}


def test_translations_hold_no_other_variables_than_the_sources() -> None:
    wrong = [
        entry.msgid
        for entry in translations()
        for french in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        if not variables_in(french) <= variables_in(entry.msgid + entry.msgid_plural)
    ]

    assert wrong == []


# Of what a browser shows, the words: addresses and what code replaces are no French.
NO_FRENCH = re.compile(r"<[^>]*>|https?://|%\(\w+\)[.\w]+|\{\w*\}|:(?=\d)")
WRONG_TYPOGRAPHY = {
    "a straight apostrophe": re.compile(r"'"),
    "straight quotes, or English ones": re.compile(r'["“”]'),
    "three dots for an ellipsis": re.compile(r"\.\.\."),
    "a colon without its no-break space": re.compile(r"[^\N{NO-BREAK SPACE}]:"),
    "a ; ! ? without its narrow no-break space": re.compile(r"[^\N{NARROW NO-BREAK SPACE}][;!?]"),
    "guillemets without no-break spaces": re.compile(
        r"«[^\N{NO-BREAK SPACE}]|[^\N{NO-BREAK SPACE}]»"
    ),
    "an amount that may break": re.compile(r"\d €|\d \d{3}\b"),
    "a space before a comma or a full stop": re.compile(r"\s[,.](?![a-z])"),  # but .docx
    "two spaces": re.compile(r"[^\S\n]{2}"),
}


def test_french_has_the_typography_of_french() -> None:
    wrong = [
        (what, french)
        for entry in translations()
        for french in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        for what, pattern in WRONG_TYPOGRAPHY.items()
        if pattern.search(NO_FRENCH.sub("x", french))
    ]

    assert wrong == []


def test_compiled_translations_are_those_of_the_sources() -> None:
    assert (FRENCH / "django.mo").is_file()

    compiled = polib.mofile(str(FRENCH / "django.mo"))

    def said(file: polib.POFile | polib.MOFile) -> dict[Key, object]:
        return {key_of(entry): entry.msgstr_plural or entry.msgstr for entry in file}

    assert said(compiled) == said(translations())


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext collects the sources' words")
def test_every_word_of_the_sources_is_collected(tmp_path: Path) -> None:
    for name in SOURCES:
        shutil.copytree(BASE / name, tmp_path / name, ignore=shutil.ignore_patterns("data", "demo"))
    (tmp_path / "locale").mkdir()

    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "fr", "--no-location"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )

    collected = polib.pofile(str(tmp_path / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
    assert {key_of(entry) for entry in collected} == {key_of(entry) for entry in translations()}
