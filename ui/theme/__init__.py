"""The look of the windows: one set of tokens, one style sheet, one set of icons. No view carries a style."""

from ui.theme.apply import Theme, set_state
from ui.theme.tokens import GRID, Palette, Tokens

__all__ = ["GRID", "Palette", "Theme", "Tokens", "set_state"]
