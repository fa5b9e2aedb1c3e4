"""Addresses of the accounts room; those of signing up and in are in entrance_urls.py."""

from django.urls import path

from accounts.views import organisations, person

app_name = "accounts"

urlpatterns = [
    path("compte/", person.home, name="home"),
    path("compte/profil/", person.profile, name="profile"),
    path("compte/fermer/", person.close, name="close"),
    path("compte/organisations/nouvelle/", organisations.create, name="create_organisation"),
    path("compte/organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path(
        "compte/organisations/<slug:slug>/modifier/", organisations.edit, name="edit_organisation"
    ),
    path("compte/organisations/<slug:slug>/quitter/", organisations.leave, name="leave"),
    path(
        "compte/organisations/<slug:slug>/membres/<int:member>/role/",
        organisations.change_role,
        name="change_role",
    ),
    path(
        "compte/organisations/<slug:slug>/membres/<int:member>/retirer/",
        organisations.remove,
        name="remove_member",
    ),
    path(
        "compte/organisations/<slug:slug>/invitations/<int:invitation>/retirer/",
        organisations.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("compte/invitations/<str:token>/", organisations.invitation, name="invitation"),
    path("organisations/<slug:slug>/logo-<str:digest>.webp", organisations.logo, name="logo"),
]
