"""A sentence in a window of the desktop's own, for when the program cannot open one itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import textwrap

from emr_desktop.child_environment import system_environment

_TITLE = "EMR Desktop"
_WAYS = (
    ("zenity", "--error", "--no-markup", "--width=480", f"--title={_TITLE}", "--text"),
    ("kdialog", "--title", _TITLE, "--error"),
    ("xmessage", "-center", "-title", _TITLE),
    ("notify-send", "--urgency=critical", _TITLE),
)
_NO_WRAPPING, _COLUMNS = "xmessage", 76


def show_by_system(text: str) -> subprocess.Popen[bytes] | None:
    """Show a text by the first of the desktop's own programs that is there, without waiting for it.

    Returns:
        The one that was started; None where there is no screen, or none of them.
    """
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return None
    for program, *options in _WAYS:
        found = shutil.which(program)
        if found is None:
            continue
        if program == _NO_WRAPPING:
            text = "\n".join(textwrap.fill(line, _COLUMNS) for line in text.split("\n"))
        try:
            return subprocess.Popen(  # noqa: S603 - a program of the desktop
                [found, *options, text],
                env=system_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            continue
    return None
