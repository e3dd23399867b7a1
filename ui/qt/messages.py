"""Where an error is shown: under its field, in the screen's banner, or on a page of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from emr_desktop.errors import DatabaseTrouble, EmrError, ValidationError
from ui.messages import sentence, sentence_for

log = logging.getLogger(__name__)


# Nothing of what stands on the screen is lost, and it can be saved once there is room: it stays in sight.
_FORM_STAYS = ("database.disk_full", "database.read_only", "database.held")


class Place(Enum):
    """Where a message belongs."""

    FIELD = "field"
    BANNER = "banner"
    PAGE = "page"
    CRASH = "crash"


@dataclass(frozen=True)
class Message:
    """An error ready to be shown; ``field`` is set for ``Place.FIELD`` only."""

    place: Place
    code: str
    text: str
    field: str | None = None


def message_for(error: BaseException, language: str) -> Message:
    """Sort an error into where and how it is said."""
    if isinstance(error, ValidationError):
        return Message(Place.FIELD, error.code, sentence_for(error, language), error.field)
    if isinstance(error, EmrError):
        return Message(Place.BANNER, error.code, sentence_for(error, language))
    if isinstance(error, DatabaseTrouble):
        # A busy file passes by itself; the rest needs the machine looked at.
        place = Place.BANNER if error.code == "busy" else Place.PAGE
        return Message(place, f"database.{error.code}", sentence_for(error, language))
    return Message(Place.CRASH, "app.crashed", sentence("app.crashed", {}, language))


def shown_by(
    *,
    language: Callable[[], str],
    field: Callable[[str, str], bool],
    banner: Callable[[str], None],
    trouble: Callable[[BaseException], None],
) -> Callable[[BaseException], None]:
    """Make the ``failed=`` of a task for one screen.

    Args:
        language: gives the code in use.
        field: shows a text under the field of that name and puts the cursor there; False if there is none.
        banner: shows a sentence on the screen.
        trouble: the frame's page for troubles of the machine, and bugs.
    """

    def failed(error: BaseException) -> None:
        message = message_for(error, language())
        if message.place is Place.FIELD and message.field is not None:
            if not field(message.field, message.text):
                banner(message.text)
        elif message.place is Place.BANNER or message.code in _FORM_STAYS:
            banner(message.text)
        else:
            trouble(error)

    return failed
