"""What every page of the account begins with."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def logged_in(request: HttpRequest) -> User:
    """Give who is logged in, for views that let nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
