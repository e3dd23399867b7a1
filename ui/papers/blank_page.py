"""The page of Reports that prints blank forms ahead of a power cut."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from emr_desktop.errors import ValidationError
from emr_desktop.printing.blank_forms import KINDS, blank_forms_pdf
from ui.qt.messages import shown_by
from ui.qt.paper_printer import PaperPrinter
from ui.reports.beside_page import BesidePage
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.day_field import DayField
from ui.widgets.field import Field, NumberField
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, PageHeader, column, row, words
from ui.widgets.scrolled import scrolled_column

_DIAGNOSES = 18


class BlankFormsPage(BesidePage):
    """Which form, how many pages, from which number, for which day."""

    def __init__(self, *, context: ScreenContext, banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("blankFormsPage")
        self._context = context
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._point_at,
            banner=banner.show_message,
            trouble=context.trouble,
        )
        self._printer = PaperPrinter(context=context, banner=banner, failed=self._failed, parent=self)
        self._header = PageHeader(self)
        self._back = Button("blankFormsBack", parent=self)
        self._header.add_action(self._back)
        self.kind = ChoiceField("blankKind", parent=self)
        self.pages = NumberField("blankPages", whole=True, parent=self)
        self.first = NumberField("blankFirst", whole=True, parent=self)
        self.day = DayField(
            "blankDay", language=context.language, today=context.clinic.work.clock.today, parent=self
        )
        self._about = words(role="quiet", wrap=True, parent=self)
        self._look = Button("lookAtBlankForms", parent=self)
        self._print = Button("printBlankForms", kind="primary", parent=self)
        self._lay_out()
        self._back.clicked.connect(self.back)
        self._look.clicked.connect(lambda: self._make(self._printer.show_it))
        self._print.clicked.connect(self.print_forms)
        self.kind.edited.connect(self._translate)
        FormKeys(self, save=self.print_forms, back=self.back.emit)
        self.kind.bar.offer([(kind, kind) for kind in KINDS])
        self.kind.bar.choose("encounter")
        self.pages.set_value(10)
        self.first.set_value(1)
        self._translate()

    def _lay_out(self) -> None:
        page = column(self)
        page.addWidget(self._header)
        card = Card(self)
        inside = scrolled_column(card.body)
        inside.addWidget(self.kind)
        inside.addWidget(self._about)
        line = Flow(self, spacing=2 * GRID)
        for field in (self.pages, self.first, self.day):
            follow_text(field, width=24 * GRID)
            line.add(field)
        inside.addWidget(line)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(self._look)
        buttons.addWidget(self._print)
        card.body.addLayout(buttons)
        page.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        page.addStretch(1)

    def opened(self) -> None:
        """Put the cursor where it begins."""
        self.kind.bar.setFocus()

    def print_forms(self) -> None:
        """Print them."""
        self._make(self._printer.print_it)

    def _make(self, use: Callable[..., None]) -> None:
        for field in (self.pages, self.first, self.day):
            field.set_error(None)
        try:
            day = self.day.value("day")
        except ValidationError as wrong:
            self._failed(wrong)
            return
        kind, language = self.kind.code or "encounter", self._context.language.code
        pages, first = int(self.pages.text() or 0), int(self.first.text() or 0)
        facility, papers = self._context.clinic.work.facility, self._context.clinic.papers

        def made(diagnoses: tuple[tuple[str, str], ...]) -> None:
            use(
                lambda: blank_forms_pdf(
                    kind,
                    facility,
                    language=language,
                    pages=pages,
                    day=day,
                    first_number=first,
                    diagnoses=diagnoses,
                ),
                name=f"blank-{kind}",
                kind="blank-form",
            )

        self._context.tasks.run(
            self,
            lambda: papers.commonest_diagnoses(_DIAGNOSES, language=language),
            done=made,
            failed=self._failed,
            key="commonest",
        )

    def _point_at(self, field: str, text: str) -> bool:
        fields: dict[str, Field] = {"pages": self.pages, "first_number": self.first, "day": self.day}
        found = fields.get(field)
        if found is None:
            return False
        found.set_error(text)
        found.editor.setFocus()
        return True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Blank forms for power cuts"))
        self._header.set_line(
            self.tr("Print them ahead; what is written on them is entered later with its date.")
        )
        self._back.set_text(self.tr("Back to the forms"), tip=self.tr("Back to the forms (Esc)"))
        self.kind.set_label(self.tr("Which form"))
        self.kind.bar.offer(
            (
                ("encounter", self.tr("Visit")),
                ("register", self.tr("Register")),
                ("laboratory", self.tr("Laboratory")),
            )
        )
        self._about.setText(
            {
                "encounter": self.tr(
                    "Two patients a page, in the order of the screen, with the commonest diagnoses here."
                ),
                "register": self.tr("A page of 20 lines with the columns of the register."),
                "laboratory": self.tr("Four requests a page, with the tests to tick."),
            }[self.kind.code or "encounter"]
        )
        self.pages.set_label(self.tr("Pa&ges"))
        self.first.set_label(self.tr("Numbers &from"))
        self.day.set_label(self.tr("Dat&e (empty: written by hand)"))
        self._look.set_text(self.tr("&Look at it"))
        self._print.set_text(self.tr("&Print"), tip=self.tr("Print (Ctrl+Enter)"))
