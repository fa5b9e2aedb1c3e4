"""Make .venv and install a pinned, hashed requirements file into it: `python3 bootstrap.py`.

Only the standard library is used. A stamp in .venv says what is installed, so that running this
again costs one short process. Any Python 3 can read this file, to say which Python is needed.
What it says is in French without gettext, which is only there once Django is installed.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
CANDIDATES = ("python3.13", "python3.12", "python3.11", "python3.14")
"""Tried in this order when the Python in hand is too old: the ones the tests know, first."""

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "installed.json"
CONTAINED_IN = {"requirements.txt": "requirements-dev.txt"}
"""The second file pins all that the first pins, and more."""


def main() -> None:
    """Make what is missing, say what is done; exit with a plain message when it cannot be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("requirements", nargs="?", default="requirements.txt")
    name = parser.parse_args().requirements
    if sys.version_info < OLDEST:
        start_again_with(newer_python())
    if not works(venv_python()):
        make_venv()
    if stamp_of(name) in installed().values():
        return
    install(name)


def newer_python() -> str:
    """Find a recent enough Python on the PATH; exit when there is none."""
    for candidate in CANDIDATES:
        path = shutil.which(candidate)
        if path and works(Path(path)):
            return path
    found = ".".join(str(part) for part in sys.version_info[:3])
    needed = ".".join(str(part) for part in OLDEST)
    sys.exit(
        f"Il faut Python {needed} ou plus récent. Celui-ci est Python {found}, et aucun de"
        f" {', '.join(CANDIDATES)} ne marche ici.\n"
        "Debian 12, Ubuntu 24.04 ou plus récents : apt install python3 python3-venv\n"
        "Fedora : dnf install python3.13 · macOS : brew install python@3.13\n"
        "Puis relancez la même commande, ou avec PYTHON=/chemin/de/python3.13"
    )


def start_again_with(python: str) -> None:
    """Become another Python, with the same arguments."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    print(f"Python {version} est trop ancien : {python} prend le relais.")
    sys.stdout.flush()
    os.execv(python, [python, *sys.argv])  # noqa: S606  # found on the PATH, given no shell


def works(python: Path) -> bool:
    """Say whether this is a Python that starts and is recent enough.

    A wrapper may stand on the PATH for a version that isn't there, and a virtual environment
    outlives the Python it was made with.
    """
    test = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        asked = subprocess.run(  # noqa: S603  # our own words, given no shell
            [str(python), "-c", test],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return False
    return asked.returncode == 0


def venv_python() -> Path:
    """Give where the virtual environment's Python is, or will be."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_venv() -> None:
    """Make .venv anew; exit with the missing package's name when this Python cannot."""
    print(f"Création de l’environnement virtuel .venv avec {sys.executable}")
    for module in ("venv", "ensurepip"):
        try:
            __import__(module)
        except ImportError:
            sys.exit(what_is_missing(module))
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, check=False).returncode:  # noqa: S603  # our own words, no shell
        sys.exit("L’environnement virtuel n’a pas pu être créé : la raison est plus haut.")


def what_is_missing(module: str) -> str:
    """Say which system package brings `venv` and `ensurepip`, which some systems set apart."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return (
        f"{sys.executable} ne peut pas créer d’environnement virtuel :"
        f" il lui manque le module {module}.\n"
        f"Debian, Ubuntu : apt install python3-venv (ou python{version}-venv)\n"
        f"Fedora, openSUSE : le paquet python3-pip ou python{version.replace('.', '')}-pip\n"
        "Alpine : apk add py3-pip\n"
        "Puis relancez la même commande."
    )


def stamp_of(name: str) -> str:
    """Tell one text of a requirements file from any other, and from another file's."""
    return name + " " + hashlib.sha256((HERE / name).read_bytes()).hexdigest()


def installed() -> "dict[str, str]":
    """Read what the stamp says; a missing or broken one says nothing."""
    try:
        said = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def install(name: str) -> None:
    """Install a requirements file, every download checked against its hash.

    The file lists every package, so none is looked for beyond it (`--no-deps`): pip before 23.3
    takes the newest release of a package that another asks for with an extra, and then refuses it
    for not being the pinned one. `make check` sees that nothing is missing.
    """
    print(f"Installation de {name} : une minute environ la première fois", flush=True)
    command = [str(venv_python()), "-m", "pip", "install", "--quiet"]
    command += [
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
        "-r",
        str(HERE / name),
    ]
    if subprocess.run(command, check=False).returncode:  # noqa: S603  # our own words, no shell
        sys.exit(f"{name} n’a pas pu être installé : la raison que donne pip est plus haut.")
    said = installed()
    said[name] = stamp_of(name)
    for smaller, larger in CONTAINED_IN.items():
        if larger == name:
            said[smaller] = stamp_of(smaller)
    STAMP.write_text(json.dumps(said, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
