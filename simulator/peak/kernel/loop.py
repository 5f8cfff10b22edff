"""The event loop: takes the earliest thing in the order of F17 and carries it out."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import compiled, inlined
from simulator.peak.draw import (
    ESCALATE,
    GHOST_WAIT,
    IDLE_CLOSE,
    RESOLVE,
    SILENT,
    STAGE,
    THINK,
    uniform,
)
from simulator.peak.draw import (
    PATIENCE as DRAW_PATIENCE,
)
from simulator.peak.draw import (
    REPLY_PATIENCE as DRAW_REPLY_PATIENCE,
)
from simulator.peak.floor import (
    B_CHAT_PATIENCE,
    B_GHOST_WAIT,
    B_IDLE_CLOSE,
    B_PHONE_PATIENCE,
    B_REPLY_PATIENCE,
    MAX_LIMITS,
    W_THINK,
)
from simulator.peak.kernel.agent import (
    DAY_US,
    empty_slot,
    leave,
    refresh,
    start_rest,
    stop_hands,
    touch,
)
from simulator.peak.kernel.border import cross_border, end_rest, keep_shift
from simulator.peak.kernel.contact import (
    blank,
    end,
    is_open,
    leave_line,
    sit_down,
    stand_in_line,
    wait_in_queue,
)
from simulator.peak.kernel.event import (
    drop_first,
    first_token,
    first_when,
    first_who,
    push,
    who_key,
)
from simulator.peak.kernel.hands import base_us, choose, wrap_us
from simulator.peak.kernel.layout import (
    ARRIVAL,
    ASSIGN,
    BORDER,
    BOT_END,
    CALL,
    CLOSING,
    DONE,
    GROW,
    HANDS,
    HAUNTED,
    IN_LINE,
    IN_QUEUE,
    IN_SLOT,
    LINE_PATIENCE,
    MESSAGE,
    OVERFLOW,
    PATIENCE,
    PAUSED,
    QUEUE_PATIENCE,
    REPLY,
    REPLY_PATIENCE_,
    SESSION_END,
    THINKING,
    TICKET_WORK,
    TO_REPLY,
    TO_WRAP,
    WORK_END,
    WRAP,
)
from simulator.peak.kernel.line import mark_queue, unlink, watch_overflow
from simulator.peak.kernel.memory import (
    agents,
    any_bot,
    arrivals,
    behaviour,
    bots,
    choosing,
    contacts,
    crews,
    desks,
    edges,
    entry_queue,
    escalated_by,
    first_bot,
    groups,
    histogram,
    joined,
    limits,
    lines,
    lives,
    queues,
    resolution,
    resolved_by,
    shifts,
    slots,
    touched,
    within,
    work,
)
from simulator.peak.kernel.routing import assign, find, nothing_to_assign
from simulator.peak.record import (
    ABANDONED,
    ABANDONED_SILENT,
    BOT_CONTAINED,
    BOT_LEFT,
    BOT_RESOLVED,
    CHAT,
    CONTAINED,
    LEFT,
    LEFT_IN_SERVICE,
    NO_OUTCOME,
    PHONE,
    REFUSED,
    REPLY_BINS,
    RESOLVED,
    SERVED,
    TICKET,
)

_NEVER = np.int64(2**62)

# Where the next thing that is not on the heap comes from.
_FROM_HEAP, _FROM_ARRIVALS, _FROM_BORDERS, _FROM_SHIFTS = range(4)

# What is still to be done with a contact within a step.
_NOTHING, _ENTER, _JOIN, _TRY_BOT, _END, _SIT = range(6)


@compiled
def advance(m, most_steps: int, until: int) -> int:
    """Run until nothing is left, the drain is over, time ``until`` is reached, ``most_steps`` are
    done or memory is short.

    Returns DONE; PAUSED before the first event at ``until`` or later; or GROW when the caller
    should make room (or just look up) and call again."""
    stop_at = m.steps + most_steps
    source, x_when, x_who = _FROM_HEAP, _NEVER, _NEVER
    stale = True
    while True:
        if (
            m.contacts_count + 8 > m.contacts_room
            or m.events_count + 2 * m.joined_count + m.events_spare > m.events_room
            or m.joined_count + 8 > m.joined_room
            or m.steps >= stop_at
        ):
            return GROW
        m.steps += 1
        if stale:
            # The earliest of arrivals, borders and shifts.
            stale = False
            source, x_when, x_who = _FROM_HEAP, _NEVER, _NEVER
            i = m.next_arrival
            if i < m.arrivals_count:
                source = _FROM_ARRIVALS
                x_when = (arrivals(m)[i].time << 4) | ARRIVAL
                x_who = who_key(i, -1)
            if m.next_border <= m.n_intervals:
                when = (m.start + m.next_border * m.interval) << 4
                if when <= x_when:
                    source, x_when, x_who = _FROM_BORDERS, when, np.int64(0)
            i = m.next_shift
            if i < m.shifts_count:
                when = shifts(m)[i].time << 4
                who = who_key(-1, shifts(m)[i].agent)
                if when < x_when or (when == x_when and who < x_who):
                    source, x_when, x_who = _FROM_SHIFTS, when, who
        origin = source
        when, who = x_when, x_who
        if m.events_count > 0:
            top = first_when(m)
            if top < when or (top == when and first_who(m) < who):
                origin = _FROM_HEAP
                when, who = top, first_who(m)
        now_16 = m.now << 4
        if m.assign_due == 1 and when > (now_16 | ASSIGN):
            _assign_one(m)
        elif m.choosing_count > 0 and when > (now_16 | HANDS):
            m.choosing_count -= 1
            a = choosing(m)[m.choosing_count]
            agents(m)[a].queued = 0
            choose(m, a)
        else:
            if when >= (m.limit + 1) << 4:
                return DONE
            if when >> 4 >= until:
                return PAUSED
            m.now = when >> 4
            if origin == _FROM_BORDERS:
                stale = True
                cross_border(m)
            elif origin == _FROM_SHIFTS:
                stale = True
                keep_shift(m, m.next_shift)
                m.next_shift += 1
            elif origin == _FROM_ARRIVALS:
                stale = True
                i = m.next_arrival
                m.next_arrival = i + 1
                _open_row(m, i)
                _live_step(m, ARRIVAL, i, -1, np.int64(0))
            else:
                token = first_token(m)
                drop_first(m)
                _live_step(m, when & 15, (who >> 32) - 1, (who & 0xFFFFFFFF) - 1, token)
        n = m.touched_count
        m.touched_count = 0
        for i in range(n):
            a = touched(m)[i]
            agents(m)[a].touched = 0
            refresh(m, a)


@inlined
def _assign_one(m) -> None:
    """One assignment; when there is none, everybody who joined meanwhile starts to lose
    patience."""
    for tickets in range(2):
        q = find(m, tickets == 1)
        if q >= 0:
            break
    if q >= 0:
        assign(m, q)
        if m.calls_waiting + m.chats_waiting + m.tickets_waiting > 0:
            return
    nothing_to_assign(m)
    for i in range(m.joined_count):
        _set_timers(m, joined(m)[i])
    m.joined_count = 0


@inlined
def _set_timers(m, c: int) -> None:
    live = lives(m)[c]
    channel = queues(m)[live.queue].channel
    if live.state == IN_QUEUE:
        watch_overflow(m, c)
    if channel == TICKET or (channel == PHONE and live.state != IN_QUEUE):
        return
    law = behaviour(m)[B_PHONE_PATIENCE if channel == PHONE else B_CHAT_PATIENCE]
    if law >= 0:
        time = base_us(m, law, c, DRAW_PATIENCE, live.stage * STAGE)
        push(m, live.joined + time, PATIENCE, who_key(c, -1), QUEUE_PATIENCE + 4 * live.stage)


@inlined
def _live_step(m, kind: int, c: int, a: int, token: int) -> None:
    """Carry out one event of a contact or an agent."""
    now = m.now
    todo = _NOTHING
    q = np.int64(-1)
    b = np.int64(-1)
    outcome = 0
    resolved = 0
    stage = 0
    free_slot = -1  # a slot of agent ``a`` that is given free
    free_bot = np.int64(-1)
    if kind == WORK_END:
        it = agents(m)[a]
        if it.token != token:
            return
        k = it.slot
        what = it.hands
        stop_hands(m, a)
        touch(m, a)
        serves = what == CALL or what == TICKET_WORK
        if what == WRAP:
            free_slot = k
        elif what == REPLY:
            slot = slots(m)[a, k]
            if contacts(m)[c].outcome == ABANDONED_SILENT:
                slot.state = HAUNTED
                wait = base_us(m, behaviour(m)[B_GHOST_WAIT], c, GHOST_WAIT, slot.stage * STAGE)
                push(m, now + wait, SESSION_END, who_key(c, a), 0)
            else:
                _reply_sent(m, c)
                live = lives(m)[c]
                if live.replies < live.rounds:
                    slot.state = THINKING
                    law = work(m)[contacts(m)[c].intent, W_THINK]
                    think = base_us(m, law, c, THINK, live.stage * STAGE + live.replies - 1)
                    push(m, now + think, MESSAGE, who_key(c, -1), 0)
                else:
                    serves = True
        if serves:
            q = np.int64(lives(m)[c].queue)
            stage = lives(m)[c].stage
            to = queues(m)[q].escalates_to
            row = contacts(m)[c]
            g = it.group
            if what == TICKET_WORK:
                it.ticket = -1
                row.released = now
            todo = _END
            outcome = SERVED
            if stage == 0 and to >= 0:
                chance = escalated_by(m)[row.intent] * groups(m)[g].escalation
                if uniform(row.key, row.attempt, ESCALATE, stage * STAGE) < chance:
                    todo = _JOIN
            if todo == _END:
                chance = resolved_by(m)[row.intent] * resolution(m)[g, now // DAY_US]
                if uniform(row.key, row.attempt, RESOLVE, stage * STAGE) < chance:
                    resolved = 1
            if what != TICKET_WORK:
                slot = slots(m)[a, k]
                if what == REPLY and todo == _END:
                    slot.state = CLOSING
                    hold = base_us(m, behaviour(m)[B_IDLE_CLOSE], c, IDLE_CLOSE, stage * STAGE)
                    push(m, now + hold, SESSION_END, who_key(c, a), 0)
                elif wrap_us(m, c, stage, PHONE if what == CALL else CHAT) > 0:
                    slot.state = TO_WRAP
                    slot.due = now
                    it.pending += 1
                else:
                    free_slot = k
            if todo == _JOIN:
                q = to
                stage = 1
    elif kind == SESSION_END:
        k = 0
        while not (slots(m)[a, k].contact == c and slots(m)[a, k].state >= CLOSING):
            k += 1
        slot = slots(m)[a, k]
        touch(m, a)
        if slot.state == CLOSING and wrap_us(m, c, slot.stage, CHAT) > 0:
            slot.state = TO_WRAP
            slot.due = now
            agents(m)[a].pending += 1
        else:
            free_slot = k
    elif kind == BOT_END:
        row = contacts(m)[c]
        row.bot_ended = now
        free_bot = np.int64(row.bot)
        desks(m)[free_bot].busy -= 1
        leaf = row.bot_leaf
        if leaf == LEFT:
            todo, outcome = _END, BOT_LEFT
        elif leaf == RESOLVED:
            todo, outcome, resolved = _END, BOT_RESOLVED, 1
        elif leaf == CONTAINED:
            todo, outcome = _END, BOT_CONTAINED
        else:
            todo = _JOIN
    elif kind == MESSAGE:
        live = lives(m)[c]
        live.message = now
        live.pending = 1
        if live.state == IN_SLOT:
            a = live.agent
            slot = slots(m)[a, live.slot]
            slot.state = TO_REPLY
            slot.due = now
            agents(m)[a].pending += 1
            touch(m, a)
        law = behaviour(m)[B_REPLY_PATIENCE]
        if law >= 0:
            time = base_us(m, law, c, DRAW_REPLY_PATIENCE, live.stage * STAGE + live.replies)
            token = REPLY_PATIENCE_ + 4 * (live.stage * STAGE + live.replies)
            push(m, now + time, PATIENCE, who_key(c, -1), token)
    elif kind == ARRIVAL:
        todo = _ENTER
    elif kind == OVERFLOW:
        if lives(m)[c].state == IN_QUEUE:
            mark_queue(m, lives(m)[c].queue)
            watch_overflow(m, c)
    elif kind == BORDER:
        end_rest(m, a)
    elif kind == PATIENCE:
        live = lives(m)[c]
        what = token & 3
        if what == LINE_PATIENCE:
            if live.state == IN_LINE:
                leave_line(m, c, np.int64(contacts(m)[c].bot))
                todo, outcome = _END, BOT_LEFT
        else:
            number = token >> 2
            if what == QUEUE_PATIENCE:
                number *= STAGE
            meant = (
                contacts(m)[c].outcome == NO_OUTCOME and number == live.stage * STAGE + live.replies
            )
            if what == QUEUE_PATIENCE and queues(m)[live.queue].channel == PHONE:
                meant = meant and live.state == IN_QUEUE
            if meant and live.pending == 1:
                todo, outcome = _END, ABANDONED
                row = contacts(m)[c]
                if what == REPLY_PATIENCE_:
                    outcome = LEFT_IN_SERVICE
                elif queues(m)[live.queue].channel == CHAT:
                    share = m.silent_share
                    if uniform(row.key, row.attempt, SILENT, live.stage * STAGE) < share:
                        outcome = ABANDONED_SILENT
                if outcome != ABANDONED_SILENT:
                    if live.state == IN_QUEUE:
                        unlink(m, live.queue, c)
                        # A new head may have waited long enough for a group that the old had not.
                        mark_queue(m, live.queue)
                    else:
                        a = live.agent
                        k = live.slot
                        it = agents(m)[a]
                        if it.hands == REPLY and it.contact == c:
                            stop_hands(m, a)
                        else:
                            it.pending -= 1
                        if outcome == LEFT_IN_SERVICE and wrap_us(m, c, live.stage, CHAT) > 0:
                            slots(m)[a, k].state = TO_WRAP
                            slots(m)[a, k].due = now
                            it.pending += 1
                        else:
                            free_slot = k
                        touch(m, a)
                    live.pending = 0
    _finish(m, c, todo, q, b, outcome, resolved, stage, free_bot)
    if free_slot >= 0:
        it = agents(m)[a]
        contacts(m)[slots(m)[a, free_slot].contact].released = now
        empty_slot(m, a, free_slot)
        it.idle = now
        touch(m, a)
        if it.sessions == 0:
            g = it.group
            if it.marked == 1:
                leave(m, a)
            elif crews(m)[g].owed > 0:
                crews(m)[g].owed -= 1
                leave(m, a)
            elif it.rest > 0:
                start_rest(m, a)


@inlined
def _finish(m, c: int, todo: int, q: int, b: int, outcome: int, resolved: int,
            stage: int, free_bot: int) -> None:  # fmt: skip
    """Do what the step left to be done: enter, try a bot, join a queue, end, pass a seat on."""
    now = m.now
    while True:
        if todo == _ENTER:
            row = contacts(m)[c]
            b = first_bot(m)[row.shop, row.intent, row.channel]
            todo = _TRY_BOT if b >= 0 else _JOIN
        if todo == _TRY_BOT:
            lives(m)[c].tried_bot = 1
            if bots(m)[b].seats < 0 or desks(m)[b].busy < bots(m)[b].seats:
                todo = _SIT
            elif bots(m)[b].waits == 1:
                stand_in_line(m, c, b)
                todo = _NOTHING
            else:
                todo = _JOIN
                q = np.int64(-1)
        if todo == _SIT:
            sit_down(m, c, b)
            todo = _NOTHING
        if todo == _JOIN:
            row = contacts(m)[c]
            todo = _NOTHING
            if q < 0:
                q = entry_queue(m)[row.shop, row.intent, row.channel, row.tier]
            if stage == 0:
                if not is_open(m, q, now):
                    if queues(m)[q].message_queue >= 0:
                        row.message = 1
                        q = queues(m)[q].message_queue
                        if not is_open(m, q, now):
                            todo = _END
                    else:
                        todo = _END
                if todo != _END:
                    waiting = lines(m)[q].waiting
                    full = queues(m)[q].cap >= 0 and waiting >= queues(m)[q].cap
                    forced = any_bot(m)[row.shop, row.intent, row.channel]
                    crowded = queues(m)[q].bot_above >= 0 and waiting > queues(m)[q].bot_above
                    to_bot = crowded or (full and queues(m)[q].cap_to_bot == 1)
                    if to_bot and forced >= 0 and lives(m)[c].tried_bot == 0:
                        b = forced
                        todo = _TRY_BOT
                        continue
                    if full:
                        todo = _END
                if todo == _END:
                    outcome, resolved = REFUSED, 0
            if todo == _NOTHING:
                wait_in_queue(m, c, q, stage)
        if todo == _END:
            end(m, c, outcome, resolved)
            todo = _NOTHING
        if free_bot < 0:
            return
        c = desks(m)[free_bot].head
        b = free_bot
        free_bot = np.int64(-1)
        if c < 0:
            return
        leave_line(m, c, b)
        todo = _SIT


@inlined
def _reply_sent(m, c: int) -> None:
    """Book a reply of contact ``c`` and its wait."""
    now = m.now
    row, live = contacts(m)[c], lives(m)[c]
    wait = now - live.message
    if live.replies == 0:
        if live.stage == 0:
            row.answered = now
        else:
            row.second_answered = now
    live.replies += 1
    live.pending = 0
    row.replies += 1
    row.reply_wait_sum += wait
    for i in range(MAX_LIMITS):
        if wait <= limits(m)[i]:
            within(m)[c, i] += 1
    low, high = 0, REPLY_BINS - 1
    while low < high:
        mid = (low + high) // 2
        if edges(m)[mid] < wait:
            low = mid + 1
        else:
            high = mid
    histogram(m)[c, low] += 1


@inlined
def _open_row(m, i: int) -> None:
    """Write the row of first attempt ``i``: who it is, and that nothing has happened yet."""
    blank(m, i)
    row, who = contacts(m)[i], arrivals(m)[i]
    row.key = who.key
    row.arrived = who.time
    row.shop = who.shop
    row.intent = who.intent
    row.channel = who.channel
    row.tier = who.tier
    row.attempt = 0
    row.case = i


@compiled
def open_rest(m) -> None:
    """Write the rows of first attempts that the run never came to."""
    for i in range(m.next_arrival, m.arrivals_count):
        _open_row(m, i)
