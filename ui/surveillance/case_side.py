"""The case form as a side page of the visit; what is typed lies in the draft of the visit."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from emr_desktop.identity import new_id
from emr_desktop.surveillance.rows import Notice, NotificationForm, NotificationRow, Watch
from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SidePage, SideTools
from ui.surveillance.case_page import CasePage
from ui.surveillance.telling import condition_name, offered, undecided
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.layout import column


def has_case(consultation: Consultation) -> bool:
    """Whether a diagnosis of the visit is on the list, or several are alike in the village."""
    return bool(offered(consultation.watch))


def waiting(consultation: Consultation) -> str:
    """What stands on the button: a mark while something is not decided."""
    return "!" if undecided(consultation.watch) else ""


class CaseSide(SidePage):
    """One form at a time; a bar above chooses when several conditions are noticed."""

    saves_visit = False  # Ctrl+Enter saves the case form

    def __init__(self, *, tools: SideTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("caseSide")
        self._context, self._failed = tools.context, tools.failed
        self._consultation: Consultation | None = None
        self._condition = ""
        self.choice = ChoiceBar(self)
        self.choice.setObjectName("caseCondition")
        self.choice.chosen.connect(self._turn_to)
        self.page = CasePage(context=tools.context, banner=tools.banner, parent=self)
        self.page.back.connect(self.back)
        self.page.typed.connect(self._typed)
        self.page.decided.connect(self._decided)
        inside = column(self)
        inside.addWidget(self.choice)
        inside.addWidget(self.page, 1)

    def open(self, consultation: Consultation) -> None:
        self._consultation = consultation
        conditions = offered(consultation.watch)
        code = self._context.language.code
        self.choice.setAccessibleName(self.tr("Condition"))
        self.choice.offer(
            [(each, condition_name(each, language=code)) for each in conditions],
            letters={each: str(place) for place, each in enumerate(conditions, 1)},
        )
        self.choice.setVisible(len(conditions) > 1)
        waits = undecided(consultation.watch)
        self._turn_to(waits[0] if waits else conditions[0])

    def print_it(self) -> bool:
        self.page.print_form()
        return True

    def _notice(self) -> Notice | None:
        watch = self._consultation.watch if self._consultation is not None else Watch()
        return next((notice for notice in watch.notices if notice.condition == self._condition), None)

    def _turn_to(self, condition: str) -> None:
        consultation = self._consultation
        if consultation is None:
            return
        self._condition = condition
        self.choice.choose(condition)
        notice = self._notice()
        if notice is not None and notice.known is not None:
            self.page.show_row(notice.known)
            return
        begun = consultation.cases.get(condition, {})
        complaint = consultation.fields["complaint"]
        notifications, outcome = self._context.clinic.notifications, consultation.outcome
        patient, visit_id, day = consultation.patient, consultation.visit_id, consultation.visit_date

        def begin() -> NotificationForm:
            return notifications.begin(
                patient,
                condition,
                visit_id=visit_id,
                visit_date=day,
                form_id=new_id(),
                icd10=None if notice is None else notice.icd10,
                symptoms=complaint.strip() or None,
                outcome=outcome,
            )

        self._context.tasks.run(
            self,
            begin,
            done=lambda form: self._begun(consultation, condition, form, begun),
            failed=self._failed,
            key="begin",
        )

    def _begun(
        self, consultation: Consultation, condition: str, form: NotificationForm, begun: dict[str, str]
    ) -> None:
        # The id made first stays: a form saved after a crash is the same form.
        texts = consultation.cases.setdefault(condition, {"id": str(form.id)})
        self.page.begin(form, {**begun, "id": texts["id"]})
        self.edited.emit()

    def _typed(self, name: str, text: str) -> None:
        if self._consultation is not None:
            self._consultation.cases.setdefault(self._condition, {})[name] = text
            self.edited.emit()

    def _decided(self, row: NotificationRow) -> None:
        consultation = self._consultation
        if consultation is None:
            return
        condition, watch = row.form.condition, consultation.watch
        known = Notice(row.form.icd10 or "", condition, None if row.voided_at is not None else row)
        others = [notice for notice in watch.notices if notice.condition != condition]
        consultation.watch = Watch((*others, known), watch.clusters)
        consultation.cases.pop(row.form.condition, None)
        self.edited.emit()
