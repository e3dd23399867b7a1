"""Colours, sizes and spaces, from which everything on screen is made."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

GRID = 8  # px; every distance is a multiple or half of it
HAIR = 1  # px of a line, and of the edge that leaves room for it
SPACES = (0, 2, 4, 8, 12, 16, 24, 32)  # px between and around things
RADIUS, RADIUS_LARGE = 4, 6  # px of corners: what is pressed or written into, and what holds such things
ELEVATION = {"raised": 2, "floating": 4}  # px of the shade under cards; under menus, lists, palette and toast
TYPE = {"small": 12, "size": 14, "large": 17, "title": 20, "huge": 26}  # px at 100 %
BASE_TEXT = TYPE["size"]
LEAST_TARGET = 32  # px at 100 %; WCAG 2.2 asks for 24
SCALES = (100, 110, 125, 150, 175, 200)

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as ``#RRGGBB``; what each is for stands in palettes.toml."""

    window: str
    surface: str
    raised: str
    rail: str
    line: str
    line_strong: str
    shade: str
    shade_deep: str
    text: str
    quiet: str
    disabled: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    focus: str
    danger: str
    danger_soft: str
    warn: str
    warn_soft: str
    good: str
    good_soft: str
    selection: str
    grey_cell: str
    training: str
    on_training: str


@cache
def palettes() -> dict[str, Palette]:
    """The themes by name: light, dark, high_contrast."""
    tables = tomllib.loads((_FOLDER / "palettes.toml").read_text(encoding="utf-8"))
    return {name: Palette(**table) for name, table in tables.items()}


@dataclass(frozen=True)
class Tokens:
    """One palette at one size of text; ``percent`` is 100-200."""

    palette: Palette
    percent: int = 100

    def px(self, at_100_percent: float) -> int:
        """Scale a length that follows the text (heights of fields, icons); plain gaps stay on the grid."""
        return round(at_100_percent * self.percent / 100)

    def substitutions(self) -> dict[str, str]:
        """What ``$name`` stands for in style.qss."""
        sizes = {
            **{f"text_{name}": self.px(size) for name, size in TYPE.items()},
            **ELEVATION,
            "radius": RADIUS,
            "radius_large": RADIUS_LARGE,
            "control": self.px(32),
            "control_inner": self.px(32) - 4,
            "small_control": self.px(26),
            "target": self.px(LEAST_TARGET) - 2,  # with its frame as high as a finger or a shaking hand needs
            "tall_control": self.px(40),
            "check": self.px(16),
        }
        colours = {field.name: getattr(self.palette, field.name) for field in fields(self.palette)}
        return {**colours, **{name: f"{size}px" for name, size in sizes.items()}}


@cache
def _sheet() -> str:
    return (_FOLDER / "style.qss").read_text(encoding="utf-8")


def style_sheet(tokens: Tokens) -> str:
    """The one style sheet of the application.

    Raises:
        KeyError: style.qss names a token that does not exist.
    """
    from string import Template

    return Template(_sheet()).substitute(
        tokens.substitutions(), marks=(_FOLDER / "icons" / marks(tokens.palette)).as_posix()
    )


def marks(palette: Palette) -> str:
    """The folder of ticks and arrows for a style sheet, drawn in an ink that shows on a palette."""
    red, green, blue = (int(palette.surface[at : at + 2], 16) for at in (1, 3, 5))
    return "plain_on_dark" if red + green + blue < 3 * 128 else "plain"
