"""Asks a target who it is, and says on the banner what it answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.errors import EmrError
from ui.messages import sentence
from ui.screen import ScreenContext
from ui.sync_view.fixes import help_for
from ui.sync_view.overview import Wish
from ui.sync_view.sync_words import fix_words
from ui.widgets.banner import Banner
from ui.widgets.standing_message import StandingMessage


class ConnectionTest(QObject):
    """Signals: ``wished`` with what helps: the mapping, the token, the address, the certificate."""

    wished = Signal(object)

    def __init__(
        self,
        *,
        context: ScreenContext,
        banner: Banner,
        message: StandingMessage,
        failed: Callable[[BaseException], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context, self._banner, self._message, self._failed = context, banner, message, failed

    def run(self, name: str) -> None:
        """Ask; the answer comes on the banner."""
        self._banner.show_message(self.tr("Asking {0} …").format(name), kind="info", closable=False)
        self._context.tasks.run_aside(
            self,
            lambda: self._context.sync.test_target(name),
            done=self._tested,
            failed=lambda error: self._not_tested(name, error),
            key="test",
        )

    def _tested(self, found: dict[str, Any]) -> None:
        self._context.sync_bridge.refresh()
        self._message.say(lambda: self._say(found))

    def _not_tested(self, name: str, error: BaseException) -> None:
        self._message.clear()
        self._context.sync_bridge.refresh()
        action = help_for(error.code) if isinstance(error, EmrError) else None
        if action is None or not isinstance(error, EmrError):
            self._failed(error)
            return
        self._message.say(lambda: self._say_help(name, error, action))

    def _say_help(self, name: str, error: EmrError, action: str) -> None:
        self._banner.show_message(
            sentence(error.code, {"target": name, **error.params}, self._context.language.code),
            action=fix_words(action).replace("&", ""),
            then=lambda: self.wished.emit(Wish(action, name)),
        )

    def _notes(self, found: dict[str, Any]) -> str:
        """What else is worth saying: a clock that is off, a version nobody tried."""
        language = self._context.language.code
        return " ".join(sentence(each["code"], each["params"], language) for each in found["notes"])

    def _say(self, found: dict[str, Any]) -> None:
        if str(found.get("kind", "")).startswith("registry-"):
            text = self.tr("{0} answers: {1}. It is only asked who somebody is.")
            self._banner.show_message(text.format(found["target"], found["version"] or "–"), kind="good")
            return
        if "org_unit" not in found:
            kept = (
                self.tr("HIV, violence and mental health go there too.")
                if found["sensitive"]
                else self.tr("HIV, violence and mental health are kept back.")
            )
            what = found["version"] or found["kind"].upper()
            answers = self.tr("{0} answers: {1}.").format(found["target"], what)
            notes = self._notes(found)
            self._banner.show_message(f"{answers} {kept} {notes}".rstrip(), kind="warn" if notes else "good")
            return
        unit = found["org_unit"]
        if unit is None:
            self._banner.show_message(
                self.tr("{0} answers (DHIS2 {1}), but does not know this facility. Ask the district.").format(
                    found["target"], found["version"]
                ),
                kind="warn",
            )
            return
        text = self.tr("{0} answers: DHIS2 {1}, we are {2}, this facility is {3}.").format(
            found["target"], found["version"], found["user"], unit.get("name") or unit.get("id")
        )
        notes = self._notes(found)
        text = f"{text} {notes}".rstrip()
        odd = sum(len(each["unknown_elements"]) + len(each["without_place"]) for each in found["data_sets"])
        if any(each["to_check"] for each in found["data_sets"]):
            odd = max(odd, 1)
            text += " " + self.tr("A data set changed there: nothing goes until its mapping is saved again.")
        elif odd:
            text += " " + self.tr("%n place(s) of the mapping are not there.", "", odd)
        self._banner.show_message(
            text,
            kind="good" if found["may_send"] and not odd and not notes else "warn",
            action=self.tr("Open the mapping") if odd else "",
            then=(lambda: self.wished.emit(Wish("mapping", found["target"]))) if odd else None,
        )
