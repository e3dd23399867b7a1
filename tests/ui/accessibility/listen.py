"""Goes through the screens of the real program as a blind person would, and writes down what is to be heard.

Started by ``dbus-run-session -- /usr/bin/python3 listen.py PROGRAM_PYTHON FOLDER LANGUAGE OUT.json``.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import stage
from keyboard import Keyboard

PASSWORD = "mafunzo-ya-emr"
SCREENS = (
    "Reception",
    "Triage",
    "Consultation",
    "Laboratory",
    "Pharmacy",
    "Reports",
    "Sync",
    "Administration",
)


class Listening:
    """Walks, and keeps what each screen told."""

    def __init__(self, tree: Any, keys: Keyboard) -> None:
        self.tree, self.keys = tree, keys
        self.screens: dict[str, list[dict[str, object]]] = {}
        self.tables: dict[str, list[dict[str, object]]] = {}
        self.heard: dict[str, list[dict[str, object]]] = {}

    def look(self, screen: str) -> None:
        """Keep what shows."""
        from spoken_tree import table_told, told

        self.tree.rest(1.0)
        nodes, tables = [], []
        for node, above in self.tree.walk():
            one = told(node, above)
            nodes.append(one)
            if one["role"] == "table":
                tables.append({"id": one["id"], **table_told(node)})
        self.screens[screen], self.tables[screen] = nodes, tables

    def hear(self, step: str, *, wait_s: float = 0) -> None:
        """Keep what was told since the last step; ``wait_s``: how long an announcement is waited for."""
        self.tree.rest(1.5)
        self.tree.rest_until_announced(wait_s)
        self.heard[step] = list(self.tree.heard)
        self.tree.heard.clear()

    def go(self, screen: str) -> None:
        self.tree.press(self.tree.wait_for_id(f"go{screen}"))
        self.tree.wait_for_id("syncScreen" if screen == "Sync" else screen.lower())
        self.tree.rest(1.0)

    def log_in(self) -> None:
        self.tree.wait_for_id("password")
        self.keys.focus_top()
        self.look("Login")
        self.hear("begin")
        self.keys.type("wrong-wrong-wrong")
        self.keys.press("Return")
        self.hear("wrong password", wait_s=20)
        self.keys.type(PASSWORD)
        self.keys.press("Return")
        self.tree.wait_for_id("goReception")
        leave = self.tree.find_id("leaveFirstVisit")
        if leave is not None:
            self.tree.press(leave)
        self.hear("log in")

    def reception(self) -> None:
        self.go("Reception")
        self.tree.heard.clear()
        self.keys.press("Control_L", "f")
        self.keys.type("zuhura")
        self.hear("search", wait_s=10)
        self.look("Reception")
        self.keys.type("qqqxx")
        self.hear("search for nobody", wait_s=10)
        self.keys.press("Control_L", "a")
        self.keys.press("BackSpace")
        self.tree.press(self.tree.wait_for_id("newPatient"))
        self.look("New patient")
        self.tree.heard.clear()
        self.keys.press("Control_L", "Return")
        self.hear("save an empty form", wait_s=10)
        self.keys.press("Escape")
        self.keys.press("Escape")

    def with_a_patient(self, screen: str, *, finder: str) -> None:
        """A station, empty, and with the first patient that is found."""
        self.go(screen)
        self.look(screen)
        found = self.tree.find_id(finder)
        if found is None:
            return
        found.grab_focus()
        self.keys.type("anna")
        self.hear(f"{screen}: search")
        self.keys.press("Return")
        self.tree.rest(2)
        self.look(f"{screen} of a patient")
        self.tree.heard.clear()
        self.keys.press("Control_L", "Return")
        self.hear(f"{screen}: save an empty form", wait_s=10)

    def with_a_row(self, screen: str) -> None:
        """A screen with a list, and what Enter opens from it."""
        self.go(screen)
        self.look(screen)
        self.tree.heard.clear()
        tables = [node for node, _ in self.tree.walk() if node.get_role_name() == "table"]
        if tables:
            tables[0].grab_focus()
            self.keys.press("Return")
            self.tree.rest(2)
            self.look(f"{screen}, opened")
            self.hear(f"{screen}: open")

    def finished(self) -> None:
        """Something that ends with a short "done"."""
        self.go("Administration")
        self.tree.press(self.tree.wait_for_id("facilitySection"))
        self.tree.heard.clear()
        self.keys.press("Control_L", "Return")
        self.hear("done", wait_s=20)

    def administration(self) -> None:
        self.go("Administration")
        sections = [
            str(one.get_accessible_id()).rsplit(".", 1)[-1]
            for one, _ in self.tree.walk()
            if str(one.get_accessible_id()).endswith("Section")
        ]
        for section in sections:
            self.tree.press(self.tree.wait_for_id(section))
            self.look(f"Administration {section.removesuffix('Section')}")
        self.hear("administration")

    def all(self) -> None:
        self.log_in()
        self.reception()
        self.with_a_patient("Triage", finder="triagePatient")
        self.with_a_patient("Consultation", finder="consultationPatient")
        for screen in ("Laboratory", "Pharmacy", "Reports"):
            self.with_a_row(screen)
        self.go("Sync")
        self.look("Sync")
        self.administration()
        self.finished()


def main() -> int:
    python, folder, language, out = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
    with tempfile.TemporaryDirectory() as home, stage.virtual_screen() as display:
        os.environ["DISPLAY"] = display
        from spoken_tree import SpokenTree

        tree = SpokenTree("emr-desktop")
        with stage.program(python, folder, display=display, language=language, home=Path(home)) as running:
            listening = Listening(tree, Keyboard(display))
            try:
                listening.all()
            finally:
                out.write_text(
                    json.dumps(
                        {
                            "screens": listening.screens,
                            "tables": listening.tables,
                            "heard": listening.heard,
                            "runs": running.poll() is None,
                            "log": Path(home, "program.log").read_text(encoding="utf-8")[-4000:],
                        },
                        ensure_ascii=False,
                        indent=1,
                    ),
                    encoding="utf-8",
                )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
