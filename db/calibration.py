"""How much work one guess of a password costs on this PC: never below the floor, and about half a second."""

from __future__ import annotations

import math
import secrets
import time
from functools import cache

from db.key_file import CHEAPEST, KdfParameters, KeyFile
from db.slots import stretch

# RFC 9106 section 4, second recommended option: 64 MiB, three passes, four lanes. Slots below it are made
# again at the next log-in, so raising it here reaches everybody.
FLOOR = KdfParameters()
_AIM_S = 0.5
_MOST_PASSES = 20


@cache
def calibrated() -> KdfParameters:
    """As many passes as take half a second here; measured once for each run of the program.

    Raises:
        KeyTrouble: ``keys.not_enough_memory``.
    """
    return for_speed(min(_measured(), _measured()))


def for_speed(floor_s: float) -> KdfParameters:
    """The parameters for a PC that needs ``floor_s`` seconds for the floor."""
    pass_s = max(floor_s, 0.001) / FLOOR.passes
    passes = min(max(math.ceil(_AIM_S / pass_s), FLOOR.passes), _MOST_PASSES)
    return KdfParameters(FLOOR.memory_kib, passes, FLOOR.lanes)


def wanted(key_file: KeyFile) -> KdfParameters:
    """What a new slot of this file gets: where all are the cheapest (training, tests), so is this one."""
    return CHEAPEST if _all_cheapest(key_file) else calibrated()


def below_floor(key_file: KeyFile, kdf: KdfParameters | None) -> bool:
    """Whether a slot was made when less work was asked for than now."""
    if kdf is None or _all_cheapest(key_file):
        return False
    work, least = kdf.memory_kib * kdf.passes, FLOOR.memory_kib * FLOOR.passes
    return kdf.memory_kib < FLOOR.memory_kib or work < least


def _all_cheapest(key_file: KeyFile) -> bool:
    kdfs = [slot.kdf for slot in key_file.users()]
    return bool(kdfs) and all(kdf == CHEAPEST for kdf in kdfs)


def _measured() -> float:
    start = time.perf_counter()
    stretch(secrets.token_hex(8), secrets.token_bytes(16), FLOOR)
    return time.perf_counter() - start
