"""What the walk did, step by step, with what each step verified; written down as summary.md."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ui.walk.hands import Hands, StepFailed


@dataclass
class Step:
    """One step; ``seen`` holds only what was verified."""

    title: str
    seen: list[str] = field(default_factory=list)
    seconds: float = 0.0
    presses: int = 0
    letters: int = 0
    clicks: int = 0
    failed: str = ""


class Notebook:
    """Nothing is written here but through ``check``, ``same`` and ``figure``: what stands here was true."""

    def __init__(self, hands: Hands | None = None) -> None:
        self.hands = hands
        self.steps: list[Step] = []
        self.figures: dict[str, str] = {}
        self.pictures: list[str] = []
        self._began = time.perf_counter()

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Time a step and count its keys; what goes wrong inside is kept with it."""
        step = Step(title)
        self.steps.append(step)
        began, before = time.perf_counter(), self._counts()
        try:
            yield step
        except Exception as error:
            step.failed = str(error) if isinstance(error, StepFailed) else repr(error)
            raise
        finally:
            step.seconds = time.perf_counter() - began
            after = self._counts()
            step.presses, step.letters, step.clicks = (
                now - then for now, then in zip(after, before, strict=True)
            )

    def _counts(self) -> tuple[int, int, int]:
        hands = self.hands
        return (0, 0, 0) if hands is None else (hands.presses, hands.letters, hands.clicks)

    def check(self, holds: object, what: str) -> None:
        """Note ``what``, which is so.

        Raises:
            StepFailed: it is not.
        """
        if not holds:
            raise StepFailed(f"this is not so: {what}")
        self.steps[-1].seen.append(what)

    def same(self, what: str, found: object, wanted: object) -> None:
        """Note that ``what`` is what it should be.

        Raises:
            StepFailed: it is something else.
        """
        if found != wanted:
            raise StepFailed(f"{what} is {found!r}, not {wanted!r}")
        self.steps[-1].seen.append(f"{what}: {found}")

    def figure(self, name: str, value: object) -> None:
        """Keep a number or a name for the table at the top."""
        self.figures[name] = str(value)

    @property
    def failed(self) -> Step | None:
        return next((step for step in self.steps if step.failed), None)

    @property
    def seconds(self) -> float:
        """Since the walk began."""
        return time.perf_counter() - self._began

    def write(self, path: Path) -> None:
        """Write the summary."""
        failed = self.failed
        lines = [
            "# A visit, from login to the district",
            "",
            f"FAILED in “{failed.title}”: {failed.failed}" if failed else "Everything below was verified.",
            "",
            "The real windows, driven by key presses and clicks, on a training facility made for this walk. "
            "The people are made up; the district's DHIS2 and the printer are stand-ins on this PC.",
            "",
            f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}, {platform.system()} {platform.machine()}, "
            f"{self.seconds:.1f} s altogether.",
            "",
            "| figure | value |",
            "| --- | --- |",
            *(f"| {name} | {value} |" for name, value in self.figures.items()),
            "",
            "| step | seconds | key presses | letters of free text | clicks |",
            "| --- | ---: | ---: | ---: | ---: |",
            *(
                f"| {number}. {step.title} | {step.seconds:.2f} | {step.presses} | {step.letters} "
                f"| {step.clicks} |"
                for number, step in enumerate(self.steps, start=1)
            ),
        ]
        for number, step in enumerate(self.steps, start=1):
            lines += ["", f"## {number}. {step.title}", ""]
            lines += [f"- {seen}" for seen in step.seen]
            if step.failed:
                lines.append(f"- FAILED: {step.failed}")
        lines += ["", "## Pictures", "", *(f"- {name}" for name in self.pictures), ""]
        path.write_text("\n".join(lines), encoding="utf-8")
