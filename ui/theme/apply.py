"""Puts the tokens on the application: typeface, palette, style sheet, icons."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme.sizes import apply_again
from ui.theme.tokens import BASE_TEXT, SCALES, Palette, Tokens, palettes, style_sheet

_ICONS = Path(__file__).parent / "icons"
_TYPEFACES = Path(__file__).parents[2] / "emr_desktop" / "printing" / "typefaces"
_FAMILIES = ("Noto Sans", "Segoe UI", "DejaVu Sans", "sans-serif")


def set_state(widget: QWidget, state: str | None) -> None:
    """Mark a field or a line of text as ``error`` or ``ask`` (or None: nothing to say) and repaint it."""
    if widget.property("doubt") == state:
        return
    widget.setProperty("doubt", state)
    repolish(widget)


def repolish(widget: QWidget) -> None:
    """Look up the style again after a property of the widget changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


class Theme(QObject):
    """The look in use; made once by ``ui.app`` and handed down.

    The administrator of a PC may fix the colours (``is_fixed``); the size of text is everybody's own.

    Signals:
        changed: colours or sizes are others now; whoever paints by hand repaints.
    """

    changed = Signal()

    def __init__(
        self, application: QApplication, *, name: str = "light", percent: int = 100, fixed: bool = False
    ) -> None:
        super().__init__(application)
        self._application = application
        self._name = name
        self._fixed = fixed
        self._tokens = Tokens(palettes()[name], percent)
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        self._load_typefaces()
        application.setStyle("Fusion")
        self._apply()

    @property
    def name(self) -> str:
        return self._name

    @property
    def is_fixed(self) -> bool:
        """Nobody chooses other colours on this PC."""
        return self._fixed

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    @property
    def palette(self) -> Palette:
        return self._tokens.palette

    def use(self, *, name: str | None = None, percent: int | None = None) -> None:
        """Change colours (unless they are fixed) or size of text, at once and everywhere."""
        self._name = self._name if self._fixed else name or self._name
        self._tokens = Tokens(palettes()[self._name], percent or self._tokens.percent)
        self._icons.clear()
        self._apply()
        self.changed.emit()

    def step_size(self, step: int) -> None:
        """One size of text up or down."""
        near = min(range(len(SCALES)), key=lambda place: abs(SCALES[place] - self._tokens.percent))
        self.use(percent=SCALES[min(max(near + step, 0), len(SCALES) - 1)])

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """A line icon by file name, in the colour of a token; sharp at any size of text."""
        key = (name, colour, self._tokens.percent)
        if key not in self._icons:
            self._icons[key] = QIcon(self.picture(name, colour, 20))
        return self._icons[key]

    def picture(self, name: str, colour: str, size: int) -> QPixmap:
        """The same as a picture ``size`` px wide at 100 %."""
        from PySide6.QtSvg import QSvgRenderer  # not needed for the first paint

        side = self._tokens.px(size)
        ratio = max(self._application.devicePixelRatio(), 1.0)
        drawing = (_ICONS / f"{name}.svg").read_text(encoding="utf-8")
        drawing = drawing.replace("currentColor", getattr(self.palette, colour))
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    # applying ------------------------------------------------------------------------------------------

    def _load_typefaces(self) -> None:
        for path in sorted(_TYPEFACES.glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(path))

    def _apply(self) -> None:
        # Taken off before it is put on again: Qt takes ten times as long to go from one sheet to another.
        self._application.setStyleSheet("")
        font = QFont()
        font.setFamilies(list(_FAMILIES))
        font.setPixelSize(self._tokens.px(BASE_TEXT))
        self._application.setFont(font)
        self._application.setPalette(_qt_palette(self.palette))
        self._application.setStyleSheet(style_sheet(self._tokens))
        apply_again()


def _qt_palette(colours: Palette) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.raised),
        (role.Text, colours.text),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.Highlight, colours.selection),
        (role.HighlightedText, colours.text),
        (role.PlaceholderText, colours.quiet),
        (role.ToolTipBase, colours.text),
        (role.ToolTipText, colours.surface),
        (role.Mid, colours.line),
        (role.Dark, colours.line_strong),
        (role.Link, colours.accent),
        (role.BrightText, colours.danger),
        (role.Accent, colours.accent),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.disabled))
    return palette
