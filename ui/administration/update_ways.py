"""Where updates may come from besides the sticks, and whether a scheduled one may begin by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.fixed import fixed_words, show_fixed
from ui.widgets.flow import Flow
from ui.widgets.layout import column
from ui.widgets.plain_tip import plain_tip

_ADDRESS, _FOLDER, _BY_ITSELF = "update.address", "update.folder", "update.by_itself"


class UpdateWays(QWidget):
    """``read()`` shows what is set; Save changes what differs, and ``saved`` is called then."""

    def __init__(
        self,
        *,
        context: ScreenContext,
        failed: Failed,
        saved: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("updateWays")
        self._context, self._failed, self._saved = context, failed, saved
        self._facility = context.clinic.facility
        self.folder = TextField("updateFolder", longest=1000, parent=self)
        self.address = TextField("updateAddress", longest=500, parent=self)
        self.by_itself = QCheckBox(self)
        self.by_itself.setObjectName("updateByItself")
        self._save = Button("saveUpdateWays", parent=self)
        self._save.clicked.connect(self.save)
        outer = column(self, spacing=GRID)
        fields = Flow(self, spacing=2 * GRID)
        for field in (self.folder, self.address):
            fields.add(field, 1, least=30 * GRID)
        outer.addWidget(fields)
        foot = Flow(self, spacing=2 * GRID)
        foot.add(self.by_itself)
        foot.push()
        foot.add(self._save)
        outer.addWidget(foot)
        self._translate()

    def read(self) -> None:
        """Show what is set now."""

        def done(settings: dict[str, object]) -> None:
            self.folder.set_text(str(settings[_FOLDER]))
            self.address.set_text(str(settings[_ADDRESS]))
            self.by_itself.setChecked(settings[_BY_ITSELF] is True)
            self._show_fixed()

        self._context.tasks.run(
            self, self._facility.settings, done=done, failed=self._failed, key="update ways"
        )

    def save(self) -> None:
        """Change what differs; an address must be https."""
        from emr_desktop.errors import EmrError
        from sync.updates import address_of

        wanted: dict[str, str | bool] = {
            _FOLDER: self.folder.text(),
            _ADDRESS: self.address.text(),
            _BY_ITSELF: self.by_itself.isChecked(),
        }
        self.address.set_error(None)
        if wanted[_ADDRESS]:
            try:
                address_of(str(wanted[_ADDRESS]))
            except EmrError:
                self.address.set_error(self.tr("An address that begins with https:// is needed."))
                self.address.editor.setFocus()
                return
        facility = self._facility

        def write() -> None:
            before, fixed = facility.settings(), facility.fixed()
            for name, value in wanted.items():
                if before[name] != value and name not in fixed:
                    facility.set(name, value)

        def done(_none: object) -> None:
            self._context.say(self.tr("Saved."))
            self._saved()

        self._context.tasks.run(self, write, done=done, failed=self._failed)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.folder.set_label(self.tr("Folder that is looked into as well"))
        self.address.set_label(self.tr("Address (https) to fetch updates from"))
        self.by_itself.setText(self.tr("A scheduled update may begin by itself, outside of working hours"))
        self.by_itself.setAccessibleName(self.by_itself.text())
        self._save.set_text(self.tr("Save"))
        self._show_fixed()

    def _show_fixed(self) -> None:
        fixed = self._facility.fixed()
        show_fixed(self.folder, _FOLDER in fixed)
        show_fixed(self.address, _ADDRESS in fixed)
        self.by_itself.setEnabled(_BY_ITSELF not in fixed)
        self.by_itself.setToolTip(plain_tip(fixed_words() if _BY_ITSELF in fixed else ""))
        self._save.setEnabled(not {_FOLDER, _ADDRESS, _BY_ITSELF} <= fixed)
