"""Bodies of pages drawn beforehand: drawn again once anything they are made of has changed."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from recipes.pages import MADE_OF

BASE = Path(settings.BASE_DIR)
OURS = ("recipes", "accounts", "licences", "territories")
GIVE_NO_WORDS = ("recipes/content", "recipes/models", "recipes/snapshot.py", "licences/chooser.py")
"""What a body says of a recipe stands in its parts, made with each revision; it proposes none."""


def used_by(name: str) -> set[str]:
    """Give the files of ours that a module imports, or a fragment uses."""
    source = (BASE / name).read_text(encoding="utf-8")
    if name.endswith(".html"):
        told = re.findall(r"\{%-? *(?:from|import|include) \"([^\"]+)\"", source)
        return {f"templates/jinja2/{one}" for one in told}
    imported = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    modules = {
        f"{node.module}.{alias.name}" for node in imported for alias in node.names if node.module
    } | {node.module or "" for node in imported}
    paths = {module.replace(".", "/") for module in modules if module.split(".")[0] in OURS}
    return {f"{path}.py" for path in paths if (BASE / f"{path}.py").exists()}


@pytest.mark.parametrize("name", [one for one in MADE_OF if one.endswith((".py", ".html"))])
def test_all_that_a_drawn_body_is_made_of_tells_one_drawing_from_the_next(name):
    missing = {used for used in used_by(name) - set(MADE_OF) if not used.startswith(GIVE_NO_WORDS)}

    assert missing == set()
