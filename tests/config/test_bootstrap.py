"""Setting up on a machine that lacks something: what is said, and what is not done twice."""

import builtins
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import bootstrap


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set up in a folder whose name has a blank, with two requirements files."""
    folder = tmp_path / "a b"
    folder.mkdir()
    (folder / "requirements.txt").write_text("a==1\n")
    (folder / "requirements-dev.txt").write_text("a==1\nb==2\n")
    monkeypatch.setattr(bootstrap, "HERE", folder)
    monkeypatch.setattr(bootstrap, "VENV", folder / ".venv")
    monkeypatch.setattr(bootstrap, "STAMP", folder / ".venv" / "installed.json")
    monkeypatch.setattr(sys, "argv", ["bootstrap.py"])
    return folder


@pytest.fixture
def started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Collect the programs that would be started; one of them puts a Python in the environment."""
    programs: list[list[str]] = []

    class Done:
        returncode = 0

    def run(command: list[str], **_options: Any) -> Done:
        programs.append(command)
        if "venv" in command:
            (folder / ".venv" / "bin").mkdir(parents=True)
            (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
        return Done()

    def works(python: Path) -> bool:
        return python.exists()

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(bootstrap, "works", works)
    return programs


def test_first_time_makes_the_environment_and_installs_with_hashes(
    folder: Path, started: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap.main()

    made, installed = started
    assert made[1:] == ["-m", "venv", "--clear", str(folder / ".venv")]
    assert installed[1:4] == ["-m", "pip", "install"]
    assert installed[-4:] == [
        "--no-deps", "--require-hashes", "-r", str(folder / "requirements.txt")
    ]  # fmt: skip
    said = capsys.readouterr().out
    assert "environnement virtuel .venv" in said
    assert "Installation de requirements.txt" in said


def test_second_time_does_nothing_and_says_nothing(
    folder: Path, started: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap.main()
    started.clear()
    capsys.readouterr()

    bootstrap.main()

    assert started == []
    assert capsys.readouterr().out == ""


def test_changed_requirements_are_installed_into_the_same_environment(
    folder: Path, started: list[list[str]]
) -> None:
    bootstrap.main()
    started.clear()
    (folder / "requirements.txt").write_text("a==2\n")

    bootstrap.main()

    assert [command[1:4] for command in started] == [["-m", "pip", "install"]]


def test_who_has_the_developers_requirements_has_the_others(
    folder: Path, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "requirements-dev.txt"])
    bootstrap.main()
    started.clear()
    monkeypatch.setattr(sys, "argv", ["bootstrap.py"])

    bootstrap.main()

    assert started == []


@pytest.mark.parametrize("stamp", ["", "[]", "{", json.dumps({"requirements.txt": "other"})])
def test_unreadable_stamp_means_nothing_is_installed(
    folder: Path, started: list[list[str]], stamp: str
) -> None:
    bootstrap.main()
    started.clear()
    bootstrap.STAMP.write_text(stamp)

    bootstrap.main()

    assert len(started) == 1


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_missing_module_is_told_with_the_package_that_brings_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    there = builtins.__import__

    def without(name: str, *arguments: Any) -> Any:
        if name == module:
            raise ImportError(name)
        return there(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(SystemExit) as stopped:
        bootstrap.main()

    said = str(stopped.value)
    assert f"il lui manque le module {module}." in said
    assert f"python{sys.version_info[0]}.{sys.version_info[1]}-venv" in said
    assert "Fedora" in said


def test_old_python_says_which_one_is_needed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    monkeypatch.setenv("PATH", str(folder))

    with pytest.raises(SystemExit) as stopped:
        bootstrap.main()

    assert "Il faut Python 3.11 ou plus récent. Celui-ci est Python 3.9.18" in str(stopped.value)


def test_old_python_gives_way_to_a_newer_one_on_the_path_that_works(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, right = folder / "python3.13", folder / "python3.11"
    broken.write_text("#!/bin/sh\nexit 127\n")
    right.write_text("#!/bin/sh\nexit 0\n")
    broken.chmod(0o755)
    right.chmod(0o755)
    became: list[list[str]] = []
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    monkeypatch.setenv("PATH", str(folder))

    def become(_path: str, arguments: list[str]) -> None:
        became.append(arguments)
        raise SystemExit

    monkeypatch.setattr(os, "execv", become)

    with pytest.raises(SystemExit):
        bootstrap.main()

    assert became == [[str(right), "bootstrap.py"]]


def test_python_that_is_not_there_does_not_work(tmp_path: Path) -> None:
    assert bootstrap.works(Path(sys.executable))
    assert not bootstrap.works(tmp_path / "python")


def test_failed_installation_leaves_no_stamp(
    folder: Path, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.main()
    (folder / "requirements.txt").write_text("a==2\n")

    class Failed:
        returncode = 1

    monkeypatch.setattr(subprocess, "run", lambda *_arguments, **_options: Failed())

    with pytest.raises(SystemExit, match=r"requirements\.txt n’a pas pu être installé"):
        bootstrap.main()

    assert bootstrap.stamp_of("requirements.txt") not in bootstrap.installed().values()
