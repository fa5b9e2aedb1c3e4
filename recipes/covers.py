"""Drawn covers: what a recipe shows until somebody gives it a photo.

A printed kitchen thing for each kind of recipe: tiles for a practice, a street for a place, a laid
table for a service, tables seen from above for a workshop format, hanging utensils for a tool. The
main tag chooses the inks and the motif, so that recipes on one theme look related; the seed (the
recipe's identifier) chooses the arrangement, so that neighbours in a list differ.

The drawing names no colour: classes g (ground), a and b (inks) of static/css/components.css do,
twice, for paper and for dark screens. It holds no `id`, so that a page may show many.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TypeVar

from django.utils.safestring import SafeString

from recipes.content import Kind

WIDTH, HEIGHT = 320, 180
PALETTES = 8  # .cover-0 … .cover-7

# Small shapes around the origin, some 36 units wide.
MOTIFS = (
    # leaf
    "M-15 15C-19-7-5-17 17-17 19 5 7 19-15 15z",
    # drop
    "M0-19C9-6 13 0 13 7A13 13 0 0 1-13 7C-13 0-9-6 0-19z",
    # heart
    "M0 17C-26 0-15-17-6-16-2-15 0-11 0-9 0-11 2-15 6-16 15-17 26 0 0 17z",
    # star
    "M0-19L5-6 19-6 8 3 12 17 0 9-12 17-8 3-19-6-5-6z",
    # four petals
    "M-7-7a9 9 0 1 1 14 0a9 9 0 1 1 0 14a9 9 0 1 1-14 0a9 9 0 1 1 0-14z",
    # cup
    "M-15-11H11V-8C22-8 22 8 9 7 6 13 3 15-2 15-11 15-15 8-15-11zM12-4V3C16 3 16-4 12-4z",
    # fish
    "M-19 0C-9-14 5-12 11-3L19-11V11L11 3C5 12-9 14-19 0z",
    # wheat
    "M0 19Q-14 9 0 3 14 9 0 19M-2 2Q-16-2-12-15 4-10-2 2m4 0Q16-2 12-15-4-10 2 2",
)

# Utensils hanging from (0, 0): a handle drawn as a line, a head drawn as a shape.
UTENSILS = (
    ("M0 0V70", "M-15 88a15 21 0 1 0 30 0a15 21 0 1 0-30 0z"),  # spoon
    ("M0 0V66", "M-16 64H-9V88H-4V64H4V88H9V64H16V94Q16 108 0 108-16 108-16 94z"),  # fork
    ("M0 0V60", "M-15 60H15V112L-15 104z"),  # spatula
    ("M0 0V76", "M-22 74H22A22 22 0 0 1-22 74z"),  # ladle
    ("M0 0V40", "M-6 40H8Q16 74 4 116L-6 110z"),  # knife
    ("M0 0V30M0 96V112", "M-11 30H11V98H-11z"),  # rolling pin
    ("M0 0V52", "M-19 54Q-19 46 0 46T19 54V82Q19 90 0 90T-19 82z"),  # skimmer
)

T = TypeVar("T")


class Dice:
    """A run of choices that depends on some words only, the same on every machine."""

    def __init__(self, *words: str) -> None:
        said = "\0".join(words).encode("utf-8", "backslashreplace")
        self.left = int.from_bytes(blake2b(said, digest_size=64).digest())

    def below(self, limit: int) -> int:
        """Throw a number from 0 up to, and without, `limit`."""
        self.left, thrown = divmod(self.left, limit)
        return thrown

    def pick(self, among: Sequence[T]) -> T:
        """Choose one."""
        return among[self.below(len(among))]


@lru_cache(maxsize=16_384)  # at some 1.5 kB each
def draw_cover(kind: str, tag: str, seed: str) -> SafeString:
    """Draw the cover of a recipe: SVG to put in a page, under 2 kB, whatever the words given.

    The same words give the same drawing. A kind that is not known is drawn as a practice. None
    of the words is written in the drawing, so it is safe by construction.
    """
    theme, whim = Dice(kind, tag), Dice(kind, tag, seed)
    palette = theme.below(PALETTES)
    shapes = DRAWINGS.get(kind, tiles)(theme, whim)
    return SafeString(
        f'<svg class="cover cover-{palette}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' preserveAspectRatio="xMidYMid slice" aria-hidden="true">{shapes}</svg>'
    )


def motif(theme: Dice, ink: str, x: int, y: int, scale: float = 1) -> str:
    """Stamp the theme's small shape, its middle at (x, y)."""
    return (
        f'<path class="{ink}" d="{theme.pick(MOTIFS)}"'
        f' transform="translate({x} {y}) scale({scale:g})"/>'
    )


TILE = 64
TILES = 15
TILES_A_ROW = 5


@cache
def quarter_round(place: int, turn: int, radius: int) -> str:
    """Draw a quarter of a disc in the tile at a place, from one of its corners."""
    row, column = divmod(place, TILES_A_ROW)
    corners = ((0, 0, 1, 1), (TILE, 0, -1, 1), (TILE, TILE, -1, -1), (0, TILE, 1, -1))
    left, top, right, down = corners[turn]
    return (
        f"M{column * TILE + left} {row * TILE - 6 + top}h{right * radius}"
        f"a{radius} {radius} 0 0 {int(right == down)}{-right * radius:+} {down * radius}z"
    )


def tiles(theme: Dice, whim: Dice) -> str:
    """Draw glazed tiles: quarter rounds that meet, and here and there the theme's motif."""
    rule = theme.pick(("rosettes", "waves", "free"))
    inner = whim.pick((26, 36, 46))
    start, plain = whim.below(4), whim.below(TILES)
    second = (plain + 1 + whim.below(TILES - 1)) % TILES
    outer_rounds, inner_rounds = "", ""
    for place in range(TILES):
        if place in {plain, second}:
            continue
        row, column = divmod(place, TILES_A_ROW)
        turn = whim.below(4)
        if rule == "rosettes":
            turn = (2, 3, 1, 0)[(column + start) % 2 + 2 * ((row + start // 2) % 2)]
        elif rule == "waves":
            turn = (column + row + start) % 4
        outer_rounds += quarter_round(place, turn, TILE)
        inner_rounds += quarter_round(place, turn, inner)
    shape = theme.pick(MOTIFS)
    stamps, motifs = "", ""
    for place in sorted((plain, second)):
        x, y = place % TILES_A_ROW * TILE, place // TILES_A_ROW * TILE - 6
        stamps += f"M{x + 6} {y + 6}h52v52h-52z"
        motifs += f'<path class="a" d="{shape}" transform="translate({x + 32} {y + 32})"/>'
    return (
        f'<path class="a" d="{outer_rounds}"/><path class="b" d="{inner_rounds}{stamps}"/>{motifs}'
    )


def street(theme: Dice, whim: Dice) -> str:
    """Draw a street: houses shoulder to shoulder, lit windows, a sun or a tree behind."""
    walls, windows, x = "", "", -whim.below(30)
    while x < WIDTH:
        width = whim.pick((44, 52, 60, 72))
        top = whim.pick((62, 76, 90, 104))
        middle = width // 2
        roof = whim.pick(
            (
                f"l{middle} {-middle * 3 // 4}l{width - middle} {middle * 3 // 4}",
                f"l{middle} {-middle}l{width - middle} {middle}",
                f"v-8h{width}v8",
                f"a{middle} {middle} 0 0 1 {width} 0",
                f"v{-width // 3}l{width} {width // 3}",
            )
        )
        walls += f"M{x} {top}{roof}V180H{x}z"
        for floor in range(top + 12, 150, 30):
            for window in (x + width // 4 - 5, x + 3 * width // 4 - 5):
                if whim.below(4):
                    windows += f"M{window} {floor}h10v14h-10z"
        if whim.below(3) == 0:
            windows += f"M{x + middle - 7} 180v-20a7 7 0 0 1 14 0v20z"
        x += width + 4
    sun = 60 + 20 * whim.below(11)
    return (
        f'<circle class="b" cx="{sun}" cy="44" r="34"/>{motif(theme, "g", sun, 40)}'
        f'<path class="a" d="{walls}"/><path class="g" d="{windows}"/>'
    )


def laid_table(theme: Dice, whim: Dice) -> str:
    """Draw a checked cloth with a plate on it, and in the plate the theme's motif."""
    check = theme.pick((20, 24, 32))
    start = whim.below(check)
    down = "".join(f"M{x} 0v180" for x in range(start, WIDTH + check, 2 * check))
    across = "".join(f"M0 {y}h320" for y in range(start, HEIGHT + check, 2 * check))
    x, y = 100 + 20 * whim.below(7), 84 + whim.below(13)
    cutlery = (
        f"M{x - 88} {y - 46}v26q0 10 9 10t9-10v-26M{x - 79} {y - 46}v100"
        f"M{x + 84} {y + 54}v-100q12 22 8 54h-8"
    )
    return (
        f'<g class="ga" stroke-width="{check}" stroke-opacity=".28"><path d="{down}"/>'
        f'<path d="{across}"/></g>'
        f'<path class="gb" d="{cutlery}" stroke-width="6" stroke-linecap="round"'
        f' stroke-linejoin="round"/>'
        f'<circle class="a" cx="{x}" cy="{y}" r="64"/>'
        f'<circle class="gb" cx="{x}" cy="{y}" r="48" stroke-width="4"/>'
        f"{motif(theme, 'g', x, y, 1.5)}"
    )


def round_tables(theme: Dice, whim: Dice) -> str:
    """Draw round tables seen from above, with their chairs; one carries the theme's motif."""
    seats = theme.pick((6, 7, 8))
    left, top = whim.pick((-20, 8, 36)), whim.pick((-10, 16, 40))
    places = [
        (left + 116 * column + 58 * (row % 2), top + 100 * row)
        for row in range(-1, 3)
        for column in range(-1, 4)
    ]
    seen = [(x, y) for x, y in places if -46 < x < WIDTH + 46 and -46 < y < HEIGHT + 46]
    chairs = "".join(
        f'<circle cx="{x}" cy="{y}" r="42" pathLength="{seats}"'
        f' transform="rotate({whim.below(72)} {x} {y})"/>'
        for x, y in seen
    )
    tops = "".join(f"M{x} {y}h0" for x, y in seen)
    sheets = "".join(
        f"M{x - 20 + whim.below(6)} {y - 9}l11-4 4 13-11 4zm{19 + whim.below(4)} 7l11 3-4 13-11-3z"
        for x, y in seen
    )
    inside = [(x, y) for x, y in seen if 0 < x < WIDTH and 0 < y < HEIGHT]
    x, y = whim.pick(inside)
    return (
        f'<g class="gb" stroke-width="13" stroke-linecap="round" stroke-dasharray="0 1">'
        f'{chairs}</g><path class="ga" d="{tops}" stroke-width="60" stroke-linecap="round"/>'
        f'<path class="g" d="{sheets}"/>'
        f'<circle class="b" cx="{x}" cy="{y}" r="30"/>{motif(theme, "a", x, y)}'
    )


def hanging_utensils(theme: Dice, whim: Dice) -> str:
    """Draw a rail with utensils hanging from it, over the stripes of a cloth."""
    shapes, last = "", -1
    for place in range(6):
        tool = (last + 1 + whim.below(len(UTENSILS) - 1)) % len(UTENSILS)
        last = tool
        handle, head = UTENSILS[tool]
        ink = "b" if whim.below(3) == 0 else "a"
        at = f'transform="translate({35 + 50 * place} {34 + whim.below(3) * 4})"'
        shapes += f'<g {at}><path class="g{ink}" d="{handle}"/><path class="{ink}" d="{head}"/></g>'
    stripe = theme.pick((4, 8, 14))
    return (
        f'<path class="ga" d="M0 {176 - stripe}h320M0 {150 - stripe}h320" stroke-width="{stripe}"'
        f' opacity=".28"/>'
        f'<g stroke-width="7"><path class="ga" d="M0 28h320"/>{shapes}</g>'
    )


DRAWINGS: dict[str, Callable[[Dice, Dice], str]] = {
    Kind.PRACTICE: tiles,
    Kind.PLACE: street,
    Kind.SERVICE: laid_table,
    Kind.WORKSHOP: round_tables,
    Kind.TOOL: hanging_utensils,
}
