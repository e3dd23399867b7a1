"""About: the version, what comes along with it, and each licence to read; Esc takes it away."""

from __future__ import annotations

import platform
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QStandardPaths, Qt, qVersion
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QListWidget, QPlainTextEdit, QSplitter, QWidget

from emr_desktop import __version__
from ui.about.components import FOLDER, Component, bill_of_materials, components, licence_text
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import Panel, column, row, words

_MARGIN = 4 * GRID
_NAME = "aboutPanel"


class AboutPanel(Panel):
    """Lies over ``over``, which is the frame, and gives the cursor back when it goes."""

    def __init__(self, *, over: QWidget, folder: Path = FOLDER) -> None:
        super().__init__("palette", over)
        self.setObjectName(_NAME)
        self._over, self._folder = over, folder
        self._components = components(folder)
        self._before: QWidget | None = over.window().focusWidget()
        self._title = words(f"EMR Desktop {__version__}", role="title", parent=self)
        self._line = words(wrap=True, parent=self)
        self._said = words(role="quiet", wrap=True, parent=self)
        self.save_button = Button("saveBill", parent=self)
        self.close_button = Button("closeAbout", kind="quiet", parent=self)
        self.list = QListWidget(self)
        self.list.setObjectName("componentList")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("licenceText")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self._lay_out()
        self.list.currentRowChanged.connect(self._show_text)
        self.save_button.clicked.connect(self._ask_where)
        self.close_button.clicked.connect(self.close_it)
        over.installEventFilter(self)
        self._fill()
        self._translate()
        self._place()

    def _lay_out(self) -> None:
        outer = column(self, margin=2 * GRID)
        head = row()
        head.addWidget(self._title, 1)
        head.addWidget(self.save_button)
        head.addWidget(self.close_button)
        outer.addLayout(head)
        outer.addWidget(self._line)
        outer.addWidget(self._said)
        beside = QSplitter(Qt.Orientation.Horizontal, self)
        beside.setChildrenCollapsible(False)
        beside.addWidget(self.list)
        beside.addWidget(self.text)
        beside.setStretchFactor(0, 2)
        beside.setStretchFactor(1, 3)
        outer.addWidget(beside, 1)
        beside.setVisible(bool(self._components))
        if not self._components:
            outer.addStretch(1)
        self.save_button.setVisible(bill_of_materials(self._folder) is not None)

    def _fill(self) -> None:
        self.list.clear()
        self.list.addItems([_line_of(each) for each in self._components])
        if self._components:
            self.list.setCurrentRow(0)

    def _show_text(self, place: int) -> None:
        if not 0 <= place < len(self._components):
            return
        component = self._components[place]
        text = licence_text(component, self._folder)
        self.text.setPlainText(
            text or self.tr("No text of a licence comes with it: {0}").format(component.licence)
        )

    def take_cursor(self) -> None:
        """Begin in the list, or at the button where there is none."""
        (self.list if self._components else self.close_button).setFocus()

    def close_it(self) -> None:
        """Take it away; the cursor goes back to where it was."""
        self.hide()
        self._over.removeEventFilter(self)
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self.deleteLater()

    def save_to(self, path: Path) -> bool:
        """Write the bill of materials of this build; says whether that went."""
        bill = bill_of_materials(self._folder)
        try:
            path.write_bytes(bill or b"")
        except OSError:
            self._said.setText(self.tr("It could not be written there. Choose another folder."))
            return False
        self._said.setText(self.tr("Written: {0}").format(path))
        return True

    def _ask_where(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        suggested = str(Path(documents) / f"emr-desktop-{__version__}.cdx.json")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save the list of parts"), suggested)
        if chosen:
            self.save_to(Path(chosen))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _place(self) -> None:
        self.setGeometry(self._over.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))

    def _translate(self) -> None:
        self.save_button.set_text(self.tr("Save the list of parts…"))
        self.close_button.set_text(self.tr("Close  (Esc)"))
        self._line.setText(
            self.tr("The program is under the Apache License 2.0. Python {0}, Qt {1}, {2}.").format(
                platform.python_version(), qVersion(), platform.platform()
            )
        )
        self._said.setText(
            self.tr("What comes along, and under which licence:")
            if self._components
            else self.tr(
                "This program runs from its sources. The licences are collected when a package is built."
            )
        )
        self.list.setAccessibleName(self.tr("Parts of the program"))
        self.text.setAccessibleName(self.tr("Text of the licence"))
        self._show_text(self.list.currentRow())


def show_about(over: QWidget) -> AboutPanel:
    """Open it over the frame; a second time brings the one there is."""
    panel = over.findChild(AboutPanel, _NAME)
    if panel is None or panel.isHidden():
        panel = AboutPanel(over=over)
    panel.show()
    panel.raise_()
    panel.take_cursor()
    return panel


def _line_of(component: Component) -> str:
    name = f"{component.name} {component.version}".strip()
    place = f" ({component.within})" if component.within else ""
    return f"{name}{place}  ·  {component.licence}" if component.licence else f"{name}{place}"
