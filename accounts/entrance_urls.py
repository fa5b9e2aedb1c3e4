"""The addresses of django-allauth, in French, under its own names, which its views look for."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

from accounts.views import leaving

urlpatterns = [
    path("connexion/", account.login, name="account_login"),
    path("connexion/code/", account.request_login_code, name="account_request_login_code"),
    path("connexion/code/saisir/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/deuxieme-facteur/", second_factor.authenticate, name="mfa_authenticate"),
    path("deconnexion/", leaving.logout, name="account_logout"),
    path("inactif/", account.account_inactive, name="account_inactive"),
    path("inscription/", account.signup, name="account_signup"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("confirmer/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("adresse/", account.email, name="account_email"),
    path("adresse/code/", account.email_verification_sent, name="account_email_verification_sent"),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/code/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "mot-de-passe/oublie/nouveau/",
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        "mot-de-passe/oublie/change/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("deuxieme-facteur/", second_factor.index, name="mfa_index"),
    path("deuxieme-facteur/activer/", totp.activate_totp, name="mfa_activate_totp"),
    path("deuxieme-facteur/desactiver/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("deuxieme-facteur/secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "deuxieme-facteur/secours/nouveaux/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "deuxieme-facteur/secours/telecharger/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
