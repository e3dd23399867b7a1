"""The forms of this facility: those of the program, and those that were added from lists or from a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from emr_desktop.changes import Written
from emr_desktop.clock import local
from emr_desktop.forms.local import BROKEN, IN_USE, SHIPPED, WITHDRAWN, FormEntry, LookedOver
from emr_desktop.forms.local_text import Fault
from emr_desktop.languages import either
from emr_desktop.whole_file import write_whole
from ui.administration.form_builder import FormBuilder
from ui.administration.form_preview import FormPreview
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.reports.files import ask_where
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.flow import Flow
from ui.widgets.layout import Card, PageHeader, column
from ui.widgets.table import Column, DataTable


class FormsPage(QWidget):
    """A file is looked over first: its mistakes stand in a list, or the form it is with its figures."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formsPage")
        self._context = context
        self._forms = context.clinic.local_forms
        self.banner = Banner(self)
        self.confirm = ConfirmBar(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=self.banner.show_message,
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self.table: DataTable[FormEntry] = DataTable(
            "formList",
            (
                Column(lambda: self.tr("Name"), self._name, stretch=True),
                Column(lambda: self.tr("Form"), lambda each: each.form, spare=1),
                Column(lambda: self.tr("Edition"), lambda each: each.edition),
                Column(lambda: self.tr("State"), self._state, stretch=True, tip=self._why),
                Column(lambda: self.tr("Added"), self._added),
                Column(lambda: self.tr("By"), lambda each: each.added_by, spare=2),
            ),
            parent=self,
        )
        self.faults: DataTable[Fault] = DataTable(
            "faultList",
            (
                Column(lambda: self.tr("File"), lambda fault: str(fault.params["file"])),
                Column(lambda: self.tr("Line"), lambda fault: str(fault.line), right=True, width=64),
                Column(lambda: self.tr("What is wrong"), self._fault, stretch=True, tip=self._fault),
            ),
            parent=self,
        )
        self.preview = FormPreview(context=context, parent=self)
        self._builder: FormBuilder | None = None
        self._new = Button("newForm", kind="primary", parent=self)
        self._file = Button("addFormFile", parent=self)
        self._save = Button("saveFormFile", parent=self)
        self._withdraw = Button("withdrawForm", kind="danger", parent=self)
        self._fault_card = Card(self)
        self._lay_out()
        self._wire()
        self._show_below(None)
        self._translate()

    def _lay_out(self) -> None:
        self._fault_card.body.addWidget(self.faults, 1)
        listing = QWidget(self)
        left = column(listing)
        left.addWidget(self._header)
        left.addWidget(self.table, 2)
        buttons = Flow(self)
        for button in (self._new, self._file):
            buttons.add(button)
        buttons.push()
        for button in (self._save, self._withdraw):
            buttons.add(button)
        left.addWidget(buttons)
        left.addWidget(self._fault_card, 3)
        left.addWidget(self.preview, 3)
        self._listing = listing
        self._pages = QStackedWidget(self)
        self._pages.addWidget(listing)
        page = column(self)
        page.addWidget(self.banner)
        page.addWidget(self.confirm)
        page.addWidget(self._pages, 1)

    def _wire(self) -> None:
        self._new.clicked.connect(self._begin)
        self._file.clicked.connect(self._ask_file)
        self._save.clicked.connect(self._ask_save)
        self._withdraw.clicked.connect(self._ask_withdraw)
        self.table.selected.connect(self._selected)

    @property
    def builder(self) -> FormBuilder:
        """Where a form is picked together; built when it is first opened: with the list it was felt."""
        if self._builder is None:
            self._builder = FormBuilder(context=self._context, parent=self)
            self._builder.back.connect(self.step_back)
            self._builder.built.connect(self._add_built)
            self._pages.addWidget(self._builder)
        return self._builder

    # coming and going ------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the list; called when the tab comes to the front."""
        self.table.show_loading()
        self._context.tasks.run(
            self,
            self._forms.all,
            done=self._show_list,
            failed=self.table.unless(self._failed),
            key="form list",
        )

    def step_back(self) -> bool:
        """From the question, the builder or what a file was found to be, back to the list."""
        if self.confirm.text:
            self.confirm.clear()
            self._show_below(None)
            return True
        if self._pages.currentWidget() is not self._listing:
            self._pages.setCurrentWidget(self._listing)
            self._new.setFocus()
            return True
        if self._fault_card.isVisible():
            self._show_below(None)
            self.banner.clear()
            return True
        return False

    def _begin(self) -> None:
        self.banner.clear()
        self._show_below(None)
        self._pages.setCurrentWidget(self.builder)
        self.builder.begin()

    def _show_list(self, entries: tuple[FormEntry, ...]) -> None:
        self.table.show_rows(entries)
        self._selected(self.table.current)

    def _selected(self, entry: FormEntry | None) -> None:
        self._save.setEnabled(entry is not None)
        self._withdraw.setEnabled(entry is not None and entry.state in (IN_USE, BROKEN))

    def _show_below(self, what: LookedOver | None) -> None:
        faulty = what is not None and what.read.definition is None
        self._fault_card.setVisible(faulty)
        self.preview.setVisible(what is not None and not faulty)
        if what is not None:
            self.faults.show_rows(what.read.faults)
            self.preview.show_report(what.report)

    # in ----------------------------------------------------------------------------------------------------

    def _ask_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Add a form from a file"), "", self.tr("Forms") + " (*.toml)"
        )
        if chosen:
            self.look_over(Path(chosen))

    def look_over(self, path: Path) -> None:
        """Read a file, show what it is, and ask whether to add it."""
        self.banner.clear()
        self.confirm.clear()
        self._show_below(None)
        self._context.tasks.run(
            self,
            lambda: self._forms.look_over_and_count(path),
            done=self._show_looked_over,
            failed=self._failed,
            key="look over",
        )

    def _show_looked_over(self, found: LookedOver) -> None:
        self._show_below(found)
        definition = found.read.definition
        if definition is None:
            self.banner.show_message(
                self.tr("%n thing(s) to correct in the file. Nothing was added.", "", len(found.read.faults))
            )
            self.faults.view.setFocus()
            return
        name = either(self._context.language.code, definition.name_sw, definition.name_en)
        question = self.tr("Add “{0}”, edition {1}? It can be counted, closed and sent like any other form.")
        if found.of_shipped:
            question = self.tr(
                "“{0}” comes with the program. Is this file its new edition {1}, beside the others?"
            )
        self.confirm.ask(
            question.format(name, definition.edition),
            yes=self.tr("Add the form"),
            details=self.tr("It is meant from then on where no edition is named.")
            if found.of_shipped and definition.is_default
            else "",
            then=lambda _reason: self._add(found.read.text, new_edition=found.of_shipped),
            again=lambda: self._show_looked_over(found),
        )

    def _add_built(self, text: str) -> None:
        self._add(text, new_edition=False)

    def _add(self, text: str, *, new_edition: bool) -> None:
        self._context.tasks.run(
            self,
            lambda: self._forms.add(text, new_edition=new_edition),
            done=self._added_now,
            failed=self._failed,
        )

    def _added_now(self, written: Written[tuple[FormEntry, ...]]) -> None:
        self._pages.setCurrentWidget(self._listing)
        self._show_below(None)
        self._show_list(written.value)
        self.table.view.setFocus()
        self._context.say(self.tr("Added. It stands in the list of Reports."))

    # out ---------------------------------------------------------------------------------------------------

    def _ask_save(self) -> None:
        entry = self.table.current
        if entry is None:
            return
        path = ask_where(
            self, name=f"{entry.form}-{entry.edition}", kind="toml", title=self.tr("Save the form as a file")
        )
        if path is not None:
            self.save_to(path, entry)

    def save_to(self, path: Path, entry: FormEntry) -> None:
        """Write a form as one file that can be edited and added again."""

        def work() -> None:
            write_whole(path, self._forms.text_of(entry.form, entry.edition).encode())

        def failed(error: BaseException) -> None:
            if isinstance(error, OSError):
                reason = error.strerror or ""
                self.banner.show_message(self.tr("{0} was not written: {1}").format(path, reason))
            else:
                self._failed(error)

        self._context.tasks.run(
            self,
            work,
            done=lambda _none: self._context.say(self.tr("Written: {0}").format(path)),
            failed=failed,
            stoppable=True,
        )

    def _ask_withdraw(self) -> None:
        entry = self.table.current
        if entry is None or entry.state not in (IN_USE, BROKEN):
            return
        self.confirm.ask(
            self.tr("Withdraw “{0}”, edition {1}? What was closed by it can still be printed.").format(
                self._name(entry), entry.edition
            ),
            yes=self.tr("Withdraw"),
            reason=self.tr("Why; it is kept"),
            then=lambda reason: self._context.tasks.run(
                self,
                lambda: self._forms.withdraw(entry.form, entry.edition, reason=reason),
                done=lambda written: self._show_list(written.value),
                failed=self._failed,
            ),
            again=self._ask_withdraw,
        )

    # words -----------------------------------------------------------------------------------------------

    def _name(self, entry: FormEntry) -> str:
        return either(self._context.language.code, entry.name_sw, entry.name_en)

    def _state(self, entry: FormEntry) -> str:
        said = {
            SHIPPED: self.tr("comes with the program"),
            IN_USE: self.tr("added here"),
            WITHDRAWN: self.tr("withdrawn: {0}").format(entry.reason),
            BROKEN: self.tr("!! left out: {0}").format(self._why(entry)),
        }
        return said[entry.state]

    def _why(self, entry: FormEntry) -> str:
        fault = entry.fault
        return "" if fault is None else sentence(fault.code, fault.params, self._context.language.code)

    def _added(self, entry: FormEntry) -> str:
        return "" if entry.added_at is None else f"{local(entry.added_at):%d/%m/%Y}"

    def _fault(self, fault: Fault) -> str:
        """The sentence without the file and line that stand beside it."""
        return sentence(fault.code, fault.params, self._context.language.code).partition(": ")[2]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Forms"))
        self._header.set_line(
            self.tr("Forms of the program stay as they are; forms of your own are added beside them.")
        )
        self._fault_card.set_heading(self.tr("To correct in the file"))
        self.table.view.setAccessibleName(self.tr("Forms"))
        self.faults.view.setAccessibleName(self.tr("To correct in the file"))
        self._new.set_text(self.tr("&New form …"))
        self._file.set_text(self.tr("&Add from a file …"))
        self._save.set_text(self.tr("Sa&ve as a file …"))
        self._withdraw.set_text(self.tr("&Withdraw …"))
        self.table.set_empty_text(self.tr("There is no form yet."))
