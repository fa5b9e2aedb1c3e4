"""What the settings make of the environment: empty, right, wrong."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import environment

LONG_ENOUGH = "x" * 32


@pytest.mark.parametrize("word", ["1", "true", "True", "yes", "on", " 1 "])
def test_flag_is_on_for_a_yes(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("DEBUG", word)

    assert environment.flag("DEBUG", default=False) is True


@pytest.mark.parametrize("word", ["0", "false", "NO", "off", ""])
def test_flag_is_off_for_a_no(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("DEBUG", word)

    assert environment.flag("DEBUG", default=True) is False


@pytest.mark.parametrize("usual", [True, False])
def test_flag_that_is_not_set_is_its_default(
    monkeypatch: pytest.MonkeyPatch,
    usual: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    monkeypatch.delenv("DEBUG", raising=False)

    assert environment.flag("DEBUG", default=usual) is usual


def test_mistyped_flag_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "ture")

    with pytest.raises(ImproperlyConfigured, match="DEBUG='ture'"):
        environment.flag("DEBUG", default=False)


@pytest.mark.parametrize("word", ["x", "-1", "1.5", "", "²"])
def test_number_that_is_not_whole_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setenv("HSTS_SECONDS", word)

    with pytest.raises(ImproperlyConfigured, match="HSTS_SECONDS="):
        environment.whole_number("HSTS_SECONDS", default=1)


def test_number_is_read_or_is_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HSTS_SECONDS", "0")

    assert environment.whole_number("HSTS_SECONDS", default=1) == 0
    assert environment.whole_number("NOT_SET", default=7) == 7


def test_words_lose_their_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "recettes.example.org, www.example.org ,")

    assert environment.words("ALLOWED_HOSTS", default=[]) == [
        "recettes.example.org",
        "www.example.org",
    ]


def test_short_secret_key_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "x" * 31)

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        environment.secret_key(tmp_path / "secret-key")


def test_given_secret_key_is_used_and_not_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY", LONG_ENOUGH)

    assert environment.secret_key(tmp_path / "secret-key") == LONG_ENOUGH
    assert list(tmp_path.iterdir()) == []


def test_secret_key_is_made_once_for_its_owner_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY")
    kept = tmp_path / "var" / "secret-key"

    made = environment.secret_key(kept)

    assert len(made) >= 50
    assert environment.secret_key(kept) == made
    assert kept.stat().st_mode & 0o077 == 0
    assert list(kept.parent.iterdir()) == [kept]


def test_sqlite_queues_its_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    read = environment.database("sqlite:////srv/recettes/catalogue.sqlite3")

    assert read["ENGINE"] == "django.db.backends.sqlite3"
    assert read["NAME"] == "/srv/recettes/catalogue.sqlite3"
    assert read["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in read["OPTIONS"]["init_command"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_is_pooled(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://alice:secret@db.example.org:5433/recettes")

    read = environment.database("sqlite:///unused")

    assert read["ENGINE"] == "django.db.backends.postgresql"
    assert (read["HOST"], read["PORT"], read["NAME"]) == ("db.example.org", 5433, "recettes")
    assert read["OPTIONS"]["pool"]["max_size"] > 1


@pytest.mark.parametrize(
    "url", ["mysql://localhost/recettes", "recettes", "", "://", "oracle://h/d"]
)
def test_other_databases_are_refused_by_name(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database("sqlite:///unused")


def test_unreadable_database_address_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://alice:secret@db.example.org:port/recettes")

    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
        environment.database("sqlite:///unused")

    assert "secret" not in str(refused.value)


def manage(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with these variables and nothing else of the environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(folder), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_empty_environment_is_a_safe_one(tmp_path: Path) -> None:
    checked = manage(
        tmp_path,
        *("check", "--deploy", "--fail-level", "WARNING"),
        ALLOWED_HOSTS="recettes.example.org",
    )

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    "variables",
    [
        {"DEBUG": "ture"},
        {"DATABASE_URL": "mysql://localhost/recettes"},
        {"EMAIL_URL": "pigeon://localhost"},
        {"EMAIL_URL": "smtp://localhost:port"},
        {"HSTS_SECONDS": "x"},
        {"SECRET_KEY": "short"},
        {"HTTPS": "maybe"},
        {"BEHIND_PROXY": "nginx"},
    ],
    ids=lambda variables: next(iter(variables)),
)
def test_bad_value_stops_the_site_and_names_itself(
    tmp_path: Path, variables: dict[str, str]
) -> None:
    checked = manage(tmp_path, "check", **variables)

    assert checked.returncode != 0
    assert f"ImproperlyConfigured: {next(iter(variables))}" in checked.stderr


@pytest.mark.parametrize(
    ("url", "settings_told"),
    [
        (
            "smtp+tls://moi%40example.org:s%23cret@mail.example.org:587",
            {
                "EMAIL_HOST": "mail.example.org",
                "EMAIL_PORT": 587,
                "EMAIL_HOST_USER": "moi@example.org",
                "EMAIL_HOST_PASSWORD": "s#cret",
                "EMAIL_USE_TLS": True,
            },
        ),
        ("smtp+ssl://mail.example.org:465", {"EMAIL_USE_SSL": True, "EMAIL_PORT": 465}),
        ("consolemail://", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
    ],
)
def test_mail_server_is_read_from_its_address(
    monkeypatch: pytest.MonkeyPatch, url: str, settings_told: dict[str, Any]
) -> None:
    monkeypatch.setenv("EMAIL_URL", url)

    told = environment.email("smtp://localhost:25")

    assert settings_told.items() <= told.items()
    assert told["EMAIL_TIMEOUT"] == 10


@pytest.mark.parametrize(
    ("https", "hosts", "expected"),
    [
        (True, ["recettes.example.org", "www.example.org"], "https://recettes.example.org"),
        (True, ["*", ".example.org"], "https://example.org"),
        (False, ["*"], "http://localhost"),
        (False, [], "http://localhost"),
    ],
)
def test_site_is_where_its_first_name_says_unless_told(
    monkeypatch: pytest.MonkeyPatch,
    https: bool,  # noqa: FBT001  # a parameter of the test
    hosts: list[str],
    expected: str,
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)

    assert environment.site_url(https=https, hosts=hosts) == expected


def test_site_is_where_the_environment_says_without_a_last_slash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SITE_URL", "https://recettes.example.org:8443/")

    assert environment.site_url(https=False, hosts=[]) == "https://recettes.example.org:8443"


@pytest.mark.parametrize(
    "address", ["recettes.example.org", "ftp://example.org", "https://", "https://a.example/b", ""]
)
def test_address_of_the_site_that_is_none_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("SITE_URL", address)

    with pytest.raises(ImproperlyConfigured, match="SITE_URL="):
        environment.site_url(https=True, hosts=["recettes.example.org"])
