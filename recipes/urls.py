"""Addresses of the catalogue: French, readable, permanent."""

from django.urls import path

from recipes.views import (
    doing,
    drafts,
    editor,
    express,
    from_text,
    listing,
    media,
    personal,
    places,
    prompts,
    reading,
)

app_name = "recipes"

urlpatterns = [
    path("", places.home, name="home"),
    path("robots.txt", places.robots, name="robots"),
    path("favicon.ico", places.favicon, name="favicon"),
    path("recettes/", listing.recipe_list, name="list"),
    path("recettes/suggestions/", listing.suggestions, name="suggestions"),
    path("recettes/<slug:slug>/", reading.recipe_detail, name="detail"),
    path("recettes/<slug:slug>/atelier/", doing.workshop, name="workshop"),
    path("recettes/<slug:slug>/qr.svg", doing.qr, name="qr"),
    path("recettes/<slug:slug>/source.md", reading.recipe_source, name="source"),
    path("recettes/<slug:slug>/historique/", reading.recipe_history, name="history"),
    path("recettes/<slug:slug>/historique/<int:number>/", reading.recipe_revision, name="revision"),
    path("recettes/<slug:slug>/modifier/", drafts.modify, name="modify"),
    path("proposer/", express.express, name="express"),
    path("proposer/suite/", express.proposed, name="proposed"),
    path("proposer/texte/", from_text.from_text, name="from_text"),
    path("convertir/", from_text.paste, name="paste"),
    path("compte/recettes/", drafts.mine, name="mine"),
    path("brouillons/<int:pk>/envoyer/", drafts.submit, name="submit"),
    path("brouillons/<int:pk>/envoyee/", drafts.sent, name="sent"),
    path("brouillons/<int:pk>/retirer/", drafts.withdraw, name="withdraw"),
    path("brouillons/<int:pk>/reprendre/", drafts.resume, name="resume"),
    path("brouillons/<int:pk>/comparer/<int:other>/", drafts.compare, name="compare"),
    path("compte/donnees.json", personal.personal_data, name="personal_data"),
    path("compte/suggestions/arreter/<str:token>/", prompts.stop_prompts, name="stop_prompts"),
    path("brouillons/<int:pk>/", editor.edit, name="edit"),
    path("brouillons/<int:pk>/enregistrer/", editor.autosave, name="autosave"),
    path("brouillons/<int:pk>/apercu/", editor.preview, name="preview"),
    path("brouillons/<int:pk>/fichiers/", media.upload, name="upload"),
    path("medias/<str:name>", media.media, name="media"),
    path("themes/", places.theme_list, name="themes"),
    path("themes/<slug:slug>/", places.theme, name="theme"),
    path("territoires/", places.territory_list, name="territories"),
    path("territoires/<slug:slug>/", places.territory, name="territory"),
    path("organisations/", places.organisation_list, name="organisations"),
    path("organisations/<slug:slug>/", places.organisation, name="organisation"),
    path("a-propos/", places.about, name="about"),
    path("a-propos/sources/", places.sources, name="sources"),
]
