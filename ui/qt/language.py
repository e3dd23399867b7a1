"""The language of the windows, changed while they are open.

The convention that every view follows:

* every visible text is ``self.tr("literal")``; with values: ``self.tr("Sent {0}").format(when)``, plural
  forms ``self.tr("%n patient(s)", "", count)``; never an f-string inside ``tr`` (lupdate does not see it);
* all of them are set in one method ``_translate()``, which the constructor calls last and ``changeEvent``
  again::

      def changeEvent(self, event: QEvent) -> None:
          if event.type() == QEvent.Type.LanguageChange:
              self._translate()
          super().changeEvent(event)

* Qt sends that event to every widget when ``Language.use`` changes the translator: nothing is subscribed by
  hand;
* texts that come from codes (``ui.messages.sentence``) or from reference data ask ``language.code`` in
  ``_translate`` too, or keep the code and say it again there;
* table headers are made in ``headerData``, never kept.

Words without a widget (titles of screens) are marked ``QT_TRANSLATE_NOOP("Screens", "Reception")`` and said
by ``QCoreApplication.translate("Screens", title)``. Qt has no Swahili of its own: standard dialog buttons get
our texts.
"""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator, Signal

from emr_desktop.languages import KnownLanguage, codes, languages, next_after

log = logging.getLogger(__name__)

CODES = codes()
FOLDER = Path(__file__).parents[1] / "i18n"


class Language(QObject):
    """The language in use: ``code`` is ``sw``, ``en`` or that of a folder (``emr_desktop.languages``).

    Signals:
        changed: the new code, after all widgets were told.
    """

    changed = Signal(str)

    def __init__(self, application: QCoreApplication, *, code: str = "sw") -> None:
        super().__init__(application)
        self._application = application
        self._code = ""
        self._translator: QTranslator | None = None
        self.use(code)

    @property
    def code(self) -> str:
        return self._code

    @property
    def locale(self) -> QLocale:
        return QLocale(languages()[self._code].locale)

    @property
    def other(self) -> KnownLanguage:
        """The language that F9 leads to."""
        return next_after(self._code)

    def toggle(self) -> None:
        """The other language; of several the next."""
        self.use(self.other.code)

    def use(self, code: str) -> None:
        """Say everything in ``code`` from now on; falls back to English words, with a line in the log."""
        if code not in languages():
            raise ValueError(f"no language {code}")
        if code == self._code:
            return
        self._code = code
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
            self._translator.deleteLater()
            self._translator = None
        translator = translator_of(code, self)
        if translator is not None:
            self._translator = translator
            self._application.installTranslator(translator)
        else:
            log.warning("%s is missing: the windows show the English of the sources", _file_of(code).name)
        QLocale.setDefault(self.locale)
        self.changed.emit(code)


def translator_of(code: str, parent: QObject | None = None) -> QTranslator | None:
    """What says the windows' texts in a language; None where there is nothing."""
    path = _file_of(code)
    if path.suffix == ".ts":
        from ui.qt.ts_file import read

        return read(path, parent)
    translator = QTranslator(parent)
    return translator if translator.load(str(path)) else None


def _file_of(code: str) -> Path:
    """Where the windows' texts of a language lie; of a folder the compiled ones where there are some."""
    folder = languages()[code].folder
    if folder is None:
        return FOLDER / f"emr_{code}.qm"
    compiled = folder / "windows.qm"
    return compiled if compiled.exists() else compiled.with_suffix(".ts")
