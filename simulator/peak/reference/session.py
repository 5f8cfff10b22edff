"""A session: a contact in an agent's slot, from assignment until the slot is free (F8, F9, F11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.peak.draw import GHOST_WAIT, IDLE_CLOSE
from simulator.peak.floor import B_GHOST_WAIT, B_IDLE_CLOSE
from simulator.peak.record import CHAT, PHONE
from simulator.peak.reference.clock import HOLD_ENDS
from simulator.peak.reference.contact import Contact
from simulator.peak.reference.task import Call, Reply, WaitingTask, WrapUp, wrap_up_base
from simulator.peak.reference.words import ASSIGNED, ESCALATED, REPLIED

if TYPE_CHECKING:
    from simulator.peak.reference.agent import Agent


class Session:
    """A slot. It may outlive the stage: wrap-up goes on while the second line already works."""

    __slots__ = ("agent", "channel", "contact", "index", "task")

    def __init__(self, agent: Agent, contact: Contact) -> None:
        assert contact.queue is not None
        self.agent = agent
        self.contact = contact
        self.channel = contact.queue.channel
        self.index = contact.index
        self.task: WaitingTask | None = None
        """What waits for the hands."""
        contact.session = self

    def begin(self) -> None:
        """What waits for the hands at assignment: the call, or a message not replied to."""
        house, contact = self.agent.house, self.contact
        if self.channel == PHONE:
            contact.row.note_answered(contact.stage, house.now)
            house.tell(contact, ASSIGNED)
            self._let_wait(Call(self, house.now))
        elif contact.message_since is not None:
            self.message_waits()

    def message_waits(self) -> None:
        """The customer's message waits for a reply."""
        assert self.contact.message_since is not None
        self._let_wait(Reply(self, self.contact.message_since))

    @property
    def has_reply_to_come(self) -> bool:
        """A chat neither served nor left; a silent leaver's, too, before the first reply."""
        return self.channel == CHAT and self.contact.session is self

    def send_reply(self, since: int) -> None:
        """A reply goes out: the customer reads it, or nobody does (F6, F8)."""
        house, contact = self.agent.house, self.contact
        contact.message_since = None
        if contact.ghost:
            contact.session = None
            self._hold(B_GHOST_WAIT, GHOST_WAIT)
            return
        contact.replies += 1
        contact.row.replies += 1
        contact.row.reply_wait_sum += house.now - since
        contact.reply_waits.append(house.now - since)
        contact.row.note_answered(contact.stage, house.now)
        if contact.replies < contact.rounds:
            house.tell(contact, REPLIED)
        elif house.end_service(contact, self.agent.group) == ESCALATED:
            self.wrap_up()
        else:
            self._hold(B_IDLE_CLOSE, IDLE_CLOSE)

    def wrap_up(self) -> None:
        """Wrap-up waits for the hands; without any, the slot is free."""
        self._part()
        base = wrap_up_base(self)
        if base == 0:
            self.close()
        else:
            self._let_wait(WrapUp(self, self.agent.house.now, base))

    def drop(self) -> None:
        """The customer is gone: work on it stops and the slot is free at once (F6)."""
        self.stop_work()
        self.close()

    def stop_work(self) -> None:
        """Hands stop working on this session, nothing of it waits for them."""
        self.task = None
        doing, work = self.agent.working_on, self.agent.work
        if work is not None and isinstance(doing, WaitingTask) and doing.session is self:
            work.cut()

    def hand_back(self) -> None:
        """Back to the queue, with its place, its rounds and its waiting message (F12)."""
        contact = self.contact
        assert contact.queue is not None
        contact.row.handovers += 1
        self.drop()
        contact.queue.enter(contact)
        self.agent.house.routing.request()

    def close(self) -> None:
        """The slot is free."""
        self._part()
        self.agent.close(self)

    def _part(self) -> None:
        # After an escalation the contact may be in another session already.
        if self.contact.session is self:
            self.contact.session = None

    def _let_wait(self, task: WaitingTask) -> None:
        self.task = task
        self.agent.live_work_appears()

    def _hold(self, behaviour: int, quantity: int) -> None:
        """Hold the slot without work: idle close before wrap-up, ghost wait before nothing."""
        house, contact = self.agent.house, self.contact
        law = house.behaviour[behaviour]
        time = house.draws.time(contact, law, quantity, self.index)
        wrap_up = behaviour == B_IDLE_CLOSE
        self._part()
        house.clock.after(
            time,
            HOLD_ENDS,
            contact.id,
            self.agent.id,
            then=lambda _: self.wrap_up() if wrap_up else self.close(),
        )
