"""A photo that is kept is a picture and nothing else, whatever was given."""

import io
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile

from recipes.media import names, photos
from recipes.media.limits import MASTER_SIDE, MOST_PHOTO_BYTES, RefusedError
from tests.recipes.media.files import (
    SECRET,
    huge,
    many_scans,
    packed,
    pdf,
    picture,
    picture_that_tells,
    svg,
)


def made(data: bytes) -> photos.Picture:
    return photos.make(io.BytesIO(data), len(data))


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def colour(data: bytes, x: int, y: int) -> tuple[int, int, int]:
    found = opened(data).getpixel((x, y))
    assert isinstance(found, tuple)
    red, green, blue = found
    return red, green, blue


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "LA"),
        ("PNG", "I;16"),
        ("WEBP", "RGB"),
        ("GIF", "RGB"),
    ],
)
def test_picture_of_any_form_is_kept_as_a_master_and_its_sizes(form, mode):
    photo = made(picture(form=form, mode="L" if mode == "I;16" else mode))

    assert set(photo.files) == set(names.all_names(photo.name))
    assert photos.is_master(photo.files[photo.name])
    assert {(opened(data).size, opened(data).mode) for data in photo.files.values()} == {
        ((60, 40), "RGB")
    }
    assert {opened(data).format for data in photo.files.values()} == {"JPEG", "WEBP"}


def test_sixteen_bits_a_pixel_keep_their_greys():
    grey = Image.new("I;16", (20, 20), 128 * 256)
    written = io.BytesIO()
    grey.save(written, "PNG")

    photo = made(written.getvalue())

    red, green, blue = colour(photo.files[photo.name], 5, 5)
    assert max(abs(value - 128) for value in (red, green, blue)) < 4


def test_photo_has_the_widths_its_names_tell_and_is_never_made_wider():
    photo = made(picture(3_000, 1_500))
    narrow = made(picture(500, 50))

    assert (photo.width, photo.height) == (MASTER_SIDE, 1_200)
    assert [
        opened(photo.files[names.size_name(photo.name, width, "webp")]).size
        for width in (400, 800, 1_600)
    ] == [(400, 200), (800, 400), (1_600, 800)]
    assert opened(narrow.files[names.size_name(narrow.name, 1_600, "jpg")]).size == (500, 50)
    assert names.shown_widths(photo.width) == [(400, 400), (800, 800), (1_600, 1_600)]
    assert names.shown_widths(narrow.width) == [(400, 400), (800, 500)]
    assert names.shown_widths(300) == [(400, 300)]


def test_photo_is_upright_and_tells_nothing_but_what_one_sees():
    given_bytes = picture_that_tells()
    assert SECRET.encode() in given_bytes

    photo = made(given_bytes)

    assert (photo.width, photo.height) == (40, 60), "turned as its orientation asked"
    red, _green, blue = colour(photo.files[photo.name], 20, 10)
    assert red > blue, "what was left is up"
    for data in photo.files.values():
        assert SECRET.encode() not in data
        assert b"Exif" not in data
        assert not {"exif", "xmp", "icc_profile", "comment"} & opened(data).info.keys()
        assert not opened(data).getexif()


def test_colours_of_another_space_are_those_one_saw():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    plain, told = made(picture()), made(picture(icc_profile=profile))

    assert told.name != plain.name, "the profile was applied"


def test_transparent_is_white():
    clear = Image.new("RGBA", (30, 30), (255, 0, 0, 0))
    written = io.BytesIO()
    clear.save(written, "PNG")

    photo = made(written.getvalue())

    assert colour(photo.files[photo.name], 9, 9) == (255, 255, 255)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_is_kept(form):
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("white", "black", "black")]
    written = io.BytesIO()
    frames[0].save(written, form, save_all=True, append_images=frames[1:])

    photo = made(written.getvalue())

    assert colour(photo.files[photo.name], 9, 9)[0] > 250
    assert all(getattr(opened(data), "n_frames", 1) == 1 for data in photo.files.values())


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_picture_of_hundreds_of_millions_of_pixels_is_refused_before_it_is_decoded(
    form, monkeypatch
):
    bomb = huge(form)
    Image.init()  # what Pillow loads once, whichever test comes first, is no part of the picture

    def decoded(*_args: object) -> None:
        pytest.fail("it was decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", decoded)
    monkeypatch.setattr(Image.Image, "load", decoded)
    tracemalloc.start()
    with pytest.raises(RefusedError, match="40"):
        made(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 2_000_000, "no more than the file itself, a few times"


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")  # as in production
def test_picture_somewhat_too_large_is_refused_with_its_size():
    with pytest.raises(RefusedError, match="7000 × 7000"):
        made(huge("PNG", 7_000))


def test_file_of_50_mb_is_refused_unread():
    class Unreadable(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            pytest.fail("it was read")

    with pytest.raises(RefusedError, match="50"):
        photos.make(Unreadable(), 50_000_000)


def test_jpeg_that_is_drawn_over_and_over_is_refused():
    made(many_scans(20))

    with pytest.raises(RefusedError):
        made(many_scans(200))


def test_picture_whose_camera_wrote_nonsense_is_a_photo_or_refused():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Appareil"
    data = picture(16, 16, exif=exif.tobytes())
    at = data.index(b"Exif\0\0") + 6

    for place in range(at, at + 48):
        for byte in (0, 1, 2, 3, 5, 7, 12, 255):
            with suppress(RefusedError):
                made(data[:place] + bytes([byte]) + data[place + 1 :])


def test_empty_file_is_refused():
    with pytest.raises(RefusedError):
        made(b"")


def test_no_more_is_read_than_may_be_sent_whatever_the_size_told():
    endless = io.BytesIO(picture() + bytes(MOST_PHOTO_BYTES + 100))

    with pytest.raises(RefusedError):
        photos.make(endless, 10)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_truncated_picture_is_refused(form, kept):
    noise = Image.effect_noise((120, 90), 80).convert("RGB")
    written = io.BytesIO()
    noise.save(written, form)
    whole = written.getvalue()

    with pytest.raises(RefusedError):
        made(whole[: int(len(whole) * kept)])


@pytest.mark.parametrize(
    "behind",
    [
        b"<script>alert(1)</script>",
        packed(("evil.txt", "x")),
        pdf(b"<html>"),
        picture(),
    ],
    ids=["html", "zip", "pdf", "another picture"],
)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_hides_behind_a_picture_stays_behind(form, behind):
    photo = made(picture(form=form) + behind)

    assert all(behind not in data for data in photo.files.values())
    assert photos.is_master(photo.files[photo.name])


@pytest.mark.parametrize(
    "given_bytes",
    [
        b"GIF89a/*" + bytes(20) + b"*/=1;alert(document.domain)//",
        svg("<script>alert(1)</script>"),
        b"<?xml version='1.0'?>" + svg(),
        pdf(),
        b"\x00\x00\x00\x18ftypheic" + bytes(30),
        b"<html><body>",
        b"P6 1 1 255\n\x00\x00\x00",
        b"\x00",
    ],
    ids=["gif and script", "svg", "svg again", "pdf", "heic", "html", "other format", "zero"],
)
def test_what_is_no_picture_is_refused_in_words(given_bytes):
    with pytest.raises(RefusedError) as refused:
        made(given_bytes)

    assert len(str(refused.value)) > 20


def test_master_that_comes_back_keeps_its_bytes_and_its_name():
    photo = made(picture(900, 700))
    master = photo.files[photo.name]

    again = made(master)

    assert again.name == photo.name
    assert again.files == photo.files


@pytest.mark.parametrize(
    "changed",
    [
        lambda master: master + b"x",
        lambda master: master + b"\xff\xd9",
        lambda master: master[:2] + b"\xff\xfe\x00\x06evil" + master[2:],
        lambda master: master[:-2] + b"<script>\xff\xd9\xff\xd9",
        lambda _: picture(comment=b"x"),
        lambda _: picture(mode="L"),
        lambda _: picture(2_500, 10, quality=90),
        lambda _: picture_that_tells(),
        lambda _: b"\xff\xd8\xff\xd9",
        lambda _: b"",
    ],
    ids=[
        "behind", "two ends", "comment", "hidden end", "own comment", "grey", "too wide", "told",
        "nothing", "empty",
    ],
)  # fmt: skip
def test_what_holds_more_than_a_master_is_none(changed):
    photo = made(picture())

    assert not photos.is_master(changed(photo.files[photo.name]))


@given(st.binary(max_size=200))
@example(b"\xff\xd8\xff\xda\x00\x02\xff")
@example(b"\xff\xd8\xff\xda\x00\x02\xff\xd9")
@example(b"\xff\xd8\xff\xc0\x00\x00\xff\xd9")
def test_any_bytes_are_a_photo_or_refused(data):
    photos.is_master(b"\xff\xd8" + data + b"\xff\xd9")

    with pytest.raises(RefusedError):
        made(data)


@given(st.integers(0, 600), st.integers(0, 255))
def test_picture_with_any_byte_changed_is_a_photo_or_refused(at, value):
    data = bytearray(picture(16, 16))
    data[at % len(data)] = value

    try:
        photo = made(bytes(data))
    except RefusedError:
        return
    assert photo.width <= MASTER_SIDE
