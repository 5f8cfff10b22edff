"""A contact counted by its arrival, and its case once closed: the columns of ``Sums.demand``
(F13, F16)."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import compiled
from simulator.peak.record import (
    ABANDONED,
    ABANDONED_SILENT,
    BOT_LEFT,
    CONTAINED,
    DEMANDED,
    IN_PROGRESS,
    LEFT,
    REFUSED,
    RESOLVED,
    TRANSFERRED,
    WAITING,
)
from simulator.peak.tally_columns import row_of

DAY_US = 86_400_000_000


CHAIN_DTYPE = np.dtype(
    [("waited", np.int64), ("reached", np.bool_), ("cared", np.bool_), ("by_person", np.bool_)]
)
"""What is gathered over the contacts of a case."""

FEELINGS = ("base", "resolved", "per_wait_minute", "per_repeat", "abandoned")
"""Weights of predicted satisfaction (``opinion.satisfaction``)."""

FEELING_DTYPE = np.dtype([(name, float) for name in FEELINGS])


@compiled
def count_demand(first, last, contacts, chain, window, pre_sale, feeling, demand, satisfied):
    """Add contacts ``first`` … ``last`` − 1 to ``demand`` [interval + 1, gate] of DEMAND_DTYPE, and
    the cases they are the last of; ``chain`` (CHAIN_DTYPE, by case) gathers over returns,
    ``feeling`` is one FEELING_DTYPE."""
    i = np.int64(0)
    for c in range(first, last):
        row = contacts[c]
        gate = np.int64(row.shop) * 3 + row.channel
        i = row_of(row.arrived, window, i)
        cell = demand[i, gate]
        cell.contacts += 1
        if row.attempt == 0:
            cell.first_attempts += 1
            cell.cases += 1
        if row.outcome == REFUSED:
            cell.refused += 1
        _count_bot(row, cell)
        reached = row.bot_started >= 0 or row.joined >= 0
        cared = row.understood == 1 or row.answered >= 0
        by_person = row.answered >= 0
        waited = np.int64(0)
        if row.joined >= 0:
            until = row.answered if row.answered >= 0 else row.ended
            waited = (until if until >= 0 else window[3]) - row.joined
        if row.attempt > 0 or row.next >= 0:
            case = chain[row.case]
            case.waited += waited
            case.reached |= reached
            case.cared |= cared
            case.by_person |= by_person
            waited, reached, cared = case.waited, case.reached, case.cared
            by_person = case.by_person
        if row.next < 0:
            # A first attempt is its own case: what it says of that need not be fetched.
            begin = contacts[row.case if row.attempt > 0 else c]
            of = row_of(begin.arrived, window, i)
            gate = np.int64(begin.shop) * 3 + begin.channel
            if _close_case(row, reached, cared, by_person, pre_sale[row.intent], demand[of, gate]):
                satisfied[of, gate] += _opinion(row, waited, feeling[0])


@compiled
def _count_bot(row, cell):
    if row.bot_started < 0:
        if row.outcome == BOT_LEFT:
            cell.line_left += 1
        return
    cell.met_bot += 1
    leaf = row.bot_leaf
    if row.bot_ended >= 0:
        cell.bot_us += row.bot_ended - row.bot_started
    cell.bot_understood += row.understood
    if leaf == DEMANDED:
        cell.bot_demanded += 1
    elif leaf == LEFT:
        cell.bot_left += 1
    elif leaf == RESOLVED:
        cell.bot_resolved += 1
    elif leaf == TRANSFERRED:
        cell.bot_transferred += 1
    elif leaf == CONTAINED:
        cell.bot_contained += 1
        if row.return_delay >= 0 and row.return_delay <= DAY_US:
            cell.bot_back_in_24h += 1


@compiled
def _close_case(row, reached, cared, by_person, pre_sale, cell):
    """Count a case by its last contact; whether it is over, so that there is an opinion."""
    cell.attempts += np.int64(row.attempt) + 1
    cell.cases_reached += reached
    cell.cases_cared_for += cared
    is_open = row.resolved == 0 and (
        row.outcome == WAITING or row.outcome == IN_PROGRESS or row.return_delay >= 0
    )
    if is_open:
        cell.cases_open += 1
        return False
    if row.resolved == 1:
        cell.cases_resolved += 1
        if row.attempt == 0:
            cell.cases_resolved_first += 1
    else:
        cell.cases_given_up += 1
    if pre_sale:
        if by_person or row.resolved == 1:
            cell.pre_sale_served += 1
        else:
            cell.pre_sale_unserved += 1
    cell.opinions += 1
    return True


@compiled
def _opinion(row, waited, feeling):
    """Predicted satisfaction with a case that is over, 0 … 1."""
    gave_up = row.outcome == ABANDONED or row.outcome == ABANDONED_SILENT
    likely = feeling.base - feeling.per_wait_minute * waited / 60e6
    likely -= feeling.per_repeat * row.attempt
    if row.resolved == 1:
        likely += feeling.resolved
    if gave_up:
        likely -= feeling.abandoned
    return min(max(likely, 0.0), 1.0)
