"""The two fragments that draw every form: label, help, example, error, and the summary above."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string


class Questions(forms.Form):
    """One field of each sort."""

    title = forms.CharField(label="Titre", help_text="Court et clair.")
    why = forms.CharField(label="Pourquoi", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label="Genre", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect
    )
    place = forms.ChoiceField(label="Lieu", choices=[("x", "X")])
    agreed = forms.BooleanField(label="D’accord", help_text="Vraiment.")
    photo = forms.FileField(label="Photo", required=False)
    token = forms.CharField(widget=forms.HiddenInput)


def drawn(form: forms.Form, name: str, **more: object) -> str:
    return render_to_string("components/_field.html", {"field": form[name], **more})


def described(markup: str) -> list[str]:
    found = re.search(r'aria-describedby="([^"]*)"', markup)
    return found.group(1).split() if found else []


def test_field_has_its_label_help_example_and_error_and_says_so_to_a_screen_reader():
    markup = drawn(Questions({}), "title", example="Un repair café")

    assert '<label for="id_title">Titre</label>' in markup
    assert described(markup) == ["id_title_helptext", "id_title_example", "id_title_error"]
    for part in described(markup):
        assert f'id="{part}"' in markup
    assert 'aria-invalid="true"' in markup
    assert "Un repair café" in markup


def test_field_without_anything_wrong_is_described_by_its_help_only():
    markup = drawn(Questions(), "title")

    assert described(markup) == ["id_title_helptext"]
    assert "aria-invalid" not in markup
    assert described(drawn(Questions(), "place")) == []


def test_hint_given_to_the_fragment_stands_where_the_field_has_no_help():
    markup = drawn(Questions(), "why", hint="Ce que cela change.")

    assert described(markup) == ["id_why_helptext"]
    assert "Ce que cela change." in markup


def test_optional_field_is_marked_unless_the_whole_form_is():
    assert "field-optional" in drawn(Questions(), "why")
    assert "field-optional" not in drawn(Questions(), "why", optional=False)
    assert "field-optional" not in drawn(Questions(), "title")


def test_choices_stand_in_a_fieldset_described_once():
    markup = drawn(Questions({}), "kind")

    assert '<fieldset aria-describedby="id_kind_error">' in markup
    assert "<legend>Genre</legend>" in markup
    assert markup.count("aria-describedby") == 1


def test_box_to_tick_comes_before_its_words():
    markup = drawn(Questions({}), "agreed")

    assert re.search(
        r'<label for="id_agreed"><input type="checkbox"[^>]*> <span>D’accord</span>', markup
    )
    assert described(markup) == ["id_agreed_helptext", "id_agreed_error"]


def test_example_of_several_lines_is_shown_a_line_each():
    markup = drawn(Questions(), "title", example="Réserver / Servir <b>")

    assert "</span> <br>Réserver<br>Servir &lt;b&gt;</p>" in markup
    assert "</span> Réserver</p>" in drawn(Questions(), "title", example="Réserver")


def test_what_was_typed_stays_in_its_field_escaped():
    markup = drawn(Questions({"title": '"><b>', "why": "</textarea>"}), "title")

    assert 'value="&quot;&gt;&lt;b&gt;"' in markup


@pytest.mark.parametrize("name", ["place", "photo", "token"])
def test_other_controls_are_drawn(name):
    assert f'name="{name}"' in drawn(Questions({}), name)


def test_summary_links_to_each_field_that_is_wrong():
    form = Questions({"place": "x"})
    form.add_error(None, "Rien ne va.")

    markup = render_to_string("components/_error_summary.html", {"form": form})

    assert 'role="alert"' in markup
    assert "autofocus" in markup
    assert re.findall(r'<a href="#([^"]*)"', markup) == ["id_title", "id_kind_0", "id_agreed"]
    assert "Rien ne va." in markup
    assert drawn(form, "kind").count('id="id_kind_0"') == 1


def test_summary_is_silent_while_nothing_is_wrong_and_covers_several_forms():
    other = Questions({}, prefix="other")

    assert "errors" not in render_to_string("components/_error_summary.html", {"form": Questions()})
    both = render_to_string(
        "components/_error_summary.html", {"form": Questions(), "more": [other]}
    )
    assert "#id_other-title" in both
    one = render_to_string("components/_error_summary.html", {"form": Questions(), "more": other})
    assert one == both


def test_question_is_not_followed_by_a_colon_in_the_summary():
    class Asked(forms.Form):
        called = forms.CharField(label="Comment s’appelle-t-elle\u202f?")
        kind = forms.CharField(label="Genre")

    markup = render_to_string("components/_error_summary.html", {"form": Asked({})})

    assert "appelle-t-elle\u202f?</a> " in markup
    assert "Genre</a>\u00a0: " in markup
