"""Files people give: kept or refused one by one, shown to those who may see them and no others."""

import io
import json

import pytest
from django.core.files.base import File
from django.core.files.storage import InMemoryStorage, default_storage
from django.urls import reverse
from PIL import Image

from recipes import uploads, workflow
from recipes.content import Document, Photo, RecipeContent, Step
from recipes.markdown_file import parse
from recipes.media import limits, names
from recipes.media.receiving import BoundedUploadHandler
from recipes.models import Recipe, Revision, Upload
from recipes.projection import rebuild
from tests.factories import (
    content_of,
    make_content,
    make_licence,
    make_membership,
    make_organisation,
    make_recipe,
    make_revision,
    make_territory,
    make_user,
)
from tests.recipes.media.files import huge, odt, pdf, picture, picture_that_tells, sent, svg

pytestmark = pytest.mark.django_db
PHOTO, DOCUMENT = Upload.Kind.PHOTO, Upload.Kind.DOCUMENT


def make_draft(author=None, **fields):
    """Make a draft that nobody was sent."""
    if not Recipe.objects.exists():
        make_territory()
        make_licence(spdx_id="CC-BY-SA-4.0")
    return workflow.start(make_content(**fields), author=author)


def keep_photo(recipe, *, width=60, by=None, name="photo.jpg"):
    return uploads.keep(recipe, sent(picture(width, 40), name), by=by)


def told(upload, **more):
    """Name a kept photo in a content, all said that must be."""
    said = {"alt": "Deux personnes", "credit": "Alice", "licence": "CC-BY-SA-4.0", **more}
    return Photo(upload.name, **said)


def publish_with(*entries, recipe=None, **fields):
    """Publish a recipe with these photos and documents."""
    recipe = recipe or make_recipe(**fields)
    make_revision(
        recipe,
        photos=tuple(one for one in entries if isinstance(one, Photo)),
        documents=tuple(one for one in entries if isinstance(one, Document)),
    )
    return Recipe.objects.get(pk=recipe.pk)


def get(client, upload, width=None):
    name = names.size_name(upload.name, width, "webp") if width else upload.name
    return client.get(reverse("recipes:media", args=[name]))


# Keeping


def test_photo_is_kept_in_all_its_sizes_and_only_once():
    alice = make_user()
    recipe = make_draft(alice).recipe

    first = keep_photo(recipe, by=alice)
    again = keep_photo(recipe, by=alice)

    assert first == again == recipe.uploads.get()
    assert (first.kind, first.width, first.height, first.uploaded_by) == (PHOTO, 60, 40, alice)
    assert not first.is_public
    assert all(default_storage.exists(names.place_of(one)) for one in names.all_names(first.name))


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\évasion.jpg", "évasion.jpg"),
        ("/abs/olute.jpg", "olute.jpg"),
        ("a\x00b\n.jpg", "ab .jpg"),
        ("n" * 400 + ".jpg", "n" * 251 + ".jpg"),
    ],
)
def test_name_a_file_was_given_says_nothing_of_where_it_lies(given_name, shown):
    recipe = make_draft().recipe
    file = File(io.BytesIO(picture()), name=given_name)  # not cleaned as a form's would be

    upload = uploads.keep(recipe, file, by=None)

    assert upload.original_name == shown
    assert names.owner_of(upload.name) == upload.name


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (svg("<script>alert(1)</script>"), PHOTO),
        (svg("<script>alert(1)</script>"), DOCUMENT),
        (huge("PNG"), PHOTO),
        (picture()[:-100], PHOTO),
        (b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//", PHOTO),
        (b"<html>" + pdf(), DOCUMENT),
        (bytes(limits.MOST_PHOTO_BYTES + 1), PHOTO),
        (b"", DOCUMENT),
    ],
)
def test_refused_file_says_why_and_leaves_everything_as_it_was(data, kind):
    recipe = make_draft().recipe

    given = list(
        uploads.keep_all(recipe, [sent(picture()), sent(data, "x")], by=None, kind=kind)
        if kind == PHOTO
        else uploads.keep_all(recipe, [sent(pdf()), sent(data, "x")], by=None, kind=kind)
    )

    assert [one.upload is None for one in given] == [False, True]
    assert given[1].refusal
    assert given[1].name == "x"
    assert list(recipe.uploads.all()) == [given[0].upload]


def test_storage_that_fails_refuses_in_words_and_keeps_no_row(monkeypatch):
    recipe = make_draft().recipe

    def full(*_args: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(InMemoryStorage, "save", full)
    with pytest.raises(uploads.RefusedError):
        keep_photo(recipe)

    assert not recipe.uploads.exists()


def test_recipe_keeps_so_many_files_and_no_more(monkeypatch):
    recipe = make_draft().recipe
    monkeypatch.setattr(uploads, "MOST_FILES_OF_A_RECIPE", 1)
    keep_photo(recipe)

    with pytest.raises(uploads.RefusedError, match="1"):
        keep_photo(recipe, width=80)


def test_bytes_stored_twice_at_once_lie_there_once(monkeypatch):
    recipe = make_draft().recipe
    keep_photo(recipe)
    monkeypatch.setattr(InMemoryStorage, "exists", lambda *_args: False)

    upload = keep_photo(make_draft().recipe)

    (folder,) = default_storage.listdir("")[0]
    assert len(default_storage.listdir(folder)[1]) == len(list(names.all_names(upload.name)))


def test_lines_of_new_files_begin_with_the_recipes_own_credit_and_licence():
    recipe = make_draft().recipe
    photo = keep_photo(recipe)
    paper = uploads.keep(recipe, sent(pdf(), "budget_2024.pdf"), by=None, kind=DOCUMENT)
    content = RecipeContent(credit="Alice", licence="CC0-1.0", photos=(Photo(photo.name, "Vu"),))

    changed = uploads.with_uploads(content, [photo, paper, paper])

    assert changed.photos == (Photo(photo.name, "Vu"),)
    assert changed.documents == (Document(paper.name, "budget 2024", "Alice", "CC0-1.0"),)
    assert uploads.with_uploads(RecipeContent(), [photo]).photos == (Photo(photo.name),)


def test_only_what_may_be_taken_of_a_file_reaches_the_disk(monkeypatch):
    monkeypatch.setattr("recipes.media.receiving.MOST_BYTES", 10)
    handler = BoundedUploadHandler()
    handler.new_file("photos", "a.jpg", "image/jpeg", None, None, None)

    for start in range(0, 40, 4):
        handler.receive_data_chunk(b"abcd", start)
    file = handler.file_complete(40)

    assert file is not None
    assert file.size == 40, "as it was sent: that is what is refused"
    assert file.read() == b"abcdabcdab"
    file.close()


# Who sees a file


def test_file_of_a_draft_is_seen_by_those_who_may_write_it_and_nobody_else(client):
    organisation = make_organisation()
    alice = make_user()
    bob = make_user(email="bob@example.org")
    for member in (alice, bob):
        make_membership(user=member, organisation=organisation)
    charlie = make_user(email="charlie@example.org")
    make_membership(user=charlie, organisation=make_organisation(name="Ailleurs"))
    reviewer = make_user(email="carole@example.org", is_staff=True)
    revision = make_draft(alice, organisation=organisation.slug)
    upload = keep_photo(revision.recipe, by=alice)
    content = revision.content.replace(photos=(told(upload),))
    workflow.save_draft(revision, content, by=alice, seen=revision.edition)

    seen = {}
    for user in (None, alice, bob, charlie, reviewer):
        client.logout()
        if user:
            client.force_login(user)
        seen[user] = [get(client, upload, width).status_code for width in (None, 400, 1600)]

    assert seen == {
        None: [404] * 3,
        alice: [200] * 3,
        bob: [200] * 3,
        charlie: [404] * 3,
        reviewer: [404] * 3,
    }


def test_reviewer_sees_the_files_that_a_revision_sent_to_them_names_and_no_others(client):
    alice = make_user()
    revision = make_draft(alice)
    named = keep_photo(revision.recipe)
    dropped = keep_photo(revision.recipe, width=80)
    revision.content = revision.content.replace(photos=(told(named),))
    revision.save()
    workflow.submit(revision)
    client.force_login(make_user(email="carole@example.org", is_staff=True))

    assert get(client, named).status_code == 200
    assert get(client, dropped).status_code == 404


def test_file_is_public_as_long_as_the_published_revision_names_it(client):
    recipe = make_recipe()
    photo, paper = keep_photo(recipe), uploads.keep(recipe, sent(pdf()), by=None, kind=DOCUMENT)
    named = Document(paper.name, "Affiche", "Alice", "CC-BY-SA-4.0")
    assert get(client, photo).status_code == 404

    publish_with(told(photo), named, recipe=recipe)
    assert [get(client, one).status_code for one in (photo, paper)] == [200, 200]

    make_revision(recipe, photos=())
    assert [get(client, one).status_code for one in (photo, paper)] == [404, 200]

    workflow.unpublish(recipe)
    assert [get(client, one).status_code for one in (photo, paper)] == [404, 404]

    list(rebuild([recipe.pk]))
    assert get(client, paper).status_code == 404, "a recipe taken down stays so"


def test_draft_of_a_published_recipe_keeps_its_new_photo_to_itself(client):
    alice = make_user()
    recipe = make_recipe(author=alice)
    upload = keep_photo(recipe)
    revision = workflow.edit(recipe, author=alice)
    workflow.save_draft(
        revision, revision.content.replace(photos=(told(upload),)), by=alice, seen=1
    )

    assert get(client, upload).status_code == 404
    assert upload.name not in client.get(recipe.get_absolute_url()).content.decode()


def test_same_bytes_in_two_recipes_are_as_public_as_the_more_public_of_the_two(client):
    private = make_draft(make_user())
    hidden = keep_photo(private.recipe)
    recipe = make_recipe()
    shown = keep_photo(recipe)
    assert hidden.name == shown.name
    assert get(client, hidden).status_code == 404

    publish_with(told(shown), recipe=recipe)

    assert get(client, hidden).status_code == 200
    hidden.refresh_from_db()
    assert not hidden.is_public, "the other recipe's row says nothing of it"
    workflow.unpublish(recipe)
    assert get(client, hidden).status_code == 404


def test_naming_a_file_one_was_never_given_shows_it_to_nobody(client):
    hidden = keep_photo(make_draft(make_user()).recipe)
    thief = make_user(email="charlie@example.org")
    revision = make_draft(thief, photos=(told(hidden),))
    client.force_login(thief)

    problems = {(one.field, one.code) for one in workflow.problems_of(revision)}
    preview = client.get(reverse("recipes:preview", args=[revision.pk]))

    assert ("photos", "unknown_file") in problems
    assert get(client, hidden).status_code == 404
    assert hidden.name not in preview.content.decode()
    workflow.submit(revision)
    with pytest.raises(workflow.NotPublishableError):
        workflow.accept(revision, by=None)
    client.force_login(make_user(email="carole@example.org", is_staff=True))
    assert get(client, hidden).status_code == 404, "that it is named elsewhere shows it to nobody"


def test_what_a_recipe_keeps_for_itself_is_not_adopted_by_another():
    hidden = keep_photo(make_draft(make_user()).recipe)
    other = make_draft(make_user(email="charlie@example.org")).recipe

    Upload.objects.adopt(other, [hidden.name])

    assert not other.uploads.exists()


@pytest.mark.parametrize(
    "name", ["x", "a" * 64 + ".jpg", "a" * 64 + "-400.webp", "a" * 64 + ".svg", "..%2f..%2fdb"]
)
def test_guessed_address_is_not_found(client, name):
    assert client.get(f"/medias/{name}").status_code == 404


def test_row_whose_bytes_are_gone_is_not_found(client):
    recipe = make_recipe()
    upload = keep_photo(recipe)
    publish_with(told(upload), recipe=recipe)
    default_storage.delete(names.place_of(upload.name))

    assert get(client, upload).status_code == 404


# How a file is handed out


def test_public_photo_is_kept_for_a_year_and_runs_nothing(client):
    recipe = make_recipe()
    upload = keep_photo(recipe)
    publish_with(told(upload), recipe=recipe)

    response = get(client, upload, 800)

    assert response.headers["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(response.getvalue())).format == "WEBP"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; sandbox; frame-ancestors 'none'"
    )
    again = client.get(
        reverse("recipes:media", args=[names.size_name(upload.name, 800, "webp")]),
        headers={"If-None-Match": response.headers["ETag"]},
    )
    assert again.status_code == 304
    assert client.post(response.request["PATH_INFO"]).status_code == 405


def test_photo_of_a_draft_is_kept_by_nobody_on_the_way(client):
    alice = make_user()
    upload = keep_photo(make_draft(alice).recipe)
    client.force_login(alice)

    response = get(client, upload)

    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (pdf(b"<html><script>alert(1)</script>"), "application/pdf"),
        (svg(), "application/octet-stream"),
        (odt(), "application/vnd.oasis.opendocument.text"),
        (picture(form="PNG"), "image/png"),
    ],
)
def test_document_is_downloaded_and_never_opened_here(client, data, media_type):
    recipe = make_recipe()
    upload = uploads.keep(recipe, sent(data, "Notre ../affiche.html"), by=None, kind=DOCUMENT)
    publish_with(Document(upload.name, "Affiche", "Alice", "CC-BY-SA-4.0"), recipe=recipe)

    response = get(client, upload)

    ending = names.extension_of(upload.name)
    assert response.headers["Content-Disposition"] == f'attachment; filename="affiche.{ending}"'
    assert response.headers["Content-Type"] == media_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.getvalue() == data


@pytest.mark.parametrize("how_many", [1, 3])
def test_file_costs_the_same_however_many_recipes_keep_it(
    client, django_assert_num_queries, how_many
):
    alice = make_user()
    recipes = [make_recipe(author=alice, title=f"Recette {n}") for n in range(how_many)]
    public, *_others = [keep_photo(recipe) for recipe in recipes]
    private, *_others = [keep_photo(recipe, width=90) for recipe in recipes]
    for recipe in recipes:
        publish_with(told(public), recipe=recipe)

    with django_assert_num_queries(1):
        get(client, public)
    with django_assert_num_queries(2):
        assert get(client, private).status_code == 404
    client.force_login(alice)
    with django_assert_num_queries(4):
        assert get(client, private).status_code == 200


# Sending files


def test_files_sent_with_a_plain_form_become_lines_of_the_draft(client):
    alice = make_user()
    revision = make_draft(alice)
    client.force_login(alice)

    response = client.post(
        reverse("recipes:upload", args=[revision.pk]),
        {
            "photos": [
                sent(picture(), "a.jpg"),
                sent(b"x", "<b>.jpg"),
                sent(picture_that_tells(), "c.jpg"),
            ],
            "documents": [sent(pdf(), "affiche.pdf")],
        },
        follow=True,
    )

    assert response.redirect_chain[0][0] == f"/brouillons/{revision.pk}/#photos"
    revision.refresh_from_db()
    assert len(revision.content.photos) == 2
    assert [one.title for one in revision.content.documents] == ["affiche"]
    assert revision.edition == 2
    words = [str(message) for message in response.context["messages"]]
    assert len(words) == 2
    assert "<b>.jpg" in words[0]
    assert "<b>.jpg" not in response.content.decode(), "told as words"


@pytest.mark.parametrize("do", ["upload", "save"])
def test_more_files_than_one_form_brings_are_told_and_cost_neither_the_others_nor_the_text(
    client, do
):
    alice = make_user()
    revision = make_draft(alice)
    client.force_login(alice)
    files = [sent(picture(40 + number), f"{number}.jpg") for number in range(limits.MOST_AT_ONCE)]
    too_many = [sent(b"never read", "de-trop-1.jpg"), sent(b"never read", "de-trop-2.pdf")]

    response = client.post(
        reverse("recipes:edit", args=[revision.pk]),
        {
            "photos": files + too_many[:1],
            "documents": too_many[1:],
            "shown": ["tips"],
            "tips": "Venir tôt.",
            "seen": "1",
            "do": do,
        },
        follow=True,
    )

    assert response.status_code == 200
    words = [str(message) for message in response.context["messages"]]
    assert any(
        "2 fichiers de plus n’ont pas été reçus\u00a0: 30 à la fois au plus." in one
        for one in words
    )
    content = Revision.objects.get(pk=revision.pk).content
    assert content.tips == "Venir tôt."
    assert len(content.photos) == limits.MOST_AT_ONCE
    assert content.documents == ()


def test_script_that_sends_too_many_files_at_once_is_told(client):
    alice = make_user()
    revision = make_draft(alice)
    client.force_login(alice)
    files = [sent(b"x", f"{number}.jpg") for number in range(limits.MOST_AT_ONCE + 1)]

    response = client.post(
        reverse("recipes:upload", args=[revision.pk]),
        {"photos": files},
        headers={"Accept": "application/json"},
    )

    told = json.loads(response.content)
    assert len(told["files"]) == limits.MOST_AT_ONCE
    assert told["left_out"].startswith("1 fichier de plus n’a pas été reçu")


def test_form_without_a_file_changes_nothing(client):
    alice = make_user()
    revision = make_draft(alice)
    client.force_login(alice)

    client.post(reverse("recipes:upload", args=[revision.pk]))

    revision.refresh_from_db()
    assert revision.edition == 1


def test_files_sent_by_the_page_come_back_as_lines_and_change_no_draft(client):
    alice = make_user()
    revision = make_draft(alice)
    client.force_login(alice)

    response = client.post(
        reverse("recipes:upload", args=[revision.pk]),
        {
            "photos": [sent(picture(), "a.jpg"), sent(huge("PNG"), "b.png")],
            "documents": [sent(odt(), "c.odt")],
            "number": "7",
        },
        headers={"Accept": "application/json"},
    )

    photo, refused, paper = json.loads(response.content)["files"]
    assert (photo["name"], photo["list"]) == ("a.jpg", "photos")
    assert 'name="photos-7-alt"' in photo["line"]
    assert f'value="{photo["file"]}"' in photo["line"]
    assert "photos-remove-7" in photo["line"]
    assert refused.keys() == {"name", "refused"}
    assert 'name="documents-8-title"' in paper["line"]
    revision.refresh_from_db()
    assert (revision.edition, revision.content.photos) == (1, ())
    assert revision.recipe.uploads.count() == 2


@pytest.mark.parametrize("how_many", [1, 3])
def test_sending_files_costs_so_much_a_file(client, django_assert_num_queries, how_many):
    alice = make_user()
    revision = make_draft(alice)
    client.force_login(alice)
    files = [sent(picture(60 + number), f"{number}.jpg") for number in range(how_many)]
    shared, each = 3, 6  # each: counted, looked for, kept between two savepoints; its licences

    with django_assert_num_queries(shared + each * how_many):
        client.post(
            reverse("recipes:upload", args=[revision.pk]),
            {"photos": files},
            headers={"Accept": "application/json"},
        )


def test_files_are_taken_from_those_who_may_write_the_draft_and_nobody_else(client):
    alice = make_user()
    revision = make_draft(alice)
    address = reverse("recipes:upload", args=[revision.pk])

    anonymous = client.post(address, {"photos": sent(picture())})
    by_page = client.post(
        address, {"photos": sent(picture())}, headers={"Accept": "application/json"}
    )
    client.force_login(make_user(email="carole@example.org", is_staff=True))
    reviewer = client.post(address, {"photos": sent(picture())})
    workflow.submit(revision)
    client.force_login(alice)
    too_late = client.post(address, {"photos": sent(picture())})

    assert anonymous.status_code == 302
    assert f"next=/brouillons/{revision.pk}/" in anonymous.headers["Location"]
    assert by_page.status_code == 401
    assert json.loads(by_page.content)["error"]
    assert (reviewer.status_code, too_late.status_code) == (404, 404)
    assert client.get(address).status_code == 405
    assert not Upload.objects.exists()


# On the recipe's page, in lists, in its source


def test_recipe_shows_its_photos_in_sizes_with_what_they_show_and_whose_they_are(client):
    recipe = make_recipe(title="Un repair café")
    cover, step, other = (keep_photo(recipe, width=width) for width in (900, 600, 300))
    paper = uploads.keep(recipe, sent(pdf()), by=None, kind=DOCUMENT)
    make_revision(
        recipe,
        photos=(
            told(cover, alt="Une salle <b>", caption="Un samedi de mars"),
            told(step, alt="Une porte"),
            told(other, alt="Un gâteau"),
        ),
        documents=(Document(paper.name, "L’affiche", "Bob", "CC-BY-SA-4.0"),),
        steps=(Step("Ouvrir", "La porte.", photo=step.name),),
    )

    shown = client.get(recipe.get_absolute_url()).content.decode()

    cover_at = cover.name.removesuffix(".jpg")
    assert f'/medias/{cover_at}-800.webp 800w, /medias/{cover_at}-1600.webp 900w"' in shown
    assert 'width="900" height="40" alt="Une salle &lt;b&gt;" decoding' in shown
    assert "Un samedi de mars" in shown
    assert shown.count("CC BY-SA 4.0</a></small></figcaption>") == 3
    assert shown.index("Une salle") < shown.index("Une porte") < shown.index("Un gâteau")
    assert shown.count('alt="Une porte"') == 1, "beside its step, not again below"
    assert shown.index('alt="Une porte"') < shown.index('class="photos"')
    assert f'<a href="/medias/{paper.name}" download>L’affiche</a>' in shown
    linked = json.loads(shown.split('ld+json">')[1].split("</script>")[0])
    assert linked["image"][0] == f"http://testserver/medias/{cover.name}"


def test_first_photo_is_the_cover_in_lists(client):
    recipe = make_recipe()
    upload = keep_photo(recipe)
    make_recipe(title="Sans photo")
    publish_with(told(upload, alt="Une salle"), recipe=recipe)

    shown = client.get(reverse("recipes:list")).content.decode()

    assert shown.count('<img class="cover"') == 1
    assert f'src="/medias/{upload.name.removesuffix(".jpg")}-400.jpg"' in shown
    assert 'alt="Une salle"' in shown
    make_revision(recipe, photos=())
    assert '<img class="cover"' not in client.get(reverse("recipes:list")).content.decode()


def test_source_names_the_files_and_says_the_same_again(client):
    recipe = make_recipe()
    upload = keep_photo(recipe)
    publish_with(told(upload), recipe=recipe)

    source = client.get(reverse("recipes:source", args=[recipe.slug])).content.decode()

    assert f"fichier: {upload.name}" in source
    recipe.refresh_from_db()
    assert parse(source).content == content_of(recipe)


def test_adaptation_keeps_the_photos_though_the_other_recipe_goes(client):
    recipe = make_recipe()
    upload = keep_photo(recipe)
    recipe = publish_with(told(upload), recipe=recipe)
    alice = make_user()

    adapted = workflow.adapt(recipe, author=alice)
    workflow.unpublish(recipe)
    recipe.uploads.all().delete()

    client.force_login(alice)
    assert get(client, upload).status_code == 200
    assert adapted.recipe.uploads.get().name == upload.name
    assert not [
        one
        for one in workflow.problems_of(Revision.objects.get(pk=adapted.pk))
        if one.field == "photos"
    ]


def test_photo_named_by_a_recipe_that_shows_another_ones_is_its_own_too():
    first = make_recipe()
    upload = keep_photo(first)
    publish_with(told(upload), recipe=first)

    second = publish_with(told(upload), title="Une autre")
    workflow.unpublish(first)

    assert Upload.objects.public().get().recipe == second


def test_licence_of_a_photo_that_is_not_free_keeps_the_recipe_from_being_published():
    recipe = make_recipe()
    make_licence(spdx_id="CC-BY-NC-4.0", is_free=False)
    upload = keep_photo(recipe)

    with pytest.raises(workflow.NotPublishableError) as refused:
        publish_with(told(upload, licence="CC-BY-NC-4.0"), recipe=recipe)

    assert [one.code for one in refused.value.problems] == ["file_licence_not_free"]
