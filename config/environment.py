"""Reading the environment: every value is checked, a bad one is refused by its name."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}
EMAIL_SCHEMES = ("smtp+tls://", "smtp+ssl://", "smtp://", "consolemail://", "filemail://")
DATABASE_SCHEMES = {"sqlite", "postgres", "postgresql"}

env = environ.Env()


def flag(name: str, *, default: bool) -> bool:
    """Read a yes or no; anything else raises `ImproperlyConfigured`.

    django-environ takes any unknown word for "no", so DEBUG=ture would be silent.
    """
    word = env.str(name, default="1" if default else "0").strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ImproperlyConfigured(f"{name}={word!r} is neither yes nor no: use 1 or 0.")


def whole_number(name: str, *, default: int) -> int:
    """Read a number of zero or more; anything else raises `ImproperlyConfigured`."""
    word = env.str(name, default=str(default)).strip()
    if not word.isascii() or not word.isdigit():
        raise ImproperlyConfigured(f"{name}={word!r} is not a whole number of zero or more.")
    return int(word)


def site_url(*, https: bool, hosts: list[str]) -> str:
    """Read SITE_URL, where people reach the site, for links in e-mails: no path, no last slash.

    Not given, it is the first of `hosts` that is a name; with none, this machine.
    """
    named = [host.removeprefix(".") for host in hosts if host.strip("*.")]
    usual = f"{'https' if https else 'http'}://{named[0] if named else 'localhost'}"
    given: str = env.str("SITE_URL", default=usual)
    address = urlsplit(given.strip())
    if address.scheme not in {"http", "https"} or not address.netloc:
        raise ImproperlyConfigured(f"SITE_URL={given!r} does not begin with https:// and a name.")
    if address.path.strip("/") or address.query or address.fragment:
        raise ImproperlyConfigured(f"SITE_URL={given!r} has something after the name of the site.")
    return f"{address.scheme}://{address.netloc}"


def words(name: str, *, default: list[str]) -> list[str]:
    """Read a list separated by commas, blanks around each word removed."""
    return [word.strip() for word in env.list(name, default=default) if word.strip()]


def secret_key(keep_in: Path) -> str:
    """Read SECRET_KEY, or make one and keep it in `keep_in`, readable by its owner only.

    One machine thus needs no configuration; several machines must share the variable.
    Two processes starting at once agree: the file is created once, exclusively.
    """
    given: str = env.str("SECRET_KEY", default="")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured("SECRET_KEY is shorter than 32 characters.")
        return given
    keep_in.parent.mkdir(parents=True, exist_ok=True)
    made = keep_in.with_name(f".{keep_in.name}.{get_random_secret_key()[:6].encode().hex()}")
    made.touch(mode=0o600)
    made.write_text(get_random_secret_key())
    try:
        keep_in.hardlink_to(made)
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return keep_in.read_text()


def database(default: str) -> dict[str, Any]:
    """Read DATABASE_URL into Django's terms, with what each engine needs to be safe.

    SQLite: write-ahead log, so that readers never wait for a writer; IMMEDIATE
    transactions, so that two writers queue instead of failing half-way (sqlite.org,
    "lang_transaction"). PostgreSQL: psycopg's pool.
    """
    url = env.str("DATABASE_URL", default=default)
    if urlsplit(url).scheme not in DATABASE_SCHEMES:
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgresql://")
    try:
        settings: dict[str, Any] = dict(env.db_url_config(url))
    except Exception as error:
        raise ImproperlyConfigured("DATABASE_URL cannot be read as an address.") from error
    options = settings.setdefault("OPTIONS", {})
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        # Opening the file and its settings again for each request costs more than most pages.
        settings["CONN_MAX_AGE"] = None
        options |= {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
            ),
        }
    else:
        options.setdefault("pool", {"min_size": 1, "max_size": 8, "timeout": 10})
    return settings


def email(default: str) -> dict[str, Any]:
    """Read EMAIL_URL into Django's settings, EMAIL_HOST and so on.

    `smtp+tls://user:password@host:587`, `smtp+ssl://…:465`, `smtp://…`, `consolemail://`,
    `filemail:////folder`. A server that does not answer is given up after ten seconds.
    """
    url = env.str("EMAIL_URL", default=default)
    if not url.startswith(EMAIL_SCHEMES):
        raise ImproperlyConfigured(f"EMAIL_URL must begin with {', '.join(EMAIL_SCHEMES)}")
    try:
        settings: dict[str, Any] = dict(env.email_url_config(url))
    except Exception as error:
        raise ImproperlyConfigured("EMAIL_URL cannot be read as an address.") from error
    known = {name: value for name, value in settings.items() if value is not None}
    return {"EMAIL_TIMEOUT": 10, **known}
