"""A form made from lists: what is counted, by what, for whom; its figures stand beside it while one picks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.errors import EmrError
from emr_desktop.forms.building import MOST_ROWS, FormAnswers, Offer, Offers, offers
from emr_desktop.forms.rows import FormReport
from ui.administration.form_preview import FormPreview
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.banner import Banner
from ui.widgets.beside import Beside
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import Field, NumberField, TextField
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, PageHeader, column, row, words
from ui.widgets.scrolled import scrolled_column
from ui.widgets.wide_combo import WideCombo

_CARD_WIDTH = 496
_A_ROW = 3  # limits side by side
_USUAL_ROWS = 10


class FormBuilder(QWidget):
    """Signals: ``back``: enough seen; ``built`` with the text of the form that is to be added."""

    back = Signal()
    built = Signal(str)

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formBuilder")
        self._context = context
        self._offers: Offers = offers()
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._point_at,
            banner=self.banner.show_message,
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self._leave = Button("builderBack", parent=self)
        self._leave.clicked.connect(self.back)
        self._header.add_action(self._leave)
        self.names = {
            "name_sw": TextField("builderNameSw", longest=80, required=True, parent=self),
            "name_en": TextField("builderNameEn", longest=80, required=True, parent=self),
        }
        self.counts = ChoiceField("builderCounts", parent=self)
        self.period = ChoiceField("builderPeriod", parent=self)
        self.top = NumberField("builderTop", whole=True, parent=self)
        self.combos = {
            "by": WideCombo("builderBy", letters=12),
            "columns": WideCombo("builderColumns", letters=16),
        }
        self.only = {
            fact: WideCombo("builderOnly" + fact.title().replace("_", ""), letters=8)
            for fact in self._offers.only
        }
        self._fields = {
            name: Field(combo.objectName(), combo, parent=self)
            for name, combo in (*self.combos.items(), *self.only.items())
        }
        self._only_label = words(role="label", parent=self)
        self.preview = FormPreview(context=context, parent=self)
        self.add = Button("builderAdd", kind="primary", shortcut="Ctrl+Return", parent=self)
        self.add.clicked.connect(self._add)
        self._card = Card(self)
        follow_text(self._card, most_width=_CARD_WIDTH)
        self._lay_out()
        self._wire()
        self._translate()

    def _lay_out(self) -> None:
        body = scrolled_column(self._card.body)
        for parts in (
            (self.names["name_sw"], self.names["name_en"]),
            (self.counts,),
            (self._fields["by"], self.top),
            (self.period, self._fields["columns"]),
        ):
            line = Flow(self)
            for part in parts:
                line.add(part, 1, least=18 * GRID)
            body.addWidget(line)
        body.addWidget(self._only_label)
        only = Flow(self, spacing=GRID // 2, even=_A_ROW)
        for fact in self.only:
            only.add(self._fields[fact], 1)
        body.addWidget(only)
        body.addStretch(1)
        under = row()
        under.addStretch(1)
        under.addWidget(self.add)
        self._card.body.addLayout(under)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.banner)
        beside = Beside(self, least=80 * GRID)
        beside.add(self._card, 1)
        beside.add(self.preview, 1)
        page.addWidget(beside, 1)
        FormKeys(self, back=self.back.emit)

    def _wire(self) -> None:
        self.counts.edited.connect(self._count_chosen)
        self.period.edited.connect(self._look)
        self.top.edited.connect(self._look)
        for field in self.names.values():
            field.edit.editingFinished.connect(self._look)  # not with each letter: it counts
        for combo in (*self.combos.values(), *self.only.values()):
            combo.currentIndexChanged.connect(self._look)

    # coming and going ------------------------------------------------------------------------------------

    def begin(self) -> None:
        """A new form: the ten commonest diagnoses of outpatients, until something else is picked."""
        for field in self.names.values():
            field.set_text("")
            field.set_error(None)
        self.banner.clear()
        self.counts.bar.choose("diagnoses")
        self.period.bar.choose("month")
        self.top.set_value(_USUAL_ROWS)
        self.top.set_error(None)
        self._fill()
        for combo in self.combos.values():
            with QSignalBlocker(combo):
                combo.setCurrentIndex(0)
        for name, combo in self.only.items():
            with QSignalBlocker(combo):
                combo.setCurrentIndex(max(0, combo.findData("opd")) if name == "visit_type" else 0)
        self.preview.show_report(None)
        self._context.tasks.run(
            self,
            self._context.clinic.local_forms.villages,
            done=self._show_villages,
            failed=self._failed,
            key="villages",
        )
        self.names["name_sw"].editor.setFocus()

    def _show_villages(self, villages: tuple[str, ...]) -> None:
        self._offers = offers(villages)
        self._fill()
        self._look()

    def answers(self) -> FormAnswers:
        """What is picked now."""
        return FormAnswers(
            name_en=self.names["name_en"].text(),
            name_sw=self.names["name_sw"].text(),
            counts=self.counts.code or "visits",
            by=str(self.combos["by"].currentData()),
            top=int(self.top.value() or 0),
            columns=str(self.combos["columns"].currentData()),
            period=self.period.code or "month",
            only={fact: str(combo.currentData() or "") for fact, combo in self.only.items()},
        )

    # work ------------------------------------------------------------------------------------------------

    def _count_chosen(self) -> None:
        self._fill()
        self._look()

    def _look(self) -> None:
        """Count what is picked, named or not."""
        answers = self.answers()
        forms = self._context.clinic.local_forms

        def failed(error: BaseException) -> None:
            self.preview.show_report(None)
            if not isinstance(error, EmrError):
                self._failed(error)

        self._context.tasks.run(
            self, lambda: forms.try_out(answers), done=self._show_preview, failed=failed, key="preview"
        )

    def _show_preview(self, report: FormReport) -> None:
        self.preview.show_report(report)

    def _add(self) -> None:
        answers = self.answers()
        forms = self._context.clinic.local_forms
        self._context.tasks.run(
            self, lambda: forms.build(answers), done=self.built.emit, failed=self._failed, key="build"
        )

    def _point_at(self, field: str, text: str) -> bool:
        found = {**self.names, "top": self.top}.get(field)
        if found is None:
            return False
        found.set_error(text)
        found.editor.setFocus()
        return True

    # words -----------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Put what can be picked into the lists; what was picked stays picked."""
        known = self._offers
        _refill(self.combos["by"], self._named(known.by[self.counts.code or "visits"]))
        _refill(self.combos["columns"], self._named(known.columns))
        for fact, combo in self.only.items():
            _refill(combo, [(self.tr("All"), ""), *self._named(known.only[fact])])

    def _named(self, offered: Sequence[Offer]) -> list[tuple[str, str]]:
        language = self._context.language.code
        return [(offer.name(language), offer.code) for offer in offered]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("New form"))
        self._header.set_line(self.tr("Pick from the lists; the figures beside them follow."))
        self._leave.set_text(self.tr("Back"), tip=self.tr("Back to the forms (Esc)"))
        self._card.set_heading(self.tr("What the form counts"))
        labels = {
            "by": self.tr("One row for eac&h"),
            "columns": self.tr("Colum&ns: ages by sex"),
            "visit_type": self.tr("Kind of visit"),
            "village": self.tr("Village"),
            "ward": self.tr("Ward"),
            "sex": self.tr("Sex"),
            "payer": self.tr("Payer"),
            "outcome": self.tr("Outcome"),
            "new_problem": self.tr("Problem"),
            "age": self.tr("Age"),
        }
        for name, field in self._fields.items():
            field.set_label(labels.get(name, name))
        self.names["name_sw"].set_label(self.tr("Name in S&wahili"))
        self.names["name_en"].set_label(self.tr("Name in &English"))
        self.counts.set_label(self.tr("&Counted"))
        self.top.set_label(self.tr("Rows a&t most (1 to {0})").format(MOST_ROWS))
        self.period.set_label(self.tr("For e&ach"))
        self.period.bar.offer((("month", self.tr("Month")), ("week", self.tr("Week"))))
        self.counts.bar.offer(
            [(offer.code, offer.name(self._context.language.code)) for offer in self._offers.counts]
        )
        self._only_label.setText(self.tr("Only"))
        self.add.set_text(self.tr("A&dd the form"))
        self._fill()


def _refill(combo: WideCombo, choices: Sequence[tuple[str, str]]) -> None:
    with QSignalBlocker(combo):
        before = combo.currentData()
        combo.clear()
        for text, code in choices:
            combo.addItem(text, code)
        combo.setCurrentIndex(max(0, combo.findData(before)))
