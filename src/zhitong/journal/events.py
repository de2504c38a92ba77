"""What may be written in the journal: each deed a small dataclass with a name that stays for ever.

A room declares its events in its own ``events.py``. Fields hold codes, digests, figures and days; never a source's words,
name or address, because the chain must survive a lawful erasure. ``begins = True`` says that its item comes into being with it. ``sentence`` is what a person reads in a timeline: a text
with %(fields)s, or a static method that makes one from the details.

A later room may follow an earlier room's event with :func:`follows`; it then acts in the same transaction. That is how an
adoption comes back down from the office above without the desk knowing of outcomes. What must follow every deed done on one kind
of item, whichever room does it, is said once with :func:`watches`: that is how the search index keeps up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime

EVENTS: dict[str, type] = {}
_FOLLOWERS: dict[str, list[Callable]] = {}
_WATCHERS: dict[str, list[tuple[Callable, Callable]]] = {}
_PLAIN = (str, int, bool, type(None))


def event(name: str) -> Callable[[type], type]:
    """Declare an event under its lasting name, such as ``desk.brief_signed``."""

    def declare(cls: type) -> type:
        if name in EVENTS:
            raise ValueError(f"the event {name} is declared twice")
        cls = cls if is_dataclass(cls) else dataclass(frozen=True, kw_only=True)(cls)
        if not hasattr(cls, "sentence"):
            raise TypeError(f"the event {name} has no sentence for people")
        cls.event_name = name
        EVENTS[name] = cls
        return cls

    return declare


def follows(event_class: type) -> Callable[[Callable], Callable]:
    """Call ``function(event, on, by)`` in the same transaction whenever this event is recorded."""

    def register(function: Callable) -> Callable:
        _FOLLOWERS.setdefault(event_class.event_name, []).append(function)
        return function

    return register


def followers(name: str) -> list[Callable]:
    return _FOLLOWERS.get(name, [])


def watches(model: str, *, new: Callable | None = None) -> Callable[[Callable], Callable]:
    """Call ``function(items, by)`` in the same transaction after deeds on items of this model (``intake.submission``).

    Called once for each ``record_many``, after all followers, with each item once. ``new(items, by)`` is called in its place for
    items that came into being with this very deed and that no follower has touched: they are as the action made them, nothing of
    them need be read back.
    """

    def register(function: Callable) -> Callable:
        _WATCHERS.setdefault(model, []).append((function, new or function))
        return function

    return register


def watchers(model: str, *, new: bool = False) -> list[Callable]:
    return [of_new if new else function for function, of_new in _WATCHERS.get(model, [])]


def is_beginning(happened: object) -> bool:
    """Whether the deed's item came into being with it and nobody has acted on it since."""
    return getattr(happened, "begins", False) and not followers(happened.event_name)


def details_of(happened: object) -> dict:
    """The event's fields as plain values for canonical JSON; a field of any other kind is a programming error."""
    details = {}
    for key, value in vars(happened).items():
        if isinstance(value, date | datetime):
            value = value.isoformat()
        if isinstance(value, list | tuple):
            value = [item if isinstance(item, _PLAIN) else str(item) for item in value]
        elif not isinstance(value, _PLAIN):
            raise TypeError(
                f"{happened.event_name}.{key} is {type(value).__name__}; a journal holds codes, digests and figures"
            )
        details[key] = value
    return details


def sentence_of(name: str, details: dict) -> str:
    """The entry in words; an event that no room declares any more is shown by its name, never dropped."""
    declared = EVENTS.get(name)
    if declared is None:
        return name
    sentence = declared.sentence
    try:
        return str(sentence(details)) if callable(sentence) else str(sentence) % details
    except (KeyError, ValueError):
        return str(declared.sentence)
