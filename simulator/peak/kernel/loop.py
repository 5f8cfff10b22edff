"""The event loop: takes the earliest thing in the order of F17 and carries it out."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import compiled, inlined
from simulator.peak.draw import (
    ESCALATE,
    GHOST_WAIT,
    IDLE_CLOSE,
    PATIENCE as DRAW_PATIENCE,
    REPLY_PATIENCE as DRAW_REPLY_PATIENCE,
    RESOLVE,
    SILENT,
    STAGE,
    THINK,
    uniform,
)
from simulator.peak.floor import (
    B_CHAT_PATIENCE,
    B_GHOST_WAIT,
    B_IDLE_CLOSE,
    B_PHONE_PATIENCE,
    B_REPLY_PATIENCE,
    W_THINK,
    Floor,
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
from simulator.peak.kernel.border import cross_border, end_rest, keep_shift, watch_overflow
from simulator.peak.kernel.contact import (
    blank,
    end,
    is_open,
    leave_line,
    sit_down,
    stand_in_line,
    wait_in_queue,
)
from simulator.peak.kernel.event import drop_first, push, who_key
from simulator.peak.kernel.hands import base_us, choose, wrap_us
from simulator.peak.kernel.line import mark_queue, unlink
from simulator.peak.kernel.routing import assign, find, nothing_to_assign
from simulator.peak.kernel.state import (
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
    QUEUE_PATIENCE,
    REPLY,
    REPLY_PATIENCE_,
    SESSION_END,
    THINKING,
    TICKET_WORK,
    TO_FIRST,
    TO_REPLY,
    TO_WRAP,
    WORK_END,
    WRAP,
    Z_ARRIVAL,
    Z_ASSIGN,
    Z_BORDER,
    Z_CONTACTS,
    Z_EVENTS,
    Z_HANDS,
    Z_INTERVAL_END,
    Z_JOINED,
    Z_NOW,
    Z_SHIFT,
    Z_SPARE,
    Z_STEPS,
    Z_TOUCHED,
    State,
)
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
def advance(f: Floor, s: State, arrivals, most_steps: int) -> int:  # type: ignore[no-untyped-def]
    """Run until nothing is left, the drain is over, ``most_steps`` are done or memory is short.

    Returns DONE, or GROW when the caller should make room (or just look up) and call again."""
    z = s.z
    n_arrivals = arrivals.shape[0]
    n_shifts = f.shifts.shape[0]
    stop_at = z[Z_STEPS] + most_steps
    source, x_when, x_who = _FROM_HEAP, _NEVER, _NEVER
    stale = True
    while True:
        if (
            z[Z_CONTACTS] + 8 > s.contacts.shape[0]
            or z[Z_EVENTS] + 2 * z[Z_JOINED] + z[Z_SPARE] > s.events.shape[0]
            or z[Z_JOINED] + 8 > s.joined.shape[0]
            or z[Z_STEPS] >= stop_at
        ):
            return GROW
        z[Z_STEPS] += 1
        if stale:
            # The earliest of arrivals, borders and shifts.
            stale = False
            source, x_when, x_who = _FROM_HEAP, _NEVER, _NEVER
            i = z[Z_ARRIVAL]
            if i < n_arrivals:
                source = _FROM_ARRIVALS
                x_when = (arrivals[i].time << 4) | ARRIVAL
                x_who = who_key(i, -1)
            if z[Z_BORDER] <= s.group_time.shape[0]:
                when = (f.start + z[Z_BORDER] * f.interval) << 4
                if when <= x_when:
                    source, x_when, x_who = _FROM_BORDERS, when, np.int64(0)
            i = z[Z_SHIFT]
            if i < n_shifts:
                when = f.shifts[i].time << 4
                who = who_key(-1, f.shifts[i].agent)
                if when < x_when or (when == x_when and who < x_who):
                    source, x_when, x_who = _FROM_SHIFTS, when, who
        origin = source
        when, who = x_when, x_who
        if z[Z_EVENTS] > 0:
            if s.events[0].when < when or (s.events[0].when == when and s.events[0].who < who):
                origin = _FROM_HEAP
                when, who = s.events[0].when, s.events[0].who
        now_16 = z[Z_NOW] << 4
        if z[Z_ASSIGN] == 1 and when > (now_16 | ASSIGN):
            _assign_one(f, s)
        elif z[Z_HANDS] > 0 and when > (now_16 | HANDS):
            z[Z_HANDS] -= 1
            a = s.choosing[z[Z_HANDS]]
            s.agents[a].queued = 0
            choose(f, s, a)
        else:
            if when >= (f.limit + 1) << 4:
                return DONE
            z[Z_NOW] = when >> 4
            if origin == _FROM_BORDERS:
                stale = True
                cross_border(f, s)
            elif origin == _FROM_SHIFTS:
                stale = True
                keep_shift(f, s, z[Z_SHIFT])
                z[Z_SHIFT] += 1
            elif origin == _FROM_ARRIVALS:
                stale = True
                i = z[Z_ARRIVAL]
                z[Z_ARRIVAL] = i + 1
                _live_step(f, s, ARRIVAL, i, -1, np.int64(0))
            else:
                token = s.events[0].token
                drop_first(s.events, z)
                _live_step(f, s, when & 15, (who >> 32) - 1, (who & 0xFFFFFFFF) - 1, token)
        n = z[Z_TOUCHED]
        z[Z_TOUCHED] = 0
        for i in range(n):
            a = s.touched[i]
            s.agents[a].touched = 0
            refresh(f, s, a)


@inlined
def _assign_one(f: Floor, s: State) -> None:
    """One assignment; when there is none, everybody who joined meanwhile starts to lose patience."""
    for tickets in range(2):
        q = find(f, s, tickets == 1)
        if q >= 0:
            break
    if q >= 0:
        assign(f, s, q)
        return
    nothing_to_assign(s)
    for i in range(s.z[Z_JOINED]):
        _set_timers(f, s, s.joined[i])
    s.z[Z_JOINED] = 0


@inlined
def _set_timers(f: Floor, s: State, c: int) -> None:
    live = s.live[c]
    channel = f.queues[live.queue].channel
    if live.state == IN_QUEUE and f.queues[live.queue].skills > 1:
        watch_overflow(f, s, c)
    if channel == TICKET or (channel == PHONE and live.state != IN_QUEUE):
        return
    law = f.behaviour[B_PHONE_PATIENCE if channel == PHONE else B_CHAT_PATIENCE]
    if law >= 0:
        time = base_us(f, s, law, c, DRAW_PATIENCE, live.stage * STAGE)
        push(s.events, s.z, live.joined + time, PATIENCE, who_key(c, -1), QUEUE_PATIENCE + 4 * live.stage)


@inlined
def _live_step(f: Floor, s: State, kind: int, c: int, a: int, token: int) -> None:
    """Carry out one event of a contact or an agent."""
    now = s.z[Z_NOW]
    todo = _NOTHING
    q = np.int64(-1)
    b = np.int64(-1)
    outcome = 0
    resolved = 0
    stage = 0
    free_slot = -1  # a slot of agent ``a`` that is given free
    free_bot = np.int64(-1)
    if kind == WORK_END:
        it = s.agents[a]
        if it.token != token:
            return
        k = it.slot
        what = it.hands
        stop_hands(f, s, a)
        touch(s, a)
        serves = what == CALL or what == TICKET_WORK
        if what == WRAP:
            free_slot = k
        elif what == REPLY:
            slot = s.slots[a, k]
            if s.contacts[c].outcome == ABANDONED_SILENT:
                slot.state = HAUNTED
                wait = base_us(f, s, f.behaviour[B_GHOST_WAIT], c, GHOST_WAIT, slot.stage * STAGE)
                push(s.events, s.z, now + wait, SESSION_END, who_key(c, a), 0)
            else:
                _reply_sent(f, s, c)
                live = s.live[c]
                if live.replies < live.rounds:
                    slot.state = THINKING
                    law = f.work[s.contacts[c].intent, W_THINK]
                    think = base_us(f, s, law, c, THINK, live.stage * STAGE + live.replies - 1)
                    push(s.events, s.z, now + think, MESSAGE, who_key(c, -1), 0)
                else:
                    serves = True
        if serves:
            q = np.int64(s.live[c].queue)
            stage = s.live[c].stage
            to = f.queues[q].escalates_to
            row = s.contacts[c]
            g = it.group
            if what == TICKET_WORK:
                it.ticket = -1
                row.released = now
            todo = _END
            outcome = SERVED
            if stage == 0 and to >= 0:
                chance = f.escalated[row.intent] * f.groups[g].escalation
                if uniform(row.key, row.attempt, ESCALATE, stage * STAGE) < chance:
                    todo = _JOIN
            if todo == _END:
                chance = f.resolved[row.intent] * f.resolution[g, now // DAY_US]
                if uniform(row.key, row.attempt, RESOLVE, stage * STAGE) < chance:
                    resolved = 1
            if what != TICKET_WORK:
                slot = s.slots[a, k]
                if what == REPLY and todo == _END:
                    slot.state = CLOSING
                    hold = base_us(f, s, f.behaviour[B_IDLE_CLOSE], c, IDLE_CLOSE, stage * STAGE)
                    push(s.events, s.z, now + hold, SESSION_END, who_key(c, a), 0)
                elif wrap_us(f, s, c, stage, PHONE if what == CALL else CHAT) > 0:
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
        while not (s.slots[a, k].contact == c and s.slots[a, k].state >= CLOSING):
            k += 1
        slot = s.slots[a, k]
        touch(s, a)
        if slot.state == CLOSING and wrap_us(f, s, c, slot.stage, CHAT) > 0:
            slot.state = TO_WRAP
            slot.due = now
            s.agents[a].pending += 1
        else:
            free_slot = k
    elif kind == BOT_END:
        row = s.contacts[c]
        row.bot_ended = now
        free_bot = np.int64(row.bot)
        s.bots[free_bot].busy -= 1
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
        live = s.live[c]
        live.message = now
        live.pending = 1
        if live.state == IN_SLOT:
            a = live.agent
            slot = s.slots[a, live.slot]
            slot.state = TO_REPLY
            slot.due = now
            s.agents[a].pending += 1
            touch(s, a)
        law = f.behaviour[B_REPLY_PATIENCE]
        if law >= 0:
            time = base_us(f, s, law, c, DRAW_REPLY_PATIENCE, live.stage * STAGE + live.replies)
            token = REPLY_PATIENCE_ + 4 * (live.stage * STAGE + live.replies)
            push(s.events, s.z, now + time, PATIENCE, who_key(c, -1), token)
    elif kind == ARRIVAL:
        todo = _ENTER
    elif kind == OVERFLOW:
        if s.live[c].state == IN_QUEUE:
            mark_queue(s, s.live[c].queue)
            watch_overflow(f, s, c)
    elif kind == BORDER:
        end_rest(s, a)
    elif kind == PATIENCE:
        live = s.live[c]
        what = token & 3
        if what == LINE_PATIENCE:
            if live.state == IN_LINE:
                leave_line(s, c, np.int64(s.contacts[c].bot))
                todo, outcome = _END, BOT_LEFT
        else:
            number = token >> 2
            if what == QUEUE_PATIENCE:
                number *= STAGE
            meant = s.contacts[c].outcome == NO_OUTCOME and number == live.stage * STAGE + live.replies
            if what == QUEUE_PATIENCE and f.queues[live.queue].channel == PHONE:
                meant = meant and live.state == IN_QUEUE
            if meant and live.pending == 1:
                todo, outcome = _END, ABANDONED
                row = s.contacts[c]
                if what == REPLY_PATIENCE_:
                    outcome = LEFT_IN_SERVICE
                elif f.queues[live.queue].channel == CHAT:
                    share = f.silent_share
                    if uniform(row.key, row.attempt, SILENT, live.stage * STAGE) < share:
                        outcome = ABANDONED_SILENT
                if outcome != ABANDONED_SILENT:
                    if live.state == IN_QUEUE:
                        unlink(s.live, s.queues, live.queue, c)
                        # A new head may have waited long enough for a group that the old had not.
                        mark_queue(s, live.queue)
                    else:
                        a = live.agent
                        k = live.slot
                        it = s.agents[a]
                        if it.hands == REPLY and it.contact == c:
                            stop_hands(f, s, a)
                        else:
                            it.pending -= 1
                        if outcome == LEFT_IN_SERVICE and wrap_us(f, s, c, live.stage, CHAT) > 0:
                            s.slots[a, k].state = TO_WRAP
                            s.slots[a, k].due = now
                            it.pending += 1
                        else:
                            free_slot = k
                        touch(s, a)
                    live.pending = 0
    _finish(f, s, c, todo, q, b, outcome, resolved, stage, free_bot)
    if free_slot >= 0:
        it = s.agents[a]
        s.contacts[s.slots[a, free_slot].contact].released = now
        empty_slot(s, a, free_slot)
        it.idle = now
        touch(s, a)
        if it.sessions == 0:
            g = it.group
            if it.marked == 1:
                leave(f, s, a)
            elif s.groups[g].owed > 0:
                s.groups[g].owed -= 1
                leave(f, s, a)
            elif it.rest > 0:
                start_rest(f, s, a)


@inlined
def _finish(f: Floor, s: State, c: int, todo: int, q: int, b: int, outcome: int, resolved: int,
            stage: int, free_bot: int) -> None:  # fmt: skip
    """Do what the step left to be done: enter, try a bot, join a queue, end, pass a seat on."""
    now = s.z[Z_NOW]
    while True:
        if todo == _ENTER:
            row = s.contacts[c]
            b = f.first_bot[row.shop, row.intent, row.channel]
            todo = _TRY_BOT if b >= 0 else _JOIN
        if todo == _TRY_BOT:
            s.live[c].tried_bot = 1
            if f.bots[b].seats < 0 or s.bots[b].busy < f.bots[b].seats:
                todo = _SIT
            elif f.bots[b].waits == 1:
                stand_in_line(f, s, c, b)
                todo = _NOTHING
            else:
                todo = _JOIN
                q = np.int64(-1)
        if todo == _SIT:
            sit_down(f, s, c, b)
            todo = _NOTHING
        if todo == _JOIN:
            row = s.contacts[c]
            todo = _NOTHING
            if q < 0:
                q = f.entry_queue[row.shop, row.intent, row.channel, row.tier]
            if stage == 0:
                if not is_open(f, q, now):
                    if f.queues[q].message_queue >= 0:
                        row.message = 1
                        q = f.queues[q].message_queue
                        if not is_open(f, q, now):
                            todo = _END
                    else:
                        todo = _END
                if todo != _END:
                    waiting = s.queues[q].waiting
                    full = f.queues[q].cap >= 0 and waiting >= f.queues[q].cap
                    any_bot = f.any_bot[row.shop, row.intent, row.channel]
                    crowded = f.queues[q].bot_above >= 0 and waiting > f.queues[q].bot_above
                    to_bot = crowded or (full and f.queues[q].cap_to_bot == 1)
                    if to_bot and any_bot >= 0 and s.live[c].tried_bot == 0:
                        b = any_bot
                        todo = _TRY_BOT
                        continue
                    if full:
                        todo = _END
                if todo == _END:
                    outcome, resolved = REFUSED, 0
            if todo == _NOTHING:
                wait_in_queue(f, s, c, q, stage)
        if todo == _END:
            end(f, s, c, outcome, resolved)
            todo = _NOTHING
        if free_bot < 0:
            return
        c = s.bots[free_bot].head
        b = free_bot
        free_bot = np.int64(-1)
        if c < 0:
            return
        leave_line(s, c, b)
        todo = _SIT


@inlined
def _reply_sent(f: Floor, s: State, c: int) -> None:
    """Book a reply of contact ``c`` and its wait."""
    now = s.z[Z_NOW]
    row, live = s.contacts[c], s.live[c]
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
    for i in range(f.limits.shape[0]):
        if wait <= f.limits[i]:
            s.within[c, i] += 1
    low, high = 0, f.edges.shape[0]
    while low < high:
        mid = (low + high) // 2
        if f.edges[mid] < wait:
            low = mid + 1
        else:
            high = mid
    s.histogram[c, low] += 1


@compiled
def open_rows(s: State, arrivals) -> None:  # type: ignore[no-untyped-def]
    """Write the rows of all first attempts."""
    for i in range(arrivals.shape[0]):
        blank(s, i)
        row = s.contacts[i]
        row.key = arrivals[i].key
        row.arrived = arrivals[i].time
        row.shop = arrivals[i].shop
        row.intent = arrivals[i].intent
        row.channel = arrivals[i].channel
        row.tier = arrivals[i].tier
        row.attempt = 0
        row.case = i
    s.z[Z_CONTACTS] = arrivals.shape[0]
