"""This PC: each setting, what it is and who decided it, and the proxy on the way to the servers."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.facility.in_force import SettingInForce, settings_in_force
from emr_desktop.languages import languages
from emr_desktop.managed import Managed, managed
from sync.proxy import Proxy, ProxyService, network_told
from ui.administration.proxy_form import ProxyForm
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.theme.names import theme_name
from ui.widgets.banner import Banner
from ui.widgets.layout import PageHeader, column
from ui.widgets.table import Column, DataTable

_Found = tuple[tuple[SettingInForce, ...], Managed, Proxy]


class PcPage(QWidget):
    """Read only, but for the proxy: the administrator's file is changed by the administrator."""

    def __init__(self, *, context: ScreenContext, may_connect: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pcPage")
        self._context = context
        self._fixed: Managed | None = None
        self.banner = Banner(self)
        self._header = PageHeader(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda field, text: self.proxy.point_at(field, text),
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self.table: DataTable[SettingInForce] = DataTable(
            "settingList",
            (
                Column(lambda: self.tr("Setting"), self._name, width=304),
                Column(lambda: self.tr("Value"), self._value, stretch=True),
                Column(lambda: self.tr("Decided by"), self._source, width=232),
            ),
            parent=self,
        )
        self.proxy = ProxyForm(context=context, failed=self._failed, may_save=may_connect, parent=self)
        page = column(self)
        page.addWidget(self.banner)
        page.addWidget(self._header)
        page.addWidget(self.table, 1)
        page.addWidget(self.proxy)
        self._translate()

    def read(self) -> None:
        """Read the settings again."""
        work = self._context.clinic.work

        def look() -> _Found:
            folder = work.database.path.parent
            rows = settings_in_force(folder, work=work, told=network_told(work))
            return rows, managed(), ProxyService(work=work).read()

        self._context.tasks.run(self, look, done=self._show, failed=self._failed, key="pc")

    def _show(self, found: _Found) -> None:
        rows, self._fixed, held = found
        self.table.show_rows(rows)
        self.proxy.show_proxy(held, frozenset(self._fixed.values))
        self._say_file()

    def _say_file(self) -> None:
        fixed = self._fixed
        if fixed is None:
            return
        language = self._context.language.code
        code = "doctor.managed" if fixed.is_there else "doctor.managed_none"
        self._header.set_line(sentence(code, {"count": len(fixed.values), "path": str(fixed.path)}, language))
        if fixed.notes:
            told = "\n".join(sentence(note.code, note.params, language) for note in fixed.notes)
            self.banner.show_message(told, kind="warn")
        else:
            self.banner.clear()

    def _name(self, row: SettingInForce) -> str:
        return sentence(f"setting.{row.name}", {}, self._context.language.code)

    def _value(self, row: SettingInForce) -> str:
        if row.source == "target":
            return self.tr("for each server, under Sync")
        if isinstance(row.value, bool):
            return self.tr("yes") if row.value else self.tr("no")
        if row.name == "theme":
            return theme_name(str(row.value))
        if row.name == "language" and row.value in languages():
            return languages()[str(row.value)].name
        return "–" if row.value in (None, "") else str(row.value)

    def _source(self, row: SettingInForce) -> str:
        return {
            "administrator": self.tr("administrator of this PC"),
            "option": self.tr("start of the program"),
            "environment": self.tr("environment of the system"),
            "pc": self.tr("chosen on this PC"),
            "facility": self.tr("chosen by the facility"),
            "target": self.tr("chosen by the facility"),
            "default": self.tr("as delivered"),
        }.get(row.source, row.source)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("This PC"))
        self.table.view.setAccessibleName(self.tr("This PC"))
        self.table.model.say_headings_again()
        self._say_file()
