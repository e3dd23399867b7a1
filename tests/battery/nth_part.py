"""The battery's part about calls that fail: each in turn, once and from then on, with EIO and ENOSPC."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict

from facility_checks import opened_vault
from kept_open import session_of
from kill_part import fresh
from part import Row, Size
from powercut_part import MOST_EXAMPLES, place
from recorder import HERE, NoRecorder, environment, library

from db.health import damaged_pages
from emr_desktop.access.verifying import verify
from emr_desktop.facility.opening import open_record

STEP = {True: 1, False: 9}  # every Nth, or each ninth; --trials gives another step
VERBS = ("save", "add_person", "password", "backup", "restore")


def run(size: Size, seed: int, verbs: tuple[str, ...] | None = None) -> list[Row]:
    """Each verb; then the record must be whole. A limit in minutes is shared out among the verbs."""
    verbs = verbs or tuple(os.environ.get("EMR_NTH_VERBS", "").split()) or VERBS
    try:
        library()
    except NoRecorder as why:
        print(f"failing calls are left out: {why}")
        return []
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    after: list[str] = []
    seconds = size.minutes * 60 / (4 * len(verbs)) if size.minutes else 10**6
    with place() as where:
        fresh(where)
        told = subprocess.run(
            [
                sys.executable,
                HERE / "facility_nth.py",
                where.folder,
                str(seed),
                str(size.n or STEP[size.long]),
                str(seconds),
                *verbs,
            ],
            env=environment(where.root, where.device),
            capture_output=True,
            text=True,
            timeout=4 * 3600,
            check=False,
        )
        for line in told.stdout.splitlines():
            row = json.loads(line)
            found[row["verb"]].append(row)
        if told.returncode != 0:
            after.append(f"the process broke off: {told.stderr[-600:]}")
        vault = opened_vault(where.folder, where.keys)
        database = open_record(where.folder, vault)
        after += damaged_pages(database)
        after += [f"{each.code} {each.params}" for each in verify(work=session_of(database, vault)).findings]
        database.let_go()
    rows = []
    for verb in verbs:
        wrong = [str(text) for row in found[verb] for text in row["wrong"]]  # type: ignore[attr-defined]
        wrong += after if verb == verbs[-1] else []
        rows.append(
            Row(
                what=f"the Nth call fails: {verb}",
                n=sum(int(str(row["n"])) for row in found[verb]),
                failures=len(wrong),
                seed=seed,
                examples=tuple(wrong[:MOST_EXAMPLES]),
                notes={
                    "refused": sum(int(str(row["refused"])) for row in found[verb]),
                    "of 4 ways of failing N came to the end of": sum(
                        bool(row["to_the_end"]) for row in found[verb]
                    ),
                },
            )
        )
    return rows
