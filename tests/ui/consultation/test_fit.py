"""Every screen at the size of a clinic PC in both languages: nothing cut off, no letter underlined twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QPushButton, QToolButton, QWidget

from emr_desktop.clinic import Clinic
from emr_desktop.patients.rows import PatientRow
from ui.administration.view import AdministrationView
from ui.consultation.elided import ElidedLabel
from ui.consultation.view import ConsultationView
from ui.qt.language import FOLDER
from ui.reports.view import ReportsView
from ui.screen import ScreenContext, ScreenView
from ui.sync_view.view import SyncView

WIDTH, HEIGHT = 1366 - 192, 768 - 48 - 28 - 21  # beside the rail, under the top bar, in a training facility


def is_cut(widget: QWidget) -> bool:
    if isinstance(widget, ElidedLabel):
        return False  # shortens itself, with the whole text in its tooltip
    if isinstance(widget, QLabel):
        return (
            not widget.wordWrap() and bool(widget.text()) and widget.sizeHint().width() > widget.width() + 1
        )
    if isinstance(widget, QPushButton | QToolButton | QCheckBox):
        return bool(widget.text()) and widget.sizeHint().width() > widget.width() + 1
    return False


def cut_texts(view: QWidget) -> list[str]:
    return [
        f"{widget.objectName()}: {widget.text()}"  # type: ignore[attr-defined]
        for widget in view.findChildren(QWidget)
        if widget.isVisible() and is_cut(widget)
    ]


def underlined(view: QWidget) -> Iterator[str]:
    for widget in view.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton):
            continue
        if isinstance(widget, QLabel) and widget.buddy() is None:
            continue
        _, mark, after = widget.text().replace("&&", "").partition("&")
        if mark:
            yield after[0].lower()


@pytest.fixture(params=["sw", "en"])
def context(
    clinic: Clinic, make_context: Callable[..., ScreenContext], request: pytest.FixtureRequest
) -> ScreenContext:
    if request.param == "sw" and not (FOLDER / "emr_sw.qm").is_file():
        pytest.skip("the Swahili catalogue is not compiled: make setup")
    return make_context(clinic, language=request.param)


@pytest.fixture
def fitted(
    context: ScreenContext,
    shown: Callable[[ScreenView], ScreenView],
    settle: Callable[[ScreenContext], None],
) -> Callable[[ScreenView], None]:
    def fit(view: ScreenView) -> None:
        shown(view)
        view.resize(WIDTH, HEIGHT)
        settle(context)
        assert (view.width(), view.height()) == (WIDTH, HEIGHT)

    return fit


def test_the_consultation_fits_whole(
    context: ScreenContext,
    fitted: Callable[[ScreenView], None],
    settle: Callable[[ScreenContext], None],
    register: Callable[..., PatientRow],
) -> None:
    view = ConsultationView(context=context)
    fitted(view)
    assert cut_texts(view) == []
    first = register(birth_date=None, age_years=2)
    view.show_patient(first.id)
    settle(context)
    view.page.vitals.field("weight_kg").setText("13")  # type: ignore[union-attr]
    view.consultation.fields["weight_kg"] = "13"  # type: ignore[union-attr]
    view.save()
    settle(context)
    view.show_patient(first.id)  # with an earlier visit beside it
    settle(context)
    assert view.timeline.isVisible()
    view.consultation.outcome = "referred"  # type: ignore[union-attr]
    view.page.outcome.show_values()
    settle(context)
    assert (view.width(), view.height()) == (WIDTH, HEIGHT)
    assert cut_texts(view) == []
    twice = [letter for letter, times in Counter(underlined(view)).items() if times > 1]
    assert twice == []


def test_the_reports_fit_whole(context: ScreenContext, fitted: Callable[[ScreenView], None]) -> None:
    view = ReportsView(context=context)
    fitted(view)
    assert cut_texts(view) == []
    twice = [letter for letter, times in Counter(underlined(view)).items() if times > 1]
    assert twice == []


def test_sync_fits_whole(context: ScreenContext, fitted: Callable[[ScreenView], None]) -> None:
    view = SyncView(context=context)
    fitted(view)
    assert cut_texts(view) == []
    view._show_form()
    assert cut_texts(view) == []


def test_administration_fits_whole(
    context: ScreenContext,
    fitted: Callable[[ScreenView], None],
    settle: Callable[[ScreenContext], None],
) -> None:
    view = AdministrationView(context=context)
    fitted(view)
    for place in range(view.tabs.count()):
        view.tabs.setCurrentIndex(place)
        settle(context)
        assert cut_texts(view) == [], view.tabs.currentWidget().objectName()


def test_no_text_hides_from_the_translators() -> None:
    """The collector of texts does not look into the braces of an f-string."""
    hidden = [
        f"{path.relative_to(FOLDER.parent)}:{number}"
        for path in FOLDER.parent.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"""f["'].*\{self\.tr\(""", line)
    ]
    assert hidden == []


def test_the_page_fits_a_small_clinic_screen(
    view: ConsultationView,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
) -> None:
    open_for(register())
    smallest = view.minimumSizeHint()
    assert smallest.width() <= 1366 - 200
    assert smallest.height() <= 768 - 100
