"""Real key presses on a virtual screen, through the X server as a keyboard sends them."""

from __future__ import annotations

import ctypes
import time

_BETWEEN_S = 0.03
_SHIFTED = {
    ":": "colon",
    "/": "slash",
    "-": "minus",
    ".": "period",
    " ": "space",
    ",": "comma",
}


class Keyboard:
    """``focus_top()`` gives the keys to the program, ``press("Return")``, ``type("abc")``."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        if not self._display:
            raise RuntimeError(f"no screen {display}")

    def focus_top(self) -> None:
        """Give the keyboard to the uppermost window: there is no window manager here that would."""
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        self._x.XQueryTree(
            self._display,
            ctypes.c_ulong(self._x.XDefaultRootWindow(self._display)),
            *(ctypes.byref(out) for out in (root, parent, children, count)),
        )
        room = ctypes.create_string_buffer(256)  # XWindowAttributes; map_state stands at byte 92
        for at in range(count.value - 1, -1, -1):
            self._x.XGetWindowAttributes(self._display, ctypes.c_ulong(children[at]), room)
            width, height = (int.from_bytes(room.raw[place : place + 4], "little") for place in (8, 12))
            if int.from_bytes(room.raw[92:96], "little") == 2 and width > 300 and height > 200:
                self._x.XSetInputFocus(self._display, ctypes.c_ulong(children[at]), 1, ctypes.c_ulong(0))
                break
        self._x.XSync(self._display, 0)

    def press(self, *names: str) -> None:
        """Press a key, with the ones before it held: ``press("Control_L", "Return")``."""
        codes = [
            self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(self._x.XStringToKeysym(name.encode())))
            for name in names
        ]
        for code in codes:
            self._test.XTestFakeKeyEvent(self._display, code, 1, ctypes.c_ulong(0))
        for code in reversed(codes):
            self._test.XTestFakeKeyEvent(self._display, code, 0, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)
        time.sleep(_BETWEEN_S)

    def type(self, text: str) -> None:
        """Letters, figures and a few signs."""
        for letter in text:
            name = _SHIFTED.get(letter, letter)
            if letter.isupper() or letter == ":":
                self.press("Shift_L", name.lower() if letter.isupper() else name)
            else:
                self.press(name)
