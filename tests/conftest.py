"""What holds for every test: warnings and undefined template variables fail, nothing is kept.

Warnings become errors in pyproject.toml.
"""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.template import Context, Node, base, engines
from django.template.backends.django import DjangoTemplates
from django.template.defaultfilters import default
from pytest_django import Settings

from recipes.snapshot import forget_snapshot

hypothesis.settings.register_profile("any machine", deadline=None)  # a slow one is not a fault
hypothesis.settings.load_profile("any machine")

OURS = str(Path(project.BASE_DIR) / "templates")


@pytest.fixture(autouse=True)
def _nothing_kept(settings: Settings) -> None:
    """Start each test with empty caches; hashing passwords and collecting files cost nothing."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # reads static files where they are, as `make run` does
    in_memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": in_memory}  # no path: as on S3
    cache.clear()
    forget_snapshot()


@pytest.fixture(autouse=True, scope="session")
def _undefined_variables_fail() -> Iterator[None]:
    """Fail where one of our templates uses a name that nobody gave it.

    Also where Django forgives it: in `{% if %}` and `{% for %}` the first name must be known, and
    what follows a dot may be missing, as `{% if %}` is how one asks. `|default` says that the
    author thought of it. A fragment (`_name.html`) has optional parameters, which it asks for with
    `{% if %}`. Django's own templates count on the silence.
    """
    resolve = base.FilterExpression.resolve

    def strict(self: base.FilterExpression, context: Context, ignore_failures: bool = False) -> Any:  # noqa: FBT001, FBT002  # Django's signature
        if default in {function for function, _arguments in self.filters}:
            return resolve(self, context, ignore_failures=True)
        if ignore_failures and _is_unknown(self.var, context):
            in_fragment = Path(_place_in_templates()).name.startswith("_")
            if not in_fragment:
                _refuse(self.var)
        return resolve(self, context, ignore_failures)

    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base.FilterExpression, "resolve", strict)
        patch.setattr(backend.engine, "string_if_invalid", _Refusal())
        yield


class _Refusal(str):
    """Stands for `string_if_invalid`, which Django writes in place of an undefined variable."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True

    def __contains__(self, _key: object) -> bool:
        return True  # Django asks whether "%s" is in it, then formats it with the variable

    def __mod__(self, variable: object) -> str:
        _refuse(variable)
        return ""


def _is_unknown(variable: object, context: Context) -> bool:
    return (
        isinstance(variable, base.Variable)
        and variable.lookups is not None
        and variable.lookups[0] not in context
    )


def _refuse(variable: object) -> None:
    """Fail the test; `pytest.fail` passes through Django's own `except Exception`."""
    place = _place_in_templates()
    if place.startswith(OURS):
        pytest.fail(f"{variable} is undefined in {place}")


def _place_in_templates() -> str:
    """Say in which template the node being rendered stands."""
    frame = inspect.currentframe()
    while frame:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
        frame = frame.f_back
    return ""
