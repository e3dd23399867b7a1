"""From a measurement to its z-score and back, by WHO's method.

WHO Child Growth Standards, Methods and development (2006), and the computation of WHO's own programs:
z = ((value / M) ^ L - 1) / (L S). Weight-based indicators are skewed; beyond three standard deviations their
z-score goes on in steps of the distance between 2 SD and 3 SD.
"""

from __future__ import annotations

import math

from emr_desktop.growth.standards import Lms

# Lengths and head circumferences have L = 1: there both ways of counting give the same.
RESTRICTED = frozenset({"weight_for_age", "weight_for_length", "weight_for_height", "bmi_for_age"})
_NEAR_ZERO = 1e-9


def z_score(value: float, lms: Lms, *, restricted: bool) -> float:
    """Give the z-score of a measurement, not rounded.

    Args:
        value: in the unit of the table's median; more than 0.
        lms: of this age or length and sex.
        restricted: count beyond 3 SD in steps of the distance between 2 SD and 3 SD.

    Raises:
        ValueError: ``value`` is not more than 0.
    """
    if not value > 0:
        raise ValueError("a measurement is more than 0")
    scaled = math.log(value / lms.median)
    if abs(lms.power) > _NEAR_ZERO:
        scaled = math.expm1(lms.power * scaled) / lms.power
    z = scaled / lms.spread
    if not restricted or -3 <= z <= 3:
        return z
    edge = math.copysign(3, z)
    return edge + (value - _inside(edge, lms)) / _step(edge, lms)


def value_at(z: float, lms: Lms, *, restricted: bool) -> float:
    """Give the measurement that has this z-score: the inverse of ``z_score``."""
    if not restricted or -3 <= z <= 3:
        return _inside(z, lms)
    edge = math.copysign(3, z)
    return _inside(edge, lms) + (z - edge) * _step(edge, lms)


def _inside(z: float, lms: Lms) -> float:
    if abs(lms.power) > _NEAR_ZERO:
        return lms.median * math.exp(math.log1p(lms.power * lms.spread * z) / lms.power)
    return lms.median * math.exp(lms.spread * z)


def _step(edge: float, lms: Lms) -> float:
    """The distance between 2 SD and 3 SD on one side."""
    return abs(_inside(edge, lms) - _inside(edge / 3 * 2, lms))
