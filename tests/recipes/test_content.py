"""What a content says is in one normal form, and what is wrong with it is told, never raised."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recipes.bands import DurationBand, ParticipantsBand, duration_band, participants_band
from recipes.content import (
    EXPRESS_MINIMUM,
    INVITED,
    Ancestor,
    Difficulty,
    Document,
    Ingredient,
    IngredientKind,
    Known,
    Link,
    Phase,
    Photo,
    RecipeContent,
    Related,
    Section,
    Step,
    invitations,
    is_date,
    is_identifier,
    is_since,
    is_web_address,
    missing,
    one_line,
    problems,
    text,
    web_address,
)
from recipes.durations import LONGEST
from recipes.wording import FIELDS, problem_in_words
from tests.factories import make_content
from tests.recipes.strategies import contents

UUID = "0b6f3a52-7d0c-4a55-9f0e-2f6f3c1f8a11"
COMPLETE = make_content()


def told(content: RecipeContent, known: Known | None = None) -> set[tuple[str, str]]:
    """Give the field and code of each problem."""
    return {(problem.field, problem.code) for problem in problems(content, known)}


@given(st.text())
@example("e\x00\u0301")
@example("\r\n \r\x85\u2028a\x07b \n\n")
def test_text_put_in_normal_form_twice_is_the_same(words):
    once = text(words)

    assert text(once) == once
    assert one_line(one_line(words)) == one_line(words)
    assert web_address(web_address(words)) == web_address(words)
    assert "\x00" not in once
    assert "\n" not in one_line(words)


def test_text_keeps_the_typography_and_loses_what_cannot_be_typed():
    assert text("\n\n  a\r\nb  \rc\x00\x9f\ud800 \n") == "  a\nb  \nc"
    assert one_line(" où \n\t va\xa0? \u202f! ") == "où va\xa0? \u202f!"
    assert text("e\x07\u0301") == "é"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/é?x=<y>", "https://example.org/%C3%A9?x=%3Cy%3E"),
        ("https://example.org/%C3%A9#(a)", "https://example.org/%C3%A9#(a)"),
        ('https://[::1]/\\"', "https://[::1]/%5C%22"),
        (" \x00javascript:alert(1)\n", "javascript:alert(1)"),
        ("", ""),
    ],
)
def test_web_address_holds_only_what_may_stand_in_one(typed, kept):
    assert web_address(typed) == kept


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("https://example.org", True),
        ("HTTP://example.org/a", True),
        ("http://[", False),
        ("https://", False),
        ("javascript:alert(1)", False),
        ("//example.org", False),
        ("example.org", False),
    ],
)
def test_web_address_is_http_with_a_host(words, is_one):
    assert is_web_address(words) is is_one


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("2016", True),
        ("2016-03", True),
        ("2016-02-29", True),
        ("2015-02-29", False),
        ("2016-13", False),
        ("0000", False),
        ("٢٠١٦", False),
        ("2016-3", False),
        ("en 2016", False),
    ],
)
def test_since_is_a_year_a_month_or_a_day(words, is_one):
    assert is_since(words) is is_one
    assert is_date(words) is (is_one and len(words) == 10)


def test_content_with_the_express_minimum_has_no_problem():
    assert problems(COMPLETE) == []


def test_empty_content_misses_the_express_minimum_in_the_order_it_is_asked():
    assert missing(RecipeContent()) == EXPRESS_MINIMUM
    assert [problem.field for problem in problems(RecipeContent())] == list(EXPRESS_MINIMUM)
    assert missing(COMPLETE) == ()


def test_parts_nobody_wrote_are_invitations():
    assert invitations(COMPLETE) == INVITED
    assert "tips" not in invitations(COMPLETE.replace(tips="Prévoir du café."))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": "a" * 81}, ("title", "too_long")),
        ({"summary": "a" * 181}, ("summary", "too_long")),
        ({"credit": "a" * 501}, ("credit", "too_long")),
        ({"imported_from": "a" * 501}, ("imported_from", "too_long")),
        ({"why": "a" * 50_001}, ("why", "too_long")),
        ({"tags": ("a" * 51,)}, ("tags", "too_long")),
        ({"tags": tuple(map(str, range(13)))}, ("tags", "too_many")),
        ({"territories": tuple(map(str, range(51)))}, ("territories", "too_many")),
        ({"territories": ("a" * 501,)}, ("territories", "too_long")),
        ({"steps": tuple(Step(str(n)) for n in range(201))}, ("steps", "too_many")),
        ({"steps": (Step("a" * 2001),)}, ("steps", "too_long")),
        ({"steps": (Step("a", "a" * 50_001),)}, ("steps", "too_long")),
        ({"ingredients": (Ingredient("a" * 2001),)}, ("ingredients", "too_long")),
        ({"utensils": ("a" * 2001,)}, ("utensils", "too_long")),
        ({"difficulties": (Difficulty("a", "a" * 50_001),)}, ("difficulties", "too_long")),
        ({"sections": (Section("a" * 2001, "a"),)}, ("sections", "too_long")),
        ({"links": (Link("a", f"https://a.org/{'a' * 2000}"),)}, ("links", "too_long")),
        ({"related": (Related(UUID, "a"),) * 201}, ("related", "too_many")),
        ({"ease": 6}, ("ease", "out_of_range")),
        ({"ease": 0}, ("ease", "out_of_range")),
        ({"participants_min": 0}, ("participants_min", "out_of_range")),
        ({"participants_max": 10**12}, ("participants_max", "out_of_range")),
        (
            {"participants_min": 9, "participants_max": 8},
            ("participants_max", "less_than_least"),
        ),
        ({"minutes": 0}, ("minutes", "bad_duration")),
        ({"minutes": LONGEST + 1}, ("minutes", "bad_duration")),
        ({"setup_minutes": 10**18}, ("setup_minutes", "bad_duration")),
        ({"steps": (Step("a", minutes=0),)}, ("steps", "bad_duration")),
        ({"steps": (Step("a", component="repair-cafe"),)}, ("steps", "bad_identifier")),
        ({"since": "hier"}, ("since", "bad_since")),
        ({"confirmed_on": "2016"}, ("confirmed_on", "bad_date")),
        ({"confirmed_on": "2016-02-30"}, ("confirmed_on", "bad_date")),
        ({"links": (Link("a", "javascript:alert(1)"),)}, ("links", "bad_address")),
        (
            {"adapted_from": (Ancestor("a", "b", "c", url="javascript:alert(1)"),)},
            ("adapted_from", "bad_address"),
        ),
        (
            {"adapted_from": (Ancestor("a", "b", "c", identifier="repair-cafe"),)},
            ("adapted_from", "bad_identifier"),
        ),
        ({"language": "français"}, ("language", "bad_language")),
        ({"language": "fr" + "-abcdefgh" * 4}, ("language", "bad_language")),
    ],
)
def test_content_out_of_bounds_is_told_beside_its_field(changes, problem):
    assert told(COMPLETE.replace(**changes)) == {problem}


def test_content_at_the_bounds_has_no_problem():
    content = COMPLETE.replace(
        title="a" * 80,
        summary="a" * 180,
        ease=5,
        participants_min=1,
        participants_max=1_000_000,
        minutes=LONGEST,
        since="2016-03",
        confirmed_on="2016-03-12",
        language="zh-Hant-TW",
        links=(Link("a", "https://example.org"), Link("sans adresse")),
        steps=(Step("a", "a" * 50_000, component=UUID.upper(), minutes=1),),
        adapted_from=(Ancestor("a", "b", "c", UUID, "https://example.org"),),
    )

    assert problems(content) == []


def test_content_that_names_what_the_catalogue_does_not_know_is_told():
    content = COMPLETE.replace(organisation="inconnue", territories=("commune:29019", "ville:1"))
    known = Known(licences={}, territories={"commune:29019"}, organisations=())

    assert told(content, known) == {
        ("licence", "unknown_licence"),
        ("territories", "unknown_territory"),
        ("organisation", "unknown_organisation"),
    }
    assert told(content, Known(licences={content.licence: False})) == {
        ("licence", "licence_not_free")
    }
    assert told(RecipeContent(), Known({}, (), ())) == {
        (name, "missing") for name in EXPRESS_MINIMUM
    }


def test_photo_or_document_not_told_of_keeps_the_recipe_from_being_published():
    content = COMPLETE.replace(
        photos=(Photo("a.jpg"), Photo("b.jpg", "Un vélo", "Alice", "CC0-1.0")),
        documents=(Document("c.pdf"),),
        steps=(Step("Ouvrir", photo="d.jpg"), Step("Fermer", photo="a.jpg")),
    )

    found = [(p.field, p.code, p.values["number"]) for p in problems(content)]

    assert found == [
        ("photos", "file_without_alt", 1),
        ("photos", "file_without_credit", 1),
        ("photos", "file_without_licence", 1),
        ("documents", "file_without_title", 1),
        ("documents", "file_without_credit", 1),
        ("documents", "file_without_licence", 1),
        ("steps", "photo_not_of_recipe", 1),
    ]


def test_photo_that_is_not_here_or_not_free_keeps_the_recipe_from_being_published():
    whole = ("Un vélo", "Alice")
    content = COMPLETE.replace(
        photos=(Photo("a.jpg", *whole, "CC0-1.0"), Photo("b.jpg", *whole, "CC-BY-NC-4.0")),
        documents=(Document("c.pdf", *whole, "ma licence"),),
    )
    licences = {content.licence: True, "CC0-1.0": True, "CC-BY-NC-4.0": False}

    assert told(content, Known(licences, files={"a.jpg", "c.pdf"})) == {
        ("photos", "unknown_file"),
        ("photos", "file_licence_not_free"),
        ("documents", "file_unknown_licence"),
    }
    assert content.files == ("a.jpg", "b.jpg", "c.pdf")
    assert content.licences == (content.licence, "CC0-1.0", "CC-BY-NC-4.0", "ma licence")


def test_too_many_photos_are_told():
    content = COMPLETE.replace(
        photos=tuple(Photo(f"{n}.jpg", "a", "b", "CC0-1.0") for n in range(31))
    )

    assert told(content) == {("photos", "too_many")}


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(contents)
def test_problems_of_any_content_are_told_in_words(content):
    for problem in problems(content, Known({}, (), ())):
        assert str(FIELDS[problem.field])
        assert problem_in_words(problem)


def test_content_drops_lines_that_hold_nothing_and_keys_said_twice():
    content = RecipeContent(
        tags=("a", " ", "a "),
        territories=("commune:29019", "commune:29019"),
        ingredients=(Ingredient(" "), Ingredient("du café", IngredientKind.MATERIAL)),
        steps=(Step(""), Step("", "texte")),
        difficulties=(Difficulty(""), Difficulty("", "quand même")),
        links=(Link(""), Link("", note="voir")),
        related=(Related(), Related("", "Un titre")),
        sections=(Section(""), Section("", "texte")),
        utensils=("", "une table"),
    )

    assert content.tags == ("a",)
    assert content.territories == ("commune:29019",)
    assert [len(getattr(content, name)) for name in ("ingredients", "steps", "difficulties")] == [
        1, 1, 1,
    ]  # fmt: skip
    assert [len(getattr(content, name)) for name in ("links", "related", "sections")] == [1, 1, 1]
    assert content.utensils == ("une table",)


def test_identifier_is_spelled_as_it_is_looked_up():
    content = RecipeContent(
        steps=(Step("a", component=UUID.upper()),),
        related=(Related(UUID.upper(), "Un titre"),),
        adapted_from=(Ancestor("a", "b", "c", UUID.upper()),),
    )

    assert content.steps[0].component == UUID
    assert content.related[0] == Related(title=f"{UUID} : Un titre")
    assert content.adapted_from[0].identifier == UUID
    assert not is_identifier("{" + UUID + "}")


@pytest.mark.parametrize("name", ["ease", "participants_min", "minutes", "setup_minutes"])
def test_count_below_zero_is_no_content(name):
    with pytest.raises(ValueError, match=name):
        RecipeContent.from_json({name: -1})


def test_step_of_less_than_no_time_is_no_step():
    with pytest.raises(ValueError, match="step"):
        Step("a", minutes=-1)


def test_keys_we_do_not_know_are_kept_as_texts_however_deep():
    nested: object = "fond"
    for _ in range(500):
        nested = [nested]
    content = RecipeContent(extra={" clé\x00 ": {"a ": [1, None, "b\x00"]}, "profond": nested})

    assert content.extra["clé"] == {"a": ["1", "None", "b"]}
    assert RecipeContent.from_json(content.to_json()) == content


@pytest.mark.parametrize(
    "data",
    [
        {"inconnu": 1},
        {"title": 5},
        {"kind": "gâteau"},
        {"ingredients": [{}]},
        {"ingredients": [{"text": "a", "kind": "gâteau"}]},
        {"steps": ["a"]},
        {"steps": [{"title": "a", "phase": "hier"}]},
        {"links": [{"titre": "a"}]},
        {"minutes": "5"},
        {"minutes": -5},
        {"extra": 5},
        {"tags": 5},
    ],
)
def test_data_of_another_shape_is_refused(data):
    with pytest.raises((ValueError, TypeError)):
        RecipeContent.from_json(data)


def test_step_without_a_phase_happens_during():
    assert RecipeContent.from_json({"steps": [{"title": "a"}]}).steps == (
        Step("a", phase=Phase.DURING),
    )


@pytest.mark.parametrize(
    ("minutes", "band"),
    [
        (None, ""),
        (60, DurationBand.HOUR),
        (61, DurationBand.HALF_DAY),
        (241, DurationBand.DAY),
        (1441, DurationBand.WEEK),
        (10_081, DurationBand.LONGER),
    ],
)
def test_duration_falls_in_the_band_it_is_at_most(minutes, band):
    assert duration_band(minutes) == band


@pytest.mark.parametrize(
    ("fewest", "most", "band"),
    [
        (None, None, ""),
        (5, None, ParticipantsBand.FEW),
        (5, 30, ParticipantsBand.GROUP),
        (None, 31, ParticipantsBand.MANY),
        (2, 101, ParticipantsBand.CROWD),
    ],
)
def test_participants_are_counted_by_the_most_it_takes_in(fewest, most, band):
    assert participants_band(fewest, most) == band
