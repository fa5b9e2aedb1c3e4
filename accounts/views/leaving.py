"""Logging out."""

from allauth.account import views as account
from django.http import HttpRequest, HttpResponseBase


def logout(request: HttpRequest) -> HttpResponseBase:
    """Log out, and let the browser forget the texts it kept for whoever was logged in.

    The next person at this machine finds nothing. The header counts over HTTPS and on one's own
    machine only (https://www.w3.org/TR/clear-site-data/).
    """
    response: HttpResponseBase = account.logout(request)
    if not request.user.is_authenticated:
        response.headers["Clear-Site-Data"] = '"storage"'
    return response
