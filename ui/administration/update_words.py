"""What is said of updates on their page."""

from __future__ import annotations

from PySide6.QtCore import QObject

from emr_desktop.updates.rows import Offer, UpdateState


class UpdateWords(QObject):
    """Texts in the language in use."""

    def runs(self, state: UpdateState) -> str:
        """Which version runs, and how it came here."""
        told = {
            "folder": self.tr("Version {0}. An update keeps this one, so that you can go back."),
            "package": self.tr("Version {0}, installed by apt, which also changes it."),
            "source": self.tr("Version {0}, run from its sources."),
        }
        return told[state.how].format(state.version)

    def offered(self, offer: Offer | None) -> str:
        if offer is None:
            return self.tr("No update was found. Plug in the stick with the update, or choose its file.")
        return self.tr("Version {0} of {1}").format(offer.version, f"{offer.made_on:%d/%m/%Y}")

    def whence(self, offer: Offer) -> str:
        """Where it lies, how large it is."""
        return self.tr("{0} · {1} MB").format(offer.file, f"{offer.size / 1e6:.0f}")

    def step(self, code: str) -> str:
        return {
            "fetch": self.tr("Copying the update …"),
            "check": self.tr("Checking every file …"),
            "copy": self.tr("Making a backup …"),
            "write": self.tr("Making a backup …"),
            "read_back": self.tr("Reading the backup back …"),
            "unpack": self.tr("Unpacking the new program …"),
            "try": self.tr("The new program tries itself on a copy of the record …"),
            "move": self.tr("Changing over …"),
        }.get(code, "")

    def what_happens(self, how: str, *, in_hours: bool) -> str:
        if how == "package":
            return self.tr(
                "A backup is made and opened, then the package is written for apt into a folder of yours."
            )
        told = self.tr(
            "A backup is made and opened first; people can go on working. Then your session ends for some "
            "minutes: the new program tries itself on a copy of the record, and only if all is well it takes "
            "over. Whatever goes wrong, this program and this record stay."
        )
        if in_hours:
            told += " " + self.tr("It is working time: patients would wait meanwhile.")
        return told

    @staticmethod
    def hindrance(state: UpdateState, offer: Offer | None) -> tuple[str, dict[str, object], str] | None:
        """Code, params and kind of what keeps an update away; None when nothing does."""
        if state.how == "source":
            return "update.from_source", {}, "info"
        if not state.has_keys:
            return "update.no_release_keys", {}, "warn"
        if offer is not None and offer.refusal is not None:
            return offer.refusal, offer.params, "info" if offer.refusal == "update.same" else "warn"
        return None
