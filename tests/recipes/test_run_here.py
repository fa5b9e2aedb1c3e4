"""`manage.py run_here`: one command, and the site can be looked at."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from recipes.management.commands import run_here
from tests.factories import make_recipe


@pytest.fixture
def asked(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, ...]]:
    """Collect the commands run_here calls, none of which does anything."""
    settings.DEBUG = True
    settings.VAR_DIR = tmp_path
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        run_here, "call_command", lambda *arguments, **_options: calls.append(arguments)
    )
    return calls


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Listen on a port for the time of a test."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        yield door.getsockname()[1]


@pytest.fixture
def port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        found: int = door.getsockname()[1]
        return found


@pytest.mark.django_db
def test_refused_without_debug(asked: list[tuple[str, ...]], settings: Settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG=1"):
        call_command("run_here")

    assert asked == []
    assert not User.objects.exists()


@pytest.mark.django_db
def test_taken_port_is_told_before_anything_is_done(
    asked: list[tuple[str, ...]], taken_port: int
) -> None:
    with pytest.raises(CommandError, match=f"{taken_port}.*PORT={taken_port + 1} make run"):
        call_command("run_here", port=taken_port)

    assert asked == []


@pytest.mark.django_db
def test_port_that_cannot_exist_is_told(asked: list[tuple[str, ...]]) -> None:
    with pytest.raises(CommandError, match="70000"):
        call_command("run_here", port=70000)


@pytest.mark.django_db
def test_empty_catalogue_receives_the_demonstration_then_is_served(
    asked: list[tuple[str, ...]], port: int
) -> None:
    call_command("run_here", port=port)

    assert asked == [
        ("load_licences",),
        ("load_territories",),
        ("load_demo",),
        ("runserver", f"127.0.0.1:{port}"),
    ]


@pytest.mark.django_db
def test_catalogue_with_a_recipe_receives_no_demonstration(
    asked: list[tuple[str, ...]], port: int
) -> None:
    make_recipe(published=False)

    call_command("run_here", port=port)

    assert ("load_demo",) not in asked


@pytest.mark.django_db
def test_missing_migrations_are_applied_first(
    asked: list[tuple[str, ...]], port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_arguments: ["one"])

    call_command("run_here", port=port)

    assert asked[0] == ("migrate",)


@pytest.mark.django_db
def test_printed_logins_work_and_reviewer_may_decide(
    asked: list[tuple[str, ...]],
    port: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    client: Client,
) -> None:
    call_command("run_here", port=port, no_color=True)

    said = capsys.readouterr().out
    password = (tmp_path / "demo-password").read_text()
    assert f"http://127.0.0.1:{port}/" in said
    assert password in said
    assert (tmp_path / "demo-password").stat().st_mode & 0o077 == 0
    for role in ("contributor", "reviewer", "administrator"):
        assert f"{role}@example.org" in said
        assert client.login(username=f"{role}@example.org", password=password)
    contributor, reviewer, administrator = (
        User.objects.get(email=f"{role}@example.org")
        for role in ("contributor", "reviewer", "administrator")
    )
    assert reviewer.is_staff
    assert reviewer.has_perm("recipes.change_revision")
    assert not reviewer.has_perm("accounts.change_user")
    assert not contributor.is_staff
    assert administrator.is_superuser


@pytest.mark.django_db
def test_second_start_keeps_logins_and_passwords(asked: list[tuple[str, ...]], port: int) -> None:
    call_command("run_here", port=port)
    before = list(User.objects.order_by("pk").values_list("email", "password"))

    call_command("run_here", port=port)

    assert list(User.objects.order_by("pk").values_list("email", "password")) == before
    assert len(before) == 3


@pytest.mark.django_db
def test_lost_password_is_made_again(
    asked: list[tuple[str, ...]], port: int, tmp_path: Path, client: Client
) -> None:
    call_command("run_here", port=port)
    (tmp_path / "demo-password").unlink()

    call_command("run_here", port=port)

    password = (tmp_path / "demo-password").read_text()
    assert client.login(username="administrator@example.org", password=password)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/rien/", "/recettes/repair-caf/"])
def test_what_is_not_there_is_answered_in_our_words_though_debug_is_on(
    asked: list[tuple[str, ...]], port: int, client: Client, address: str
) -> None:
    call_command("run_here", port=port)

    response = client.get(address)

    assert response.status_code == 404
    assert 'class="error-number"' in response.content.decode()


@pytest.mark.django_db
def test_address_without_its_last_slash_still_leads_to_the_page(
    asked: list[tuple[str, ...]], port: int, client: Client
) -> None:
    call_command("run_here", port=port)

    assert client.get("/recettes").headers["Location"] == "/recettes/"
