"""One include per room."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("licences.urls")),
    path("", include("territories.urls")),
    path("", include("accounts.urls")),
    path("", include("recipes.urls")),
]
