"""The keys: who can open the record, the paper key, the council, and another key for the database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from emr_desktop.changes import Written
from emr_desktop.clock import local
from emr_desktop.facility.council import CouncilKey, read_council_file
from emr_desktop.facility.keys import KeyOverview, Opener
from ui.administration.page_head import PageHead
from ui.administration.roles import role_names
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.key_paper import KeyPaper
from ui.widgets.layout import Card, column, row, words
from ui.widgets.table import Column, DataTable


class KeysPage(QWidget):
    """The list at the left, what can be done at the right; a new paper key takes the whole page."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keysPage")
        self._context = context
        self._keys = context.clinic.keys
        self._overview: KeyOverview | None = None
        self.head = PageHead(context=context, point_at=self._point_at, parent=self)
        self.banner, self.confirm, self.bar = self.head.banner, self.head.confirm, self.head.bar
        self.table: DataTable[Opener] = DataTable(
            "openerList",
            (
                Column(
                    lambda: self.tr("Name"),
                    lambda each: each.full_name,
                    stretch=True,
                    tip=lambda each: f"{each.full_name} ({each.username})",
                ),
                Column(lambda: self.tr("User name"), lambda each: each.username, spare=1),
                Column(lambda: self.tr("Roles"), lambda each: role_names(each.roles), stretch=True),
                Column(lambda: self.tr("Opens with"), self._opens_with, width=128),
            ),
            wraps=True,
            parent=self,
        )
        self.paper_line, self.council_line, self.key_line = (words(wrap=True, parent=self) for _ in range(3))
        self.copies_line = words(role="quiet", wrap=True, parent=self)
        self.typed = TextField("drillKey", longest=80, parent=self)
        self._try = Button("drill", parent=self)
        self._renew = Button("newRecoveryKey", kind="danger", parent=self)
        self._rekey = Button("rekey", parent=self)
        self._council = Button("addCouncil", parent=self)
        self._remove = Button("removeCouncil", kind="danger", parent=self)
        self.paper = KeyPaper(parent=self)
        place = context.clinic.work.facility
        self.paper.offer_print(
            tasks=context.tasks,
            language=context.language,
            facility=lambda: (f"{place.code} {place.name}", place.training),
        )
        self._on_paper = Button("keyOnPaper", kind="primary", parent=self)
        self._list_card, self._paper_card = Card(self), Card(self)
        self._key_card, self._council_card = Card(self), Card(self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._try.clicked.connect(self._drill)
        self._renew.clicked.connect(self._ask_renew)
        self._rekey.clicked.connect(self._ask_rekey)
        self._council.clicked.connect(self._choose_council)
        self._remove.clicked.connect(self._ask_remove)
        self._on_paper.clicked.connect(self._paper_written)
        FormKeys(self._paper_card, save=self._drill)
        self._translate()

    def _lay_out(self) -> None:
        overview, paper = QWidget(self), QWidget(self)
        self._list_card.body.addWidget(self.table, 1)
        made, tried = Flow(self), Flow(self, bottom=True)  # the button beside the box, not its label
        made.add(self.paper_line, 1, least=20 * GRID)
        made.add(self._renew)
        tried.add(self.typed, 1, least=20 * GRID)
        tried.add(self._try)
        self._paper_card.body.addWidget(made)
        self._paper_card.body.addWidget(tried)
        for widget in (self.key_line, self.copies_line):
            self._key_card.body.addWidget(widget)
        self._key_card.body.addWidget(_right(self._rekey))
        self._council_card.body.addWidget(self.council_line)
        self._council_card.body.addWidget(_right(self._remove, self._council))
        right = column()
        for card in (self._paper_card, self._key_card, self._council_card):
            right.addWidget(card)
        right.addStretch(1)
        both = row(overview, spacing=2 * GRID)
        both.addWidget(self._list_card, 11)
        both.addLayout(right, 10)
        written = column(paper)
        written.addWidget(self.paper)
        written.addWidget(_right(self._on_paper))
        written.addStretch(1)
        self._stack.addWidget(overview)
        self._stack.addWidget(paper)
        page = column(self)
        page.addWidget(self.head)
        page.addWidget(self._stack, 1)

    def read(self) -> None:
        """Read everything about the keys again."""
        self._context.tasks.run(
            self, self._keys.overview, done=self._show, failed=self.head.failed, key="keys"
        )

    @property
    def shows_new_key(self) -> bool:
        """A new paper key is on the page, and not yet on paper."""
        return self._stack.currentIndex() == 1

    def _show(self, overview: KeyOverview) -> None:
        self._overview = overview
        self.table.show_rows(overview.openers)
        self._say()

    def _opens_with(self, person: Opener) -> str:
        return self.tr("One-time code") if person.with_code else self.tr("Password")

    def _point_at(self, field: str, text: str) -> bool:
        if field != "recovery_key":
            return False
        self.typed.set_error(text)
        self.typed.editor.setFocus()
        return True

    # the paper key -----------------------------------------------------------------------------------------

    def _drill(self) -> None:
        typed = self.typed.text()
        if not typed:
            self.typed.set_error(self.tr("Type the key that stands on the paper."))
            self.typed.editor.setFocus()
            return

        def done(_written: object) -> None:
            self.typed.set_text("")
            self.banner.show_message(
                self.tr("The recovery key opens the record. Nothing was changed; lock the paper away again."),
                kind="good",
            )
            self.read()

        self.head.run(lambda: self._keys.drill(typed), done)

    def _ask_renew(self) -> None:
        self.head.ask(
            self.tr(
                "Make a new recovery key? The old paper opens nothing from then on. Have pen and paper ready."
            ),
            yes=self.tr("Make a new key"),
            act=lambda: self.head.run(self._keys.renew_recovery_key, self._show_paper),
            again=self._ask_renew,
        )

    def _show_paper(self, written: object) -> None:
        assert isinstance(written, Written)  # noqa: S101
        self.paper.show_key(written.value)
        self._stack.setCurrentIndex(1)

    def _paper_written(self) -> None:
        if self.paper.is_confirmed():
            self._stack.setCurrentIndex(0)
            self._context.say(self.tr("The new recovery key is in force. Tear up the old paper."))
            self.read()

    # another key -------------------------------------------------------------------------------------------

    def _ask_rekey(self) -> None:
        self.head.ask(
            self.tr("Change the key of the database now? Everybody's password goes on working."),
            details=self.tr("It takes some seconds; others wait meanwhile. Make a backup afterwards."),
            yes=self.tr("Change the key"),
            act=self._write_rekey,
            again=self._ask_rekey,
        )

    def _write_rekey(self) -> None:
        self._rekey.setEnabled(False)

        def done(_written: object) -> None:
            self.banner.show_message(
                self.tr("The database has another key now. Make a backup today."), kind="good"
            )

        def over() -> None:
            self._rekey.setEnabled(True)
            self.read()

        self.head.run_long(lambda: self._keys.rekey(progress=self.head.progressed.emit), done=done, over=over)

    # the council -------------------------------------------------------------------------------------------

    def _choose_council(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Key file of the council"))
        if chosen:
            self.read_council(Path(chosen))

    def read_council(self, path: Path) -> None:
        """Read a council's public file, and ask whether its fingerprint is right."""
        self.head.run(lambda: read_council_file(path), self._ask_council)

    def _ask_council(self, key: object) -> None:
        assert isinstance(key, CouncilKey)  # noqa: S101
        self.head.ask(
            self.tr("Call the council health office. Do they read out this fingerprint: {0}?").format(
                key.fingerprint
            ),
            details=self.tr("Then {0} can open this record and its backups.").format(key.name),
            yes=self.tr("It is the same"),
            act=lambda: self.head.run(lambda: self._keys.set_council(key), lambda _done: self.read()),
            again=lambda: self._ask_council(key),
        )

    def _ask_remove(self) -> None:
        self.head.ask(
            self.tr("Take the council's key out? Backups made before stay readable to the council."),
            yes=self.tr("Take it out"),
            act=lambda: self.head.run(self._keys.remove_council, lambda _done: self.read()),
            again=self._ask_remove,
        )

    # words -------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._list_card.set_heading(self.tr("Who can open the record"))
        self.table.view.setAccessibleName(self.tr("Who can open the record"))
        self.table.set_empty_text(self.tr("Nobody is here yet."))
        self._paper_card.set_heading(self.tr("The recovery key"))
        self._key_card.set_heading(self.tr("The key of the database"))
        self._council_card.set_heading(self.tr("The council's key"))
        self.typed.set_label(self.tr("Key on the paper"))
        self._try.set_text(self.tr("Try it"))
        self._renew.set_text(self.tr("New recovery key …"))
        self._rekey.set_text(self.tr("Change the key …"))
        self._council.set_text(self.tr("Read the council's file …"))
        self._remove.set_text(self.tr("Take it out …"))
        self._on_paper.set_text(self.tr("It is on paper"))
        self._say()

    def _say(self) -> None:
        found = self._overview
        if found is None:
            return
        self._remove.setVisible(found.council is not None)
        tried = self.tr("never tried")
        if found.drilled_at is not None:
            tried = self.tr("tried {0}").format(_day(found.drilled_at))
        paper = self.tr("Made {0}, {1}.").format(_day(found.recovery_made_at), tried)
        if found.drill_due:
            paper += " " + self.tr("! A year has passed: take it out of the safe and try it.")
        self.paper_line.setText(paper if found.recovery_key else self.tr("!! There is none: make one now."))
        changed = self.tr("never changed")
        if found.rekeyed_at is not None:
            changed = self.tr("changed {0}").format(_day(found.rekeyed_at))
        key = self.tr("Key file number {0}, key {1}.").format(found.generation, changed)
        if found.rekey_under_way:
            key += " " + self.tr("! A change was cut off: change the key to end it.")
        elif found.rekey_due_since is not None:
            key += " " + self.tr(
                "! Still to do since {0}: somebody was taken out. It is done when the program closes."
            ).format(_day(found.rekey_due_since))
        self.key_line.setText(key)
        good = found.copies - len(found.copies_missing)
        copies = self.tr("{0} of {1} copies of the key file are in place.").format(good, found.copies)
        self.copies_line.setText(" ".join([copies, *found.copies_missing]))
        self.council_line.setText(
            self.tr(
                "No council can open this record. A council key is a second way in when the paper is lost."
            )
            if found.council is None
            else self.tr("{0} can open this record. Fingerprint {1}").format(*found.council)
        )


def _right(*buttons: QWidget) -> Flow:
    line = Flow()
    line.push()
    for button in buttons:
        line.add(button)
    return line


def _day(instant: datetime) -> str:
    return f"{local(instant):%d/%m/%Y}"
