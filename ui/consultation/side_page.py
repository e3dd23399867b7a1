"""A side page: what belongs to a visit but does not fit on its page, one key away and one key back.

The growth chart, the allergies and the referral are side pages. To add one:

1. Keep what it collects in ``Consultation`` (``presenter.py``), in ``content()`` and ``from_draft()`` too, so
   that it is in the draft, and hand it on in ``to_form()`` through a field of ``VisitForm``.
2. Write the page::

       class ReferralPage(SidePage):
           def __init__(self, *, tools: SideTools, parent: QWidget | None = None) -> None:
               super().__init__(parent)
               self.setObjectName("referralPage")
               ...

           def open(self, consultation: Consultation) -> None:
               self._consultation = consultation
               self.facility.setText(consultation.fields["referred_to"])
               self.facility.setFocus()

           def _typed(self, text: str) -> None:
               self._consultation.fields["referred_to"] = text
               self.edited.emit()                     # the draft is kept

3. Add one line to ``SIDE_PAGES`` in ``side_pages.py``::

       SideEntry(
           name="referral",                           # the button is called referralSide
           title=str(QT_TRANSLATE_NOOP("SidePages", "Referral")),
           shortcut="Alt+5",
           build=lambda tools: ReferralPage(tools=tools),
           shown=lambda consultation: True,
           fields=("referral.",),                     # errors at these fields open the page
       )

   A translated title wants a line in the context ``SidePages`` of the catalogue. Shortcuts are digits: the
   letters underlined on the page differ between the languages and are nearly used up.

The page is built when it is first opened. Its key and Esc go back to the field the cursor came from; what it
changed then stands on the page of the visit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.consultation.presenter import Consultation
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.form_keys import focus_next


class SidePage(QWidget):
    """A page over the page of the visit.

    Signals:
        back: enough seen; Esc and the key of the page do the same.
        edited: a person changed something of the visit; the draft is kept.

    Attributes:
        saves_visit: Ctrl+Enter here saves the visit. False for a page that saves something of its own.
    """

    saves_visit = True

    back = Signal()
    edited = Signal()

    def open(self, consultation: Consultation) -> None:
        """Show this visit and put the cursor where the work of the page begins."""

    def point_at(self, field: str, text: str) -> bool:
        """Say what is wrong at a field of this page and put the cursor there; False when it is not here."""
        return False

    def focusNextPrevChild(self, onward: bool) -> bool:
        """Tab and Shift+Tab go where Enter goes: Qt would follow a field back to its editor, in a ring."""
        return focus_next(self.window(), back=not onward)

    def print_it(self) -> bool:
        """Ctrl+P; False: there is nothing to print here."""
        return False


@dataclass(frozen=True, kw_only=True)
class SideTools:
    """The collaborators of a side page."""

    context: ScreenContext
    banner: Banner
    failed: Failed


def _nothing(_consultation: Consultation) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class SideEntry:
    """How a side page is reached.

    Attributes:
        name: lowerCamelCase; the button is called ``<name>Side``.
        title: for ``QT_TRANSLATE_NOOP("SidePages", ...)``: one short word or two.
        shortcut: ``Alt+1`` to ``Alt+0``.
        build: makes the page, when it is first opened.
        shown: whether this visit has such a page.
        fields: how the names of the fields begin whose errors are shown on the page.
        mark: what stands behind the title while something is entered there, as ``2``.
        in_bar: False for a page that has its own button elsewhere.
    """

    name: str
    title: str
    shortcut: str
    build: Callable[[SideTools], SidePage]
    shown: Callable[[Consultation], bool]
    fields: tuple[str, ...] = ()
    mark: Callable[[Consultation], str] = _nothing
    in_bar: bool = True
