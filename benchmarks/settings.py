"""The production settings, with one page more to compare with."""

from config.settings import *  # noqa: F403  # all of them, on purpose
from config.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "benchmarks.urls"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "benchmarks" / "templates")
