"""Which row and column of a form goes to which data element and option combo of a target."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from emr_desktop.errors import EmrError
from emr_desktop.forms.rows import FormInfo
from emr_desktop.whole_file import write_whole
from ui.messages import sentence
from ui.qt.tasks import Failed
from ui.reports.files import ask_where
from ui.screen import ScreenContext
from ui.sync_view import mapping_lines
from ui.sync_view.mapping_cells import MappingCells
from ui.sync_view.mapping_lines import WorkingMapping, from_file, with_server
from ui.sync_view.mapping_tables import MappingTables
from ui.sync_view.writer_line import WriterLine
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.layout import PageHeader, column, words
from ui.widgets.picker import Choice
from ui.widgets.picker_field import PickerField
from ui.widgets.scrolled import scrolled_column
from ui.widgets.wide_combo import WideCombo

_OFFERED = 40


class MappingPage(QWidget):
    """Signals: ``back``; ``saved`` with the name of the target: test it now."""

    back = Signal()
    saved = Signal(str)

    def __init__(
        self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("mappingPage")
        self._context, self._banner, self._failed = context, banner, failed
        self._target = ""
        self._forms: tuple[FormInfo, ...] = ()
        self._data_sets: tuple[dict[str, Any], ...] = ()
        self._working: WorkingMapping | None = None
        self._header = PageHeader(self)
        self._save = Button("saveMapping", kind="primary", shortcut="Ctrl+Return", parent=self)
        self._import = Button("importMapping", parent=self)
        self._export = Button("exportMapping", parent=self)
        self._back = Button("mappingBack", parent=self)
        self._turn = Button("singleCells", parent=self)
        for button in (self._save, self._turn, self._import, self._export, self._back):
            self._header.add_action(button)
        self._form_label = words(role="label", parent=self)
        self.form = WideCombo("mappingForm", letters=24, parent=self)
        self._form_label.setBuddy(self.form)
        self.data_set = PickerField("mappingDataSet", self._find_data_sets, free=True, parent=self)
        self._suggest = Button("suggestMapping", parent=self)
        self._drift = words(role="warn", wrap=True, parent=self)
        self._drift.setObjectName("mappingDrift")
        self.writer = WriterLine(context=context, failed=failed, parent=self)
        self.tables = MappingTables(language=context.language, parent=self)
        self.cells = MappingCells(language=context.language, parent=self)
        self._lay_out()
        self._wire()
        self._translate()

    def _lay_out(self) -> None:
        page = column(self)
        page.addWidget(self._header)
        top = Flow(self, spacing=2 * GRID, bottom=True)
        chooser = QWidget(top)
        lines = column(chooser, spacing=GRID // 4)
        lines.addWidget(self._form_label)
        lines.addWidget(self.form)
        top.add(chooser, 2, least=24 * GRID)
        top.add(self.data_set, 3, least=24 * GRID)
        top.add(self._suggest)
        inside = scrolled_column(page)
        inside.addWidget(top)
        inside.addWidget(self._drift)
        inside.addWidget(self.writer)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.tables)
        self._pages.addWidget(self.cells)
        follow_text(self._pages, least_height=30 * GRID)
        inside.addWidget(self._pages, 1)

    def _wire(self) -> None:
        self._back.clicked.connect(self.back)
        self.form.activated.connect(lambda _at: self._read_kept())
        self._suggest.clicked.connect(self._ask_server)
        self._save.clicked.connect(self._save_it)
        self._import.clicked.connect(self._ask_which)
        self._export.clicked.connect(self._ask_where)
        self.tables.changed.connect(self._changed)
        self.cells.changed.connect(self._changed)
        self._turn.clicked.connect(self._turn_over)

    # coming in -------------------------------------------------------------------------------------------

    def start(self, target: str, *, form: str | None = None, edition: str | None = None) -> None:
        """Show the mapping that is kept of a form (None: the first), then ask the server for names."""
        self._target, self._working, self._data_sets = target, None, ()
        self._translate()
        forms = self._context.clinic.forms

        def show(found: tuple[FormInfo, ...]) -> None:
            self._forms = tuple(each for each in found if not each.listed)
            self._fill_forms()
            wanted = next(
                (
                    at
                    for at, each in enumerate(self._forms)
                    if each.form == form and edition in (None, each.edition)
                ),
                0,
            )
            self.form.setCurrentIndex(wanted)
            self._read_kept()
            self.form.setFocus()

        self._context.tasks.run(self, forms.list_forms, done=show, failed=self._failed, key="forms")
        self._context.tasks.run_aside(
            self,
            lambda: self._context.sync.district.data_sets(target),
            done=self._know_data_sets,
            failed=self._failed,
            key="dataSets",
        )

    @property
    def working(self) -> WorkingMapping | None:
        """What stands on the page."""
        return self._working

    def _know_data_sets(self, found: Sequence[dict[str, Any]]) -> None:
        self._data_sets = tuple(found)
        self.data_set.set_help(self.tr("%n data set(s) there; type two letters, or its UID.", "", len(found)))

    def _read_kept(self) -> None:
        """The mapping of the chosen form as it is kept, or an empty one."""
        at = self.form.currentIndex()
        if not 0 <= at < len(self._forms):
            return
        info, target, district = self._forms[at], self._target, self._context.sync.district
        self.writer.start(info.form)

        def read() -> WorkingMapping:
            sheet = district.mapping_sheet(info.form, edition=info.edition)
            try:
                content = district.mapping(target, info.form, edition=info.edition)
            except EmrError as error:
                if error.code != "mapping.missing":
                    raise
                content = {}
            return from_file(sheet, content)

        def show(working: WorkingMapping) -> None:
            self._banner.clear()
            self._show(working)
            if working.data_set:
                self._ask_server()

        self._context.tasks.run(self, read, done=show, failed=self._failed, key="kept")

    def _ask_server(self) -> None:
        working = self._working
        if working is None:
            return
        data_set = str(self.data_set.code or self.data_set.text()).strip()
        if not data_set:
            self.data_set.set_error(self.tr("Choose the data set first."))
            self.data_set.editor.setFocus()
            return
        target, district = self._target, self._context.sync.district
        self._banner.show_message(self.tr("Asking {0} …").format(target), kind="info", closable=False)

        def show(found: dict[str, Any]) -> None:
            if self._working is None or self._working.form != working.form:
                return
            self._banner.clear()
            self._show(with_server(self._working, found))
            self.tables.rows.setFocus()

        def failed(error: BaseException) -> None:
            self._banner.clear()
            self._failed(error)

        self._context.tasks.run_aside(
            self,
            lambda: district.suggest_mapping(
                target, working.form, data_set=data_set, edition=working.edition
            ),
            done=show,
            failed=failed,
            key="suggest",
        )

    def _show(self, working: WorkingMapping) -> None:
        self._working = working
        named = next((each["name"] for each in self._data_sets if each["id"] == working.data_set), None)
        shown = f"{named} ({working.data_set})" if named else working.data_set
        self.data_set.show_value(shown, working.data_set or None)
        self.tables.show_mapping(working)
        self.cells.show_mapping(working)
        self._translate()

    def _changed(self, working: WorkingMapping) -> None:
        self._working = working
        (self.cells if self.sender() is self.tables else self.tables).show_mapping(working)
        self._translate()

    def _turn_over(self) -> None:
        cells = self._pages.currentWidget() is self.tables
        self._pages.setCurrentWidget(self.cells if cells else self.tables)
        self._translate()
        (self.cells.cells if cells else self.tables.rows).setFocus()

    def _find_data_sets(self, text: str) -> Sequence[Choice]:
        wanted = text.casefold()
        return [
            Choice(each["id"], f"{each['name']} ({each['id']})", str(each.get("period_type") or ""))
            for each in self._data_sets
            if wanted in f"{each['name']} {each['id']}".casefold()
        ][:_OFFERED]

    # keeping ---------------------------------------------------------------------------------------------

    def _save_it(self) -> None:
        working = self._working
        if working is None:
            return
        typed = str(self.data_set.code or self.data_set.text()).strip()
        content = replace(working, data_set=typed).content(confirmed=True)
        target, sync = self._target, self._context.sync

        def done(result: dict[str, Any]) -> None:
            told = self.tr("Mapping saved: {0} cells are sent, {1} are not.")
            self._context.say(told.format(result["mapped"], len(result["unmapped"])))
            self.saved.emit(target)

        self._context.tasks.run(
            self, lambda: sync.load_mapping(target, content), done=done, failed=self._failed
        )

    def take_file(self, path: Path) -> None:
        """Lay a mapping file over the form it is for; nothing is kept before Save."""
        district = self._context.sync.district

        def read() -> WorkingMapping:
            try:
                content = json.loads(path.read_text(encoding="utf-8-sig"))
            except OSError as error:
                raise EmrError("file.not_read", path=str(path), reason=error.strerror or "") from None
            except (ValueError, RecursionError):
                raise EmrError("mapping.malformed", what="JSON") from None
            sheet = district.check_mapping(content)
            return from_file(sheet, content)

        def show(working: WorkingMapping) -> None:
            at = next(
                (
                    place
                    for place, each in enumerate(self._forms)
                    if (each.form, each.edition) == (working.form, working.edition)
                ),
                -1,
            )
            self.form.setCurrentIndex(at)
            self._show(working)
            self._banner.show_message(
                self.tr("Read from the file. Look at it, then press Save."), kind="info"
            )

        self._context.tasks.run(self, read, done=show, failed=self._failed, key="file")

    def write_file(self, path: Path) -> None:
        """Write what stands on the page as a mapping file."""
        working = self._working
        if working is None:
            return
        confirmed = bool(working.base.get("confirmed")) and not working.count(mapping_lines.CHOSEN)
        text = json.dumps(working.content(confirmed=confirmed), ensure_ascii=False, indent=1) + "\n"

        def failed(error: BaseException) -> None:
            said = sentence("print.not_saved", {"path": str(path)}, self._context.language.code)
            self._banner.show_message(said) if isinstance(error, OSError) else self._failed(error)

        self._context.tasks.run_aside(
            self,
            lambda: write_whole(path, text.encode()),
            done=lambda _none: self._context.say(self.tr("Saved: {0}").format(path)),
            failed=failed,
            stoppable=True,
        )

    def _ask_which(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Mapping file"), "", "JSON (*.json)")
        if chosen:
            self.take_file(Path(chosen))

    def _ask_where(self) -> None:
        if self._working is not None:
            name = f"dhis2_{self._working.form}_{self._working.edition}"
            path = ask_where(self, name=name, kind="json", title=self.tr("Save the mapping"))
            if path is not None:
                self.write_file(path)

    # words -----------------------------------------------------------------------------------------------

    def _fill_forms(self) -> None:
        at = max(self.form.currentIndex(), 0)
        swahili = self._context.language.code == "sw"
        self.form.clear()
        for each in self._forms:
            self.form.addItem(f"{each.name_sw if swahili else each.name_en} ({each.edition})")
        self.form.setCurrentIndex(min(at, self.form.count() - 1))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._fill_forms()
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Mapping to {0}").format(self._target))
        self._save.set_text(self.tr("Confirm and &save"), tip=self.tr("Confirm, save and test"))
        tables = self._pages.currentWidget() is self.tables
        self._turn.set_text(self.tr("Single &cells") if tables else self.tr("Rows and &columns"))
        self._import.set_text(self.tr("From a f&ile …"))
        self._export.set_text(self.tr("Into a &file …"))
        self._back.set_text(self.tr("Back"), tip=self.tr("Back (Esc)"))
        self._form_label.setText(self.tr("Fo&rm"))
        self.form.setAccessibleName(self.tr("Form"))
        self.data_set.set_label(self.tr("&Data set there"))
        self._suggest.set_text(
            self.tr("S&uggest"), tip=self.tr("Ask the server and suggest what is not chosen")
        )
        self._header.set_line(self._summary())
        self._drift.setText(self._drift_words())
        self._drift.setVisible(bool(self._drift.text()))
        for button in (self._save, self._export):
            button.setEnabled(self._working is not None)

    def _summary(self) -> str:
        working = self._working
        if working is None:
            return ""
        open_lines = working.count(mapping_lines.NONE)
        parts = [self.tr("%n line(s) go nowhere", "", open_lines)]
        if working.count(mapping_lines.LIKELY):
            parts.append(self.tr("%n only likely", "", working.count(mapping_lines.LIKELY)))
        if working.own_cells:
            parts.append(self.tr("%n cell(s) with a place of their own", "", working.own_cells))
        if not working.elements:
            parts.append(self.tr("the server was not asked yet"))
        return "; ".join(parts)

    def _drift_words(self) -> str:
        working = self._working
        if working is None:
            return ""
        gone = working.count(mapping_lines.GONE)
        parts = []
        if gone:
            parts.append(self.tr("%n place(s) are gone at the server: choose others, then save.", "", gone))
        if working.changes:
            said = {
                "element_gone": self.tr("gone"),
                "element_new": self.tr("new"),
                "disaggregation_changed": self.tr("other columns"),
                "period_type_changed": self.tr("other period"),
            }
            names = "; ".join(
                f"{each['name']} ({said.get(each['what'], each['what'])})" for each in working.changes[:5]
            )
            day = "" if not working.checked_at else "/".join(reversed(working.checked_at[:10].split("-")))
            changed = self.tr("Changed there since {0}: {1}. Look at these, then save.")
            parts.append(changed.format(day, names))
        return " ".join(parts)
