"""The Qt bindings keep Python's own objects: where they do not, the program dies after some minutes."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

NOWHERE = QModelIndex()


class Nothing(QAbstractListModel):
    def rowCount(  # noqa: N802 - Qt's name
        self, parent: QModelIndex | QPersistentModelIndex = NOWHERE
    ) -> int:
        return 1

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return None


class Sender(QObject):
    sent = Signal(object)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True live for ever from 3.12 on")
def test_values_that_come_from_qt_do_not_use_up_none_and_true() -> None:
    reserve = [None, True, False] * 10_000  # so that a broken binding fails the test and not the interpreter
    model, sender = Nothing(), Sender()
    sender.sent.connect(lambda _value: None)
    index = model.index(0)
    before = [sys.getrefcount(each) for each in (None, True, False)]
    for _ in range(2000):
        index.data(Qt.ItemDataRole.FontRole)
        sender.sent.emit(None)
    lost = [was - sys.getrefcount(each) for was, each in zip(before, (None, True, False), strict=True)]
    assert len(reserve) == 30_000
    assert max(lost) < 1000, lost
