"""By hand: a file for a USB stick, the word that it was carried, and the receipt that comes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from emr_desktop.errors import EmrError
from emr_desktop.whole_file import write_whole
from sync.by_hand import CarriedFile, ReceiptTaken
from sync.rows import TargetRow
from ui.messages import sentence
from ui.qt.tasks import Failed
from ui.reports.files import ask_where
from ui.screen import ScreenContext
from ui.sync_view.sync_words import when
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.layout import Card, PageHeader, column, words
from ui.widgets.password_bar import PasswordBar
from ui.widgets.scrolled import scrolled_column

T = TypeVar("T")


class ByHandPage(QWidget):
    """Three steps from top to bottom. Signals: ``back``; ``changed``: deliveries are in another state."""

    back = Signal()
    changed = Signal()

    def __init__(
        self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("byHandPage")
        self._context, self._banner, self._failed = context, banner, failed
        self._row: TargetRow | None = None
        self._number: int | None = None
        self._last: Path | None = None
        self._header = PageHeader(self)
        self._back = Button("byHandBack", parent=self)
        self._header.add_action(self._back)
        self._cards = [Card(self) for _ in range(3)]
        self._texts = [words(wrap=True, parent=self) for _ in range(3)]
        self._write = Button("writeCarriedFile", kind="primary", parent=self)
        self._carried = Button("markCarried", parent=self)
        self._receipt = Button("takeReceipt", parent=self)
        page = column(self)
        page.addWidget(self._header)
        self._password = PasswordBar.of_screen(context, parent=self)
        page.addWidget(self._password)
        steps = scrolled_column(page)
        for card, text, button in zip(
            self._cards, self._texts, (self._write, self._carried, self._receipt), strict=True
        ):
            line = Flow(self)
            line.add(text, 1, least=32 * GRID)
            line.add(button)
            card.body.addWidget(line)
            steps.addWidget(card)
        steps.addStretch(1)
        self._back.clicked.connect(self.back)
        self._write.clicked.connect(self._ask_where)
        self._carried.clicked.connect(
            lambda: self._ask_which(self.tr("The file that was carried"), self.mark)
        )
        self._receipt.clicked.connect(
            lambda: self._ask_which(self.tr("The receipt that came back"), self.take_receipt)
        )
        self._translate()

    def start(self, target: TargetRow, *, number: int | None = None) -> None:
        """For a target; ``number``: the delivery that a receipt without a number is for."""
        if self._row is None or self._row.name != target.name:
            self._last = None
        self._row, self._number = target, number
        self._translate()
        (self._write if target.waiting or target.refused else self._carried).setFocus()

    def write(self, path: Path) -> None:
        """Write what waits to ``path``, whole or not at all."""
        if self._row is None:
            return
        name, by_hand = self._row.name, self._context.sync.by_hand

        def done(_none: object) -> None:
            self._last = path
            text = self.tr("Written: {0}. When it has been carried, come back and say so here.")
            self._banner.show_message(text.format(path), kind="good")
            self._carried.setFocus()
            self.changed.emit()

        self._run(lambda: write_whole(path, by_hand.export(name)), done, path=path)

    def mark(self, path: Path) -> None:
        """Say that a file was carried."""
        by_hand = self._context.sync.by_hand

        def done(found: CarriedFile) -> None:
            lines = [self.tr("%n message(s) marked as carried by hand.", "", len(found.carried))]
            if found.before:
                lines.append(self.tr("%n had arrived or were marked already.", "", len(found.before)))
            if found.left:
                lines.append(
                    self.tr(
                        "%n not marked: other figures are here now. Write a new file.", "", len(found.left)
                    )
                )
            self._banner.show_message(" ".join(lines), kind="warn" if found.left else "good")
            self.changed.emit()

        self._run(lambda: by_hand.mark_carried(path.read_bytes()), done, path=path)

    def take_receipt(self, path: Path) -> None:
        """Take what came back."""
        by_hand, number = self._context.sync.by_hand, self._number

        def done(found: tuple[ReceiptTaken, ...]) -> None:
            refused = [each for each in found if each.problem is not None]
            if refused:
                first = refused[0]
                why = sentence(first.problem or "", first.problem_params, self._context.language.code)
                self._banner.show_message(f"{first.number}: {why}", kind="warn")
            else:
                numbers = ", ".join(str(each.number) for each in found)
                text = self.tr("Confirmed by the receipt: no. {0}.").format(numbers)
                self._banner.show_message(text, kind="good")
            self.changed.emit()

        self._run(lambda: by_hand.take_receipt(path.read_bytes(), number=number), done, path=path)

    def _run(self, work: Callable[[], T], done: Callable[[T], Any], *, path: Path) -> None:
        def failed(error: BaseException) -> None:
            if isinstance(error, OSError):
                error = EmrError("file.not_read", path=str(path), reason=error.strerror or "")
            self._failed(error)

        self._context.tasks.run(self, work, done=done, failed=failed)

    def _ask_where(self) -> None:
        if self._row is None:
            return
        today = self._context.clinic.work.clock.today()
        facility = self._context.clinic.work.facility.code
        name = f"{self._row.name}-{facility}-{today:%Y%m%d}"
        path = ask_where(self, name=name, kind="json", title=self.tr("Where to write the file"))
        if path is None:
            return
        if self._row.kind in ("hdu", "fhir"):  # a file with patients in it
            self._password.before(lambda: self.write(path))
        else:
            self.write(path)

    def _ask_which(self, title: str, use: Callable[[Path], None]) -> None:
        suggested = "" if self._last is None else str(self._last)
        chosen, _ = QFileDialog.getOpenFileName(self, title, suggested, "JSON (*.json)")
        if chosen:
            use(Path(chosen))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        target = self._row
        name = "" if target is None else target.name
        self._header.set_title(self.tr("By hand to {0}").format(name))
        self._back.set_text(self.tr("Back"), tip=self.tr("Back (Esc)"))
        for card, heading in zip(
            self._cards,
            (
                self.tr("1. Write what waits to a file"),
                self.tr("2. Say that it was carried"),
                self.tr("3. Take the receipt that came back"),
            ),
            strict=True,
        ):
            card.set_heading(heading)
        self._write.set_text(self.tr("&Write the file …"))
        self._carried.set_text(self.tr("It was &carried …"))
        self._receipt.set_text(self.tr("&Receipt from a file …"))
        self._write.setEnabled(target is not None and bool(target.waiting or target.refused))
        waits = 0 if target is None else target.waiting + target.refused
        if target is None or not waits:
            first = self.tr("Nothing waits for this system.")
        else:
            first = self.tr("%n message(s) wait.", "", waits)
            if target.waiting_since is not None:
                first += " " + self.tr("The oldest since {0}.").format(when(target.waiting_since))
        if target is not None and target.kind in ("hdu", "fhir"):
            first += " " + self.tr(
                "The file holds records of patients and is not encrypted: give it only to those who run the "
                "system, and delete it afterwards."
            )
        self._texts[0].setText(first)
        self._texts[1].setText(
            self.tr(
                "What is in the file is then not sent again. It stands as carried by hand, with your name, "
                "not as confirmed by the system."
            )
        )
        self._texts[2].setText(
            self.tr(
                "The answer of the system (import summary) or a receipt of this program. It confirms or "
                "refuses what was carried, cell by cell."
            )
        )
