"""Colours that can be read, icons that are there, sizes that follow."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from ui.theme import Theme, Tokens
from ui.theme.tokens import Palette, marks, palettes, style_sheet

ICONS = Path(__file__).parents[3] / "ui" / "theme" / "icons"
PAIRS = (
    ("text", "surface"),
    ("text", "window"),
    ("text", "rail"),
    ("text", "selection"),
    ("quiet", "surface"),
    ("quiet", "window"),
    ("quiet", "rail"),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("danger", "surface"),
    ("danger", "danger_soft"),
    ("warn", "surface"),
    ("warn", "warn_soft"),
    ("good", "surface"),
    ("text", "danger_soft"),
    ("text", "warn_soft"),
    ("on_training", "training"),
    ("text", "raised"),
    ("quiet", "raised"),
    ("quiet", "selection"),
    ("quiet", "accent_soft"),
    ("accent", "window"),
    ("accent", "rail"),
    ("accent", "selection"),
    ("danger", "raised"),
    ("danger", "rail"),
    ("danger", "selection"),
    ("warn", "window"),
    ("good", "raised"),
    ("text", "good_soft"),
    ("text", "accent_soft"),
    ("text", "grey_cell"),
    ("surface", "text"),
)
# What is not text, or cannot be used now: fields, the ring, the lines of charts, what is disabled.
SHAPES = (
    ("line_strong", "surface"),
    ("line_strong", "window"),
    ("line_strong", "raised"),
    ("focus", "surface"),
    ("focus", "window"),
    ("focus", "rail"),
    ("accent", "surface"),
    ("warn", "surface"),
    ("danger", "surface"),
    ("disabled", "surface"),
    ("disabled", "window"),
)


def _luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(palette: Palette, ink: str, ground: str) -> float:
    one, two = (_luminance(getattr(palette, name)) for name in (ink, ground))
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)


@pytest.mark.parametrize("pair", PAIRS, ids=" on ".join)
@pytest.mark.parametrize("name", ["light", "dark", "high_contrast"])
def test_every_ink_can_be_read_on_its_ground(name: str, pair: tuple[str, str]) -> None:
    assert _contrast(palettes()[name], *pair) >= (7.0 if name == "high_contrast" else 4.5)


@pytest.mark.parametrize("pair", SHAPES, ids=" on ".join)
@pytest.mark.parametrize("name", ["light", "dark", "high_contrast"])
def test_edges_rings_lines_and_what_is_disabled_can_be_seen(name: str, pair: tuple[str, str]) -> None:
    assert _contrast(palettes()[name], *pair) >= 3.0


@pytest.mark.parametrize(("mark", "ground"), [("check", "accent"), ("down", "surface"), ("down", "raised")])
@pytest.mark.parametrize("name", ["light", "dark", "high_contrast"])
def test_ticks_and_arrows_show_on_their_ground(name: str, mark: str, ground: str) -> None:
    palette = palettes()[name]
    drawn = (ICONS / marks(palette) / f"{mark}.svg").read_text(encoding="utf-8")
    found = re.search(r'stroke="(#[0-9A-F]{6})"', drawn)
    assert found is not None
    one, two = _luminance(found[1]), _luminance(getattr(palette, ground))
    assert (max(one, two) + 0.05) / (min(one, two) + 0.05) >= 4.5


_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def test_every_rule_that_sets_ink_and_ground_can_be_read() -> None:
    sheet = re.sub(
        r"/\*.*?\*/", "", (ICONS.parent / "style.qss").read_text(encoding="utf-8"), flags=re.DOTALL
    )
    looked_at = 0
    for selector, body in _RULE.findall(sheet):
        ink = re.search(r"(?<![-\w])color: \$(\w+)", body)
        ground = re.search(r"background: \$(\w+)", body)
        if ink is None or ground is None:
            continue
        looked_at += 1
        for name, palette in palettes().items():
            least = 3.0 if "disabled" in selector else 7.0 if name == "high_contrast" else 4.5
            told = f"{selector.strip()} in {name}"
            assert _contrast(palette, ink[1], ground[1]) >= least, told
    assert looked_at > 12


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_style_sheet_leaves_no_token_open(percent: int) -> None:
    sheet = style_sheet(Tokens(palettes()["light"], percent))
    assert "$" not in sheet
    assert f"font-size: {round(14 * percent / 100)}px" in sheet


@pytest.mark.parametrize("path", sorted(ICONS.glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_draws_something_in_the_colour_of_a_token(path: Path, qapp: QApplication) -> None:
    theme = Theme(qapp)
    image = theme.picture(path.stem, "danger", 24).toImage()
    strongest = max(
        (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())),
        key=lambda ink: ink.alpha(),
    )
    assert strongest.alpha() > 150
    wanted = QColor(theme.palette.danger)
    assert abs(strongest.red() - wanted.red()) + abs(strongest.blue() - wanted.blue()) < 12


def test_no_view_carries_a_style_of_its_own() -> None:
    ui = Path(__file__).parents[3] / "ui"
    users = [
        path.name
        for path in ui.rglob("*.py")
        if path.name != "apply.py" and re.search(r"setStyleSheet\(", path.read_text(encoding="utf-8"))
    ]
    assert users == []


def test_size_and_colours_change_while_the_windows_are_open(qapp: QApplication) -> None:
    theme = Theme(qapp)
    theme.step_size(1)
    assert theme.tokens.percent == 110
    assert qapp.font().pixelSize() == 15
    theme.use(name="dark", percent=200)
    assert qapp.font().pixelSize() == 28
    theme.use(name="light", percent=100)
