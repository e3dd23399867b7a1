"""A process of its own for a test: types, says when the draft is kept, and waits to be killed."""

import os
import sys
import uuid
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.clinic import open_clinic
from emr_desktop.facility.service import unlock
from sync.service import SyncService
from ui.consultation.view import ConsultationView
from ui.qt.language import Language
from ui.qt.printing import Paper
from ui.qt.sync_bridge import SyncBridge
from ui.qt.tasks import Tasks
from ui.screen import ScreenContext
from ui.theme import Theme

LONGEST_S = 60


def main(folder: Path, username: str, password: str, patient_id: uuid.UUID) -> None:
    application = QApplication([])
    clinic = open_clinic(unlock(folder, username=username, password=password))
    sync, tasks = SyncService(work=clinic.work), Tasks()
    context = ScreenContext(
        clinic=clinic,
        sync=sync,
        sync_bridge=SyncBridge(work=clinic.work, sync=sync, tasks=tasks),
        tasks=tasks,
        language=Language(application, code="en"),
        theme=Theme(application),
        paper=Paper(),
        open_patient=print,
        open_visit=print,
        go_to=print,
        say=print,
        trouble=print,
    )
    view = ConsultationView(context=context)
    view.show()
    view.activateWindow()
    view.show_patient(patient_id)
    while view.consultation is None:
        application.processEvents()
    view._keeper.kept.connect(lambda _at: print("kept", flush=True))
    QTest.keyClicks(view.page.vitals.field("weight_kg"), "57.5")
    view.page.words.field("complaint").setPlainText("Homa siku tatu")
    QTimer.singleShot(LONGEST_S * 1000, application.quit)
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], os.environ["EMR_PASSWORD"], uuid.UUID(sys.argv[3]))
