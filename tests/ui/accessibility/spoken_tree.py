"""What a screen reader gets over AT-SPI: the tree of the program, its names, and what it is told meanwhile.

Runs under the Python of the system, which has the GObject bindings; the program runs under its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

EVENTS = (
    "object:announcement",
    "object:property-change:accessible-name",
    "object:property-change:accessible-description",
    "object:property-change:accessible-value",
    "object:state-changed:focused",
    "object:state-changed:invalid-entry",
    "object:active-descendant-changed",
)
_CELLS = {"table", "tree table", "tree", "list", "list box"}


class SpokenTree:
    """``wait_for(role, name)``, ``walk()``, ``press(node)``, ``type_into(node, text)``, ``heard``."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.heard: list[dict[str, object]] = []
        self._listener = Atspi.EventListener.new(self._hear)
        for event in EVENTS:
            self._listener.register(event)

    def _hear(self, event: Any) -> None:
        try:
            source = event.source
            detail = event.any_data
            shows = source is not None and source.get_state_set().contains(Atspi.StateType.SHOWING)
            if not shows and "announcement" not in event.type:
                return  # a screen reader says nothing of what is out of sight
            self.heard.append(
                {
                    "event": event.type,
                    "role": source.get_role_name() if source else "",
                    "name": (source.get_name() or "") if source else "",
                    "said": detail if isinstance(detail, str) else "",
                    "detail": event.detail1,
                }
            )
        except GLib.Error:
            return

    def rest(self, seconds: float = 0.2) -> None:
        """Take in what the program tells."""
        end = time.monotonic() + seconds
        context = GLib.MainContext.default()
        while time.monotonic() < end:
            while context.iteration(False):
                pass
            time.sleep(0.01)

    def rest_until_announced(self, seconds: float) -> None:
        """Take in what the program tells until it announced something, but no longer than this."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not any("announcement" in str(one["event"]) for one in self.heard):
            self.rest(0.2)

    def window(self) -> Any:
        """The program's node, or None while it is not on the bus."""
        desktop = Atspi.get_desktop(0)
        for at in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(at)
            if child is not None and self._name in (child.get_name() or "").casefold():
                return child
        return None

    def walk(self, root: Any = None) -> Iterator[tuple[Any, tuple[str, ...]]]:
        """What shows, with the roles above it; cells of tables are left out."""
        root = root or self.window()
        if root is None:
            return
        todo: list[tuple[Any, tuple[str, ...]]] = [(root, ())]
        while todo:
            node, above = todo.pop()
            try:
                role = node.get_role_name()
                if above and not node.get_state_set().contains(Atspi.StateType.SHOWING):
                    continue
                yield node, above
                if role in _CELLS:
                    continue
                todo += [
                    (child, (*above, role))
                    for child in (
                        node.get_child_at_index(at) for at in range(node.get_child_count() - 1, -1, -1)
                    )
                    if child is not None
                ]
            except GLib.Error:
                continue  # it went meanwhile

    def find(self, role: str, name: str | Callable[[str], bool]) -> Any:
        """The first that shows with this role and name, or None."""
        for node, _above in self.walk():
            try:
                said = node.get_name() or ""
                if node.get_role_name() in role.split("|") and (
                    name(said) if callable(name) else said == name
                ):
                    return node
            except GLib.Error:
                continue
        return None

    def wait_for(self, role: str, name: str | Callable[[str], bool], *, seconds: float = 30) -> Any:
        """Wait until it shows.

        Raises:
            TimeoutError: it did not; tells what shows.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.find(role, name)
            if found is not None:
                return found
            self.rest(0.3)
        shown = [(node.get_role_name(), node.get_name()) for node, _ in self.walk() if node.get_name()]
        raise TimeoutError(f"no {role} {name!r} among {shown}")

    def find_id(self, name: str) -> Any:
        """The first that shows whose object has this name, or None."""
        for node, _above in self.walk():
            if (node.get_accessible_id() or "").rsplit(".", 1)[-1] == name:
                return node
        return None

    def wait_for_id(self, name: str, *, seconds: float = 30) -> Any:
        """Wait until the object of this name shows.

        Raises:
            TimeoutError: it did not; tells what shows.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.find_id(name)
            if found is not None:
                return found
            self.rest(0.3)
        shown = [str(node.get_accessible_id()).rsplit(".", 1)[-1] for node, _ in self.walk()]
        raise TimeoutError(f"no {name} among {shown}")

    def press(self, node: Any) -> None:
        """Do the first action of a node: what Space does."""
        node.get_action_iface().do_action(0)
        self.rest()

    def type_into(self, node: Any, text: str) -> None:
        node.grab_focus()
        self.rest(0.1)
        node.get_editable_text_iface().set_text_contents(text)
        self.rest(0.1)


def told(node: Any, above: tuple[str, ...]) -> dict[str, object]:
    """One node as a screen reader has it."""
    states = node.get_state_set()
    relations = [relation.get_relation_type().value_nick for relation in node.get_relation_set()]
    interfaces = list(node.get_interfaces())
    return {
        "role": node.get_role_name(),
        "name": node.get_name() or "",
        "description": node.get_description() or "",
        "focusable": bool(states.contains(Atspi.StateType.FOCUSABLE)),
        "enabled": bool(states.contains(Atspi.StateType.ENABLED)),
        "states": sorted(state.value_nick for state in states.get_states()),
        "relations": relations,
        "interfaces": interfaces,
        "above": list(above),
        "id": node.get_accessible_id() or "",
    }


def table_told(node: Any) -> dict[str, object]:
    """A table's names: its own, of the columns, and of the cells of its first row."""
    table = node.get_table_iface()
    if table is None:
        return {"name": node.get_name(), "role": node.get_role_name(), "columns": [], "first": []}
    columns = [table.get_column_description(at) or "" for at in range(table.get_n_columns())]
    headers = []
    for at in range(table.get_n_columns()):
        header = table.get_column_header(at)
        headers.append((header.get_name() or "") if header is not None else "")
    first = []
    if table.get_n_rows():
        for at in range(table.get_n_columns()):
            cell = table.get_accessible_at(0, at)
            first.append((cell.get_name() or "") if cell is not None else None)
    return {
        "name": node.get_name() or "",
        "role": node.get_role_name(),
        "rows": table.get_n_rows(),
        "columns": columns,
        "headers": headers,
        "first": first,
    }
