"""Every colour used for text can be read on its ground, on paper and by lamplight.

The pairs are declared at the top of static/css/tokens.css; the ratio is the one of WCAG 2.2,
"contrast ratio" and "relative luminance".
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

SHEET = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
PAIRS = re.findall(r"^ *pair: ([\w-]+) on ([\w-]+) ([\d.]+)$", SHEET, re.MULTILINE)


def scheme(name: str) -> dict[str, str]:
    """Read the colours of the light scheme, or of the dark one laid over it."""
    light, dark = SHEET.split("(prefers-color-scheme: dark)")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", light))
    if name == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", dark))
    return colours


def luminance(colour: str) -> float:
    """Measure the light a colour gives, from 0 (black) to 1 (white)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Compare two colours, from 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_measures_what_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_every_pair_of_text_and_ground_is_declared_for_the_main_grounds() -> None:
    declared = {(text, ground) for text, ground, _ in PAIRS}

    texts = {"ink", "muted", "sea", "sea-deep", "tomato", "leaf"}
    assert {
        (text, ground) for text in texts for ground in ("paper", "surface", "kraft")
    } <= declared


def test_dark_scheme_gives_every_colour_again() -> None:
    light = scheme("light")

    assert {name for name, colour in scheme("dark").items() if colour == light[name]} == set()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_text_can_be_read_on_its_ground(text: str, ground: str, least: str, colours: str) -> None:
    palette = scheme(colours)

    assert contrast(palette[text], palette[ground]) >= float(least)
