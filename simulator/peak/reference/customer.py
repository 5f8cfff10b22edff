"""The story of a contact, told from the customer's side: arrive, bot, wait, be served, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.peak.draw import BOT_PATIENCE, PATIENCE, REPLY_PATIENCE, SILENT, THINK
from simulator.peak.floor import (
    AFTER_ABANDONMENT,
    AFTER_BOT,
    AFTER_REFUSAL,
    AFTER_SERVICE,
    B_CHAT_PATIENCE,
    B_PHONE_PATIENCE,
    B_REPLY_PATIENCE,
    W_THINK,
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
    PHONE,
    REFUSED,
    RESOLVED,
    SERVED,
)
from simulator.peak.reference import words
from simulator.peak.reference.bot import Bot
from simulator.peak.reference.clock import BOT_ENDS, MESSAGE, PATIENCE_ENDS, Telling, Word
from simulator.peak.reference.contact import Contact
from simulator.peak.reference.queue import Queue

if TYPE_CHECKING:
    from simulator.peak.reference.house import House


def visit(house: House, contact: Contact) -> Telling:
    """From arriving to leaving (F4, F5)."""
    bot = house.bot_for_all(contact)
    while True:
        if bot is not None:
            goes_on = yield from meet_bot(house, contact, bot)
            if not goes_on:
                return
        way = house.door.knock(contact)
        if isinstance(way, Queue):
            yield from with_people(house, contact, way)
            return
        if way is None:
            house.end(contact, REFUSED, AFTER_REFUSAL)
            return
        bot = way


def meet_bot(house: House, contact: Contact, bot: Bot) -> Telling:
    """A dialogue with a bot (F4). True: goes on to people."""
    contact.tried_bot = True
    if bot.is_full:
        if not bot.waits:
            return True
        bot.stand(contact)
        word = yield from listen(house, contact, bot.patience, BOT_PATIENCE, 0)
        bot.step_out(contact)
        if word == words.OVER:
            house.end(contact, BOT_LEFT, AFTER_BOT)
            return False
    yield house.clock.after(bot.sit(contact, house.now), BOT_ENDS, contact.id)
    contact.row.bot_ended = house.now
    leaf = contact.row.bot_leaf
    if leaf == RESOLVED:
        contact.row.resolved = 1
        house.end(contact, BOT_RESOLVED)
    elif leaf in (LEFT, CONTAINED):
        house.end(contact, BOT_LEFT if leaf == LEFT else BOT_CONTAINED, AFTER_BOT)
    # Who sits down next has no part in how this contact goes on.
    successor = bot.stand_up()
    if successor is not None:
        house.tell(successor, words.ASSIGNED)
    return contact.row.outcome not in (BOT_RESOLVED, BOT_LEFT, BOT_CONTAINED)


def with_people(house: House, contact: Contact, queue: Queue) -> Telling:
    """Wait, be served, perhaps by the second line too (F6, F13)."""
    while True:
        house.door.admit(contact, queue)
        if queue.channel == PHONE:
            word = yield from call(house, contact, queue)
        elif queue.channel == CHAT:
            word = yield from chat(house, contact, queue)
        else:
            word = yield from listen(house, contact)
        if word != words.ESCALATED:
            break
        contact.stage = 1
        queue = house.queues[queue.escalates_to]
    if word == words.SERVED:
        house.end(contact, SERVED, AFTER_SERVICE)


def call(house: House, contact: Contact, queue: Queue) -> Telling:
    """The phone: patience until the call is taken (F6, F9)."""
    law = house.behaviour[B_PHONE_PATIENCE]
    word = yield from listen(house, contact, law, PATIENCE, contact.index)
    if word == words.OVER:
        queue.leave(contact)
        house.end(contact, ABANDONED, AFTER_ABANDONMENT)
        return word
    return (yield from listen(house, contact))


def chat(house: House, contact: Contact, queue: Queue) -> Telling:
    """Patience until the first reply, then message by message (F6, F8)."""
    law = house.behaviour[B_CHAT_PATIENCE]
    word = yield from listen(house, contact, law, PATIENCE, contact.index)
    if word == words.OVER:
        give_up(house, contact, queue)
        return word
    while word == words.REPLIED:
        yield from think(house, contact)
        write(house, contact)
        law, index = house.behaviour[B_REPLY_PATIENCE], contact.index + contact.replies
        word = yield from listen(house, contact, law, REPLY_PATIENCE, index)
    if word == words.OVER:
        leave_in_service(house, contact, queue)
    return word


def listen(
    house: House, contact: Contact, law: int = -1, quantity: int = 0, index: int = 0
) -> Telling:
    """Wait for the next word; OVER if patience (a law's draw; −1: endless) ends before."""
    word = contact.word = Word(house.clock)
    if law < 0:
        return (yield word)
    patience = house.draws.time(contact, law, quantity, index)
    timer = house.clock.after(
        patience, PATIENCE_ENDS, contact.id, then=lambda _: word.say(words.OVER)
    )
    heard = yield word
    timer.cancel()
    return heard


def think(house: House, contact: Contact) -> Telling:
    """Read the reply and think about the next message."""
    law = house.work_laws(contact)[W_THINK]
    index = contact.index + contact.replies - 1
    yield house.clock.after(house.draws.time(contact, law, THINK, index), MESSAGE, contact.id)


def write(house: House, contact: Contact) -> None:
    """The next message; a contact handed over writes it to nobody yet."""
    contact.message_since = house.now
    if contact.session is not None:
        contact.session.message_waits()


def give_up(house: House, contact: Contact, queue: Queue) -> None:
    """Patience is over before the first reply: leave silently, or leave place or slot (F6)."""
    if house.draws.holds(contact, SILENT, house.silent_share, contact.index):
        contact.ghost = True
        house.end(contact, ABANDONED_SILENT, AFTER_ABANDONMENT)
        return
    house.end(contact, ABANDONED, AFTER_ABANDONMENT)
    if contact.session is not None:
        contact.session.drop()
    else:
        queue.leave(contact)


def leave_in_service(house: House, contact: Contact, queue: Queue) -> None:
    """A later reply took too long: the agent goes on to wrap-up (F8)."""
    house.end(contact, LEFT_IN_SERVICE, AFTER_ABANDONMENT)
    session = contact.session
    if session is not None:
        session.stop_work()
        session.wrap_up()
    else:
        queue.leave(contact)
