"""A notifiable diagnosis in the consultation: the notice, the form, the call, the decision, the draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm
from ui.consultation.presenter import Consultation
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext
from ui.surveillance.case_side import CaseSide

Settle = Callable[[ScreenContext], None]
Press = Callable[..., None]
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 11, 18)


@pytest.fixture
def printed(context: ScreenContext, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(context.paper, "print_pdf", lambda content, *, name, report, job: names.append(name))
    return names


def side(view: ConsultationView) -> CaseSide:
    page = view._pages.side
    assert isinstance(page, CaseSide)
    return page


def test_an_everyday_diagnosis_says_nothing(view: ConsultationView, diagnose: Callable[[str], None]) -> None:
    diagnose("malaria")
    assert view.page.notice.text == ""
    assert "case" not in [command.name.removesuffix("Side") for command in view.commands()]


def test_a_listed_one_shows_its_definition_and_one_key_makes_the_form(
    view: ConsultationView,
    context: ScreenContext,
    diagnose: Callable[[str], None],
    settle: Settle,
    press: Press,
    printed: list[str],
) -> None:
    view.page.words.field("complaint").setPlainText("Kuhara majimaji tangu jana")
    view.consultation.fields["complaint"] = "Kuhara majimaji tangu jana"  # type: ignore[union-attr]
    diagnose("cholera")
    assert "notify within 24 hours" in view.page.notice.text
    assert "watery diarrhoea" in view.page.notice.text
    press(Qt.Key.Key_9, ALT)
    settle(context)
    fields = side(view).page.fields
    assert fields.field("village").editor.text() == "Chinangali"  # type: ignore[attr-defined]
    assert fields.field("symptoms").editor.text() == "Kuhara majimaji tangu jana"  # type: ignore[attr-defined]
    onset = fields.field("onset_on").editor
    assert onset.hasFocus()
    QTest.keyClicks(onset, "1")
    QTest.keyClick(onset, Qt.Key.Key_Return, CTRL)
    settle(context)
    (row,) = context.clinic.notifications.list_between(TODAY, TODAY)
    assert (row.number, row.form.onset_on) == ("101168-3/N/2026/0001", date(2026, 11, 17))
    assert row.steps == ("to_phone", "printed", "queued")
    assert printed == ["case-notification"]
    QTest.keyClicks(side(view).page.confirm.reason, "Dk. Mushi")
    QTest.keyClick(side(view).page.confirm.reason, Qt.Key.Key_Return)
    settle(context)
    assert context.clinic.notifications.get(row.form.id).phoned_to == "Dk. Mushi"
    press(Qt.Key.Key_9, ALT)
    assert view._pages.is_at_work
    assert "phoned: Dk. Mushi" in view.page.notice.text


def test_what_is_missing_is_said_at_its_field(
    view: ConsultationView,
    context: ScreenContext,
    diagnose: Callable[[str], None],
    settle: Settle,
    press: Press,
) -> None:
    diagnose("cholera")
    press(Qt.Key.Key_9, ALT)
    settle(context)
    page = side(view).page
    page.save()
    settle(context)
    onset = page.fields.field("onset_on")
    assert "when it began" in onset.error
    assert onset.editor.hasFocus()
    QTest.keyClicks(onset.editor, "99/99")
    page.save()
    assert "not a date" in onset.error
    assert context.clinic.notifications.list_between(TODAY, TODAY) == ()


def test_what_was_typed_comes_back_with_the_draft_of_the_visit(
    view: ConsultationView,
    context: ScreenContext,
    diagnose: Callable[[str], None],
    settle: Settle,
    press: Press,
    patient: PatientRow,
) -> None:
    diagnose("surua")
    press(Qt.Key.Key_9, ALT)
    settle(context)
    QTest.keyClicks(side(view).page.fields.field("exposure").editor, "Harusi Manchali")
    view.leaving()
    settle(context)
    (draft,) = context.clinic.drafts.mine()
    again = Consultation.from_draft(patient=patient, visit_id=draft.id, content=draft.content)
    assert again.cases["measles_rubella"]["exposure"] == "Harusi Manchali"
    assert again.cases["measles_rubella"]["id"]


def test_that_it_is_not_a_case_is_decided_with_a_reason(
    view: ConsultationView,
    context: ScreenContext,
    diagnose: Callable[[str], None],
    settle: Settle,
    press: Press,
) -> None:
    diagnose("cholera")
    press(Qt.Key.Key_9, ALT)
    settle(context)
    page = side(view).page
    page._none.click()
    QTest.keyClicks(page.confirm.reason, "Hakuna upungufu wa maji")
    QTest.keyClick(page.confirm.reason, Qt.Key.Key_Return)
    settle(context)
    (row,) = context.clinic.notifications.list_between(TODAY, TODAY)
    assert (row.kind, row.reason) == ("not_a_case", "Hakuna upungufu wa maji")
    assert view.step_back()
    assert "Hakuna upungufu wa maji" in view.page.notice.text


def test_the_third_alike_in_a_village_warns(
    view: ConsultationView,
    context: ScreenContext,
    clinic: Clinic,
    diagnose: Callable[[str], None],
    settle: Settle,
    press: Press,
) -> None:
    for _ in range(2):
        other = clinic.patients.register(
            PatientForm(
                id=new_id(), first_name="Juma", last_name="Chilo", sex="M", age_years=9, village="Chinangali"
            )
        ).value
        clinic.visits.save(
            VisitForm(
                id=new_id(),
                patient_id=other.id,
                visit_date=TODAY,
                diagnoses=(DiagnosisEntry(icd10="A05.9"),),
            )
        )
    diagnose("food poisoning")
    assert "3 patients of Chinangali within 7 days" in view.page.notice.text
    press(Qt.Key.Key_9, ALT)
    settle(context)
    assert side(view).page.row is None
    view.leaving()
    settle(context)
    assert context.clinic.drafts.mine()[0].content["cases"].keys() == {"unusual_event"}


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_notice_follows_the_language(
    view: ConsultationView, context: ScreenContext, diagnose: Callable[[str], None], language: str
) -> None:
    diagnose("cholera")
    context.language.use(language)
    QApplication.processEvents()
    assert ("Kipindupindu" in view.page.notice.text) == (language == "sw")


def test_a_visit_saved_without_its_form_says_so(
    view: ConsultationView, context: ScreenContext, diagnose: Callable[[str], None], settle: Settle
) -> None:
    diagnose("cholera")
    view.save()
    settle(context)
    assert "Not notified yet: Cholera" in view.banner.text
    view.banner._action.click()
    settle(context)
    assert view._pages.currentWidget() is view.reading
