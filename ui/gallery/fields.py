"""Fields and buttons: empty, filled, with help, asked twice, wrong, disabled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QWidget

from ui.gallery.samples import TODAY, Samples, medicines
from ui.theme.apply import set_state
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceBar, ChoiceField
from ui.widgets.date_or_age import DateOrAgeField
from ui.widgets.day_field import DayField
from ui.widgets.field import Field, NumberField, TextField
from ui.widgets.picker import Picker, at_once
from ui.widgets.picker_field import PickerField
from ui.widgets.suggest_field import SuggestField
from ui.widgets.wide_combo import WideCombo
from ui.widgets.words_field import ComboField, WordsField

STATES = ("empty", "filled", "help", "ask", "error", "disabled")
Make = Callable[[str, Samples], Field]


def _choice(name: str, _samples: Samples) -> ChoiceField:
    field = ChoiceField(name)
    field.bar.offer([("a", "NHIF"), ("b", "CHF")])
    return field


def _combo(name: str, _samples: Samples) -> ComboField:
    field = ComboField(name)
    field.offer({"opd": "OPD", "ipd": "IPD"})
    return field


MAKERS: dict[str, Make] = {
    "text": lambda name, _samples: TextField(name, required=True),
    "secret": lambda name, _samples: TextField(name, secret=True),
    "number": lambda name, _samples: NumberField(name, unit="kg"),
    "day": lambda name, samples: DayField(name, language=samples.language, today=lambda: TODAY),
    "birth": lambda name, samples: DateOrAgeField(name, language=samples.language, today=lambda: TODAY),
    "picker": lambda name, _samples: PickerField(name, medicines, free=True),
    "suggest": lambda name, _samples: SuggestField(name, search=at_once(medicines)),
    "words": lambda name, _samples: WordsField(name, lines=2),
    "choice": _choice,
    "combo": _combo,
}
_FILLED = {"number": "12.5", "day": "28/11/2026", "birth": "20/09/2025", "secret": "mafunzo"}


def field(kind: str, state: str, samples: Samples) -> QWidget:
    """One field of a kind in a state."""
    made = MAKERS[kind](f"{kind}{state.title()}", samples)
    made.set_label(f"{kind} · {state}")
    if state != "empty":
        _fill(made, kind)
    if state == "help":
        made.set_help(samples.say("Herufi mbili zinatosha", "Two letters are enough"))
    elif state == "error":
        made.set_error(samples.long)
    elif state == "ask":
        set_state(made.editor, "ask")
    elif state == "disabled":
        made.setEnabled(False)
    return made


def _fill(made: Field, kind: str) -> None:
    if isinstance(made, ChoiceField):
        made.bar.choose("a")
    elif isinstance(made, ComboField):
        made.choose("opd")
    elif isinstance(made, PickerField):
        made.show_value("Paracetamol 500 mg")
    elif isinstance(made, TextField | WordsField):
        made.set_text(_FILLED.get(kind, "Mwanahamisi Abubakari"))


def button(kind: str, state: str, samples: Samples) -> QWidget:
    """A button of a kind: ready, focus or disabled."""
    made = Button(f"{kind}{state.title()}Button", kind=kind, shortcut=None)
    made.set_text(f"{samples.say('Hifadhi', 'Save')} · {kind}")
    made.setEnabled(state != "disabled")
    return made


def loose(samples: Samples) -> list[QWidget]:
    """Controls that stand without a label of their own."""
    tick, ticked = QCheckBox(samples.say("Dharura", "Urgent")), QCheckBox(samples.say("Haraka", "Today"))
    tick.setObjectName("tickEmpty")
    ticked.setObjectName("tickFilled")
    ticked.setChecked(True)
    bar = ChoiceBar()
    bar.setObjectName("looseChoice")
    bar.setAccessibleName(samples.say("Jinsi", "Sex"))
    bar.offer([("M", samples.say("Mume", "Male")), ("F", samples.say("Mke", "Female"))])
    bar.choose("F")
    combo = WideCombo("looseCombo", letters=10)
    combo.setAccessibleName(samples.say("Mwezi", "Month"))
    combo.addItems([samples.say("Novemba 2026", "November 2026"), samples.say("Oktoba 2026", "October 2026")])
    picker = Picker(search=at_once(medicines))
    picker.setObjectName("loosePicker")
    picker.setAccessibleName(samples.say("Dawa", "Medicine"))
    picker.setPlaceholderText(samples.say("Herufi mbili", "Two letters"))
    return [tick, ticked, bar, combo, picker]
