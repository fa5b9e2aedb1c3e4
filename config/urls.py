"""One include per room."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

admin.site.site_title = "Recettes libres"  # a name, the same in every language
admin.site.site_header = _("Recettes libres: reviewers’ area")
admin.site.index_title = _("What there is to look after")
# One way in, with its limits and its second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "recipes.rescue.bad_request"
handler429 = "accounts.views.entrance.asked_too_often"  # for allauth's limits

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("licences.urls")),
    path("", include("territories.urls")),
    path("", include("accounts.urls")),
    path("compte/", include("accounts.entrance_urls")),
    path("", include("recipes.urls")),
]
