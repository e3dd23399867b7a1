"""The medicines of the formulary and which of them ran out here; Enter marks one or takes the mark back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from emr_desktop.changes import Written
from emr_desktop.clock import local
from emr_desktop.prescribing.rows import StockRow
from emr_desktop.reference.catalogue import medicines, search_medicines
from emr_desktop.reference.rows import Medicine
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column, row, words
from ui.widgets.table import Column, DataTable


@dataclass(frozen=True)
class _Line:
    medicine: Medicine
    mark: StockRow | None

    @property
    def is_out(self) -> bool:
        return self.mark is not None and self.mark.is_out


class StockPage(QWidget):
    """What nobody marked is not known: the page says so instead of claiming that it is there."""

    def __init__(self, *, context: ScreenContext, may_mark: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stockPage")
        self._context = context
        self._may_mark = may_mark
        self._marks: dict[str, StockRow] = {}
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self.mark = Button("markStock", kind="primary", parent=self)
        self.mark.setVisible(may_mark)
        self._header.add_action(self.mark)
        self._search_label = words(role="label", parent=self)
        self.search = QLineEdit(self)
        self.search.setObjectName("stockSearch")
        self._search_label.setBuddy(self.search)
        self.state = QComboBox(self)
        self.state.setObjectName("stockState")
        self.table: DataTable[_Line] = DataTable(
            "stockList",
            (
                Column(lambda: self.tr("Medicine"), lambda each: _named(each.medicine), stretch=True),
                Column(lambda: self.tr("Form"), self._form, width=240, spare=True),
                Column(lambda: self.tr("Stock"), self._stock, width=320, tip=self._stock),
            ),
            parent=self,
        )
        filters = row()
        filters.addWidget(self._search_label)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.state)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.banner)
        page.addLayout(filters)
        page.addWidget(self.table, 1)
        self.table.selected.connect(self._allow)
        self.table.opened.connect(lambda _line: self._toggle())
        self.mark.clicked.connect(self._toggle)
        self.search.textChanged.connect(self._show)
        self.search.returnPressed.connect(self.table.view.setFocus)
        self.state.currentIndexChanged.connect(self._show)
        self._translate()

    def read(self) -> None:
        """Read the marks again."""
        self.table.show_loading()
        self._context.tasks.run(
            self,
            self._context.clinic.prescribing.stock,
            done=self._take,
            failed=self.table.unless(self._failed),
            key="stock",
        )

    def _take(self, marks: tuple[StockRow, ...]) -> None:
        self._marks = {mark.medicine: mark for mark in marks}
        self._show()

    def _show(self) -> None:
        current = self.table.current
        asked = self.search.text().strip()
        found = search_medicines(asked, limit=60) if asked else tuple(medicines().values())
        lines = [_Line(medicine, self._marks.get(medicine.code)) for medicine in found]
        if self.state.currentData():
            lines = [line for line in lines if line.is_out]
        elif not asked:
            lines.sort(key=lambda line: not line.is_out)
        self.table.show_rows(lines)
        out = sum(mark.is_out for mark in self._marks.values())
        self._header.set_line(
            self.tr("{0} marked as out of stock; of the others nothing is known").format(out)
        )
        codes = [line.medicine.code for line in lines]
        if current is not None and current.medicine.code in codes:
            at = codes.index(current.medicine.code)
            self.table.view.setCurrentIndex(self.table.model.index(at, 0))

    def _form(self, line: _Line) -> str:
        swahili = self._context.language.code == "sw"
        return line.medicine.form_sw if swahili else line.medicine.form

    def _stock(self, line: _Line) -> str:
        mark = line.mark
        if mark is None or mark.marked_at is None:
            return ""
        who, when = mark.marked_by or "-", f"{local(mark.marked_at):%d/%m/%Y}"
        text = self.tr("OUT OF STOCK: {0}, {1}") if mark.is_out else self.tr("Back: {0}, {1}")
        return text.format(who, when)

    # what a person does --------------------------------------------------------------------------------

    def _allow(self, line: _Line | None) -> None:
        self.mark.setEnabled(line is not None)
        self._name_button(line)

    def _name_button(self, line: _Line | None) -> None:
        out = line is not None and line.is_out
        self.mark.set_text(self.tr("It is &back") if out else self.tr("It ran o&ut"))

    def _toggle(self) -> None:
        line = self.table.current
        if line is None or not self._may_mark:
            return
        service, code, is_out = self._context.clinic.prescribing, line.medicine.code, not line.is_out

        def done(written: Written[StockRow]) -> None:
            self._marks[code] = written.value
            self._show()
            self.table.setFocus()

        self._context.tasks.run(
            self, lambda: service.mark_stock(code, is_out=is_out), done=done, failed=self._failed
        )

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Medicines out of stock"))
        self.table.view.setAccessibleName(self.tr("Medicines out of stock"))
        self._search_label.setText(self.tr("&Search"))
        self.search.setPlaceholderText(self.tr("Name, strength or form"))
        self.search.setAccessibleName(self.tr("Search a medicine"))
        self.state.setAccessibleName(self.tr("Which medicines"))
        chosen = max(self.state.currentIndex(), 0)
        self.state.blockSignals(True)
        self.state.clear()
        self.state.addItem(self.tr("All medicines"), False)
        self.state.addItem(self.tr("Out of stock"), True)
        self.state.setCurrentIndex(chosen)
        self.state.blockSignals(False)
        self.table.set_empty_text(self.tr("No medicine fits. Clear the search or show all medicines."))
        self._name_button(self.table.current)
        self._show()


def _named(medicine: Medicine) -> str:
    return f"{medicine.name} {medicine.strength}".strip()
