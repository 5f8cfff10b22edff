"""Keyed draws (F3): every random quantity is a pure function of a key and its name.

A key is a 64-bit hash; a draw mixes it with (attempt, quantity, index) by the splitmix64 finaliser
(Steele, Lea & Flood 2014). Both engines call these very functions."""

from __future__ import annotations

import hashlib
import math

import numpy as np

from simulator.peak.compiled import compiled

COUNT = 1
OFFSET = 2
BOT_DEMANDS = 3
BOT_LEAVES = 4
BOT_UNDERSTOOD = 5
BOT_RESOLVED = 6
BOT_TRANSFERRED = 7
BOT_TIME = 8
BOT_PATIENCE = 9
PATIENCE = 10
SILENT = 11
TALK = 12
HOLD = 13
ROUNDS = 14
REPLY = 15
THINK = 16
REPLY_PATIENCE = 17
WRAP_UP = 18
IDLE_CLOSE = 19
GHOST_WAIT = 20
TICKET = 21
ESCALATE = 22
RESOLVE = 23
RETURN = 24
RETURN_DELAY = 25
SWITCH = 26
BUSYNESS = 27
ABSENCE = 28

STAGE = 1000
"""Index of a draw = stage × STAGE + round."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)
_S30 = np.uint64(30)
_S27 = np.uint64(27)
_S31 = np.uint64(31)
_S11 = np.uint64(11)
_UNIT = 2.0**-53
_HALF = 2.0**-54


@compiled
def mix(x: np.uint64) -> np.uint64:
    """The splitmix64 finaliser: a bijection on 64 bits that looks random."""
    x = np.uint64(x)
    x = (x ^ (x >> _S30)) * _M1
    x = (x ^ (x >> _S27)) * _M2
    return x ^ (x >> _S31)


@compiled
def child(key: np.uint64, number: int) -> np.uint64:
    """The ``number``-th key below ``key``."""
    return mix(np.uint64(key) + _GOLDEN * np.uint64(number + 1))


@compiled
def unit(key: np.uint64) -> float:
    """The key as a number strictly between 0 and 1."""
    return float(np.uint64(key) >> _S11) * _UNIT + _HALF


@compiled
def draw_key(key: np.uint64, attempt: int, quantity: int, index: int) -> np.uint64:
    """Key of one quantity of a case."""
    tag = (np.int64(attempt) << 40) | (np.int64(quantity) << 32) | np.int64(index)
    return mix(np.uint64(key) + _GOLDEN * np.uint64(tag))


@compiled
def uniform(key: np.uint64, attempt: int, quantity: int, index: int) -> float:
    """One uniform of a case, strictly between 0 and 1."""
    return unit(draw_key(key, attempt, quantity, index))


@compiled
def normal_quantile(p: float) -> float:
    """Inverse of the standard normal distribution: Wichura (1988), AS 241, PPND16; relative error
    about 1e-16."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        num = (
            (
                (
                    (
                        (
                            (2509.0809287301226727 * r + 33430.575583588128105) * r
                            + 67265.770927008700853
                        )
                        * r
                        + 45921.953931549871457
                    )
                    * r
                    + 13731.693765509461125
                )
                * r
                + 1971.5909503065514427
            )
            * r
            + 133.14166789178437745
        ) * r + 3.387132872796366608
        den = (
            (
                (
                    (
                        (
                            (5226.495278852545925 * r + 28729.085735721942674) * r
                            + 39307.89580009271061
                        )
                        * r
                        + 21213.794301586595867
                    )
                    * r
                    + 5394.1960214247511077
                )
                * r
                + 687.1870074920579083
            )
            * r
            + 42.313330701600911252
        ) * r + 1.0
        return q * num / den
    r = p if q < 0.0 else 1.0 - p
    r = math.sqrt(-math.log(r))
    if r <= 5.0:
        r -= 1.6
        num = (
            (
                (
                    (
                        (
                            (7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
                            + 0.24178072517745061177
                        )
                        * r
                        + 1.27045825245236838258
                    )
                    * r
                    + 3.64784832476320460504
                )
                * r
                + 5.7694972214606914055
            )
            * r
            + 4.6303378461565452959
        ) * r + 1.42343711074968357734
        den = (
            (
                (
                    (
                        (
                            (1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
                            + 0.0151986665636164571966
                        )
                        * r
                        + 0.14810397642748007459
                    )
                    * r
                    + 0.68976733498510000455
                )
                * r
                + 1.6763848301838038494
            )
            * r
            + 2.05319162663775882187
        ) * r + 1.0
    else:
        r -= 5.0
        num = (
            (
                (
                    (
                        (
                            (2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
                            + 0.0012426609473880784386
                        )
                        * r
                        + 0.026532189526576123093
                    )
                    * r
                    + 0.29656057182850489123
                )
                * r
                + 1.7848265399172913358
            )
            * r
            + 5.4637849111641143699
        ) * r + 6.6579046435011037772
        den = (
            (
                (
                    (
                        (
                            (2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
                            + 1.8463183175100546818e-5
                        )
                        * r
                        + 7.868691311456132591e-4
                    )
                    * r
                    + 0.0148753612908506148525
                )
                * r
                + 0.13692988092273580531
            )
            * r
            + 0.59983220655588793769
        ) * r + 1.0
    value = num / den
    return -value if q < 0.0 else value


@compiled
def poisson_quantile(u: float, mean: float) -> int:
    """Inverse Poisson CDF: smallest k with P(X ≤ k) ≥ u. Sums upward from 12 standard deviations
    below the mean (what lies lower weighs less than 1e-30), so it is monotone in u and in the
    mean up to rounding."""
    if mean <= 0.0:
        return 0
    k = int(mean - 12.0 * math.sqrt(mean))
    if k <= 0:
        k = 0
        p = math.exp(-mean)
    else:
        p = math.exp(k * math.log(mean) - mean - math.lgamma(k + 1.0))
    total = p
    top = int(mean + 12.0 * math.sqrt(mean) + 40.0)
    while u > total and k < top:
        k += 1
        p *= mean / k
        total += p
    return k


def name_key(*names: str) -> int:
    """A 64-bit key of names; independent of where they stand in a file."""
    text = "\x1f".join(names).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def run_key(seed: int, replication: int) -> np.uint64:
    """Key of one replication under a seed.

    Keep keys as ``np.uint64`` on the Python side: compiled functions return plain ints, and a
    plain int above 2⁶³ cannot be handed back to them."""
    text = f"{seed}\x1f{replication}".encode()
    return np.uint64(int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little"))


def named_key(run: np.uint64, *names: str) -> np.uint64:
    """Key of something named in a replication: a stream, a day, a group."""
    return np.uint64(child(np.uint64(run) ^ np.uint64(name_key(*names)), 0))
