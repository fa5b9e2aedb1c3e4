"""The addresses of django-allauth, in French, under its own names, which its views look for."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from accounts.views import entrance, leaving


def page(route: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    """Give a page that nobody keeps: each tells whose it is, or is for one person alone."""
    return path(route, never_cache(view), name=name)


urlpatterns = [
    page("connexion/", account.login, name="account_login"),
    page("connexion/code/", entrance.RequestCode.as_view(), name="account_request_login_code"),
    page(
        "connexion/code/saisir/", entrance.ConfirmLogin.as_view(), name="account_confirm_login_code"
    ),
    page("connexion/deuxieme-facteur/", second_factor.authenticate, name="mfa_authenticate"),
    page("deconnexion/", leaving.logout, name="account_logout"),
    page("inactif/", account.account_inactive, name="account_inactive"),
    page("inscription/", entrance.SignUp.as_view(), name="account_signup"),
    page("confirmer/", entrance.confirm_again, name="account_reauthenticate"),
    page("confirmer/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    page("adresse/", account.email, name="account_email"),
    page(
        "adresse/code/", entrance.ConfirmAddress.as_view(), name="account_email_verification_sent"
    ),
    page("mot-de-passe/", account.password_change, name="account_change_password"),
    page("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    page("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    page(
        "mot-de-passe/oublie/code/",
        entrance.ConfirmReset.as_view(),
        name="account_confirm_password_reset_code",
    ),
    page(
        "mot-de-passe/oublie/nouveau/",
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
    page(
        "mot-de-passe/oublie/change/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    page("deuxieme-facteur/", second_factor.index, name="mfa_index"),
    page("deuxieme-facteur/activer/", totp.activate_totp, name="mfa_activate_totp"),
    page("deuxieme-facteur/desactiver/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    page("deuxieme-facteur/secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    page(
        "deuxieme-facteur/secours/nouveaux/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    page(
        "deuxieme-facteur/secours/telecharger/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
