"""How a document is put into tokens and a query into what each engine asks its index.

Tokens of the text are those of ``text.tokens``. Beside them stand others that no text can give, because marks fold to blanks:
``=电梯`` for a pair in the title, ``@…`` for an author's name, ``!…`` for a withheld one, ``#…`` for what the filters choose by.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from zhitong.search.registry import Entry
from zhitong.text import Query, Term, dedupe_key, fold, name_keys
from zhitong.text.tokens import key_tokens

FACETS = ("kind", "unit_id", "area", "place", "state", "level")
LEAST_OF_NAME = 2  # signs; one letter would find half the office
# Of a long phrase so many tokens go to the index; the text itself is asked for the whole of it anyway.
_MOST_TOKENS = 12


def text_of(entry: Entry) -> str:
    """Folded parts, one a line: no word reaches over from the title into the body."""
    return "\n".join(fold(part) for part in (entry.title, entry.body, entry.place, entry.number, *entry.also))


def names_of(entry: Entry) -> str:
    """Every beginning under which an author is found: pinyin, initials, and the name from each of its signs on."""
    keys: set[str] = set()
    for name in entry.names:
        bare = dedupe_key(name)
        keys |= {bare[at:] for at in range(len(bare))} | name_keys(name)
    return "".join(f"\n{key}" for key in sorted(keys))


@lru_cache(10_000, typed=True)
def facet(name: str, value: object) -> str:
    """The token of a value of a filter; hashed, so that places of any signs fit."""
    return "#" + blake2b(f"{name}={value}".encode(), digest_size=7).hexdigest()


def tokens_of(kind: str, entry: Entry, text: str, names: str) -> str:
    """All tokens of a document, each once."""
    lines = text.split("\n")
    tokens = {token for line in lines for token in key_tokens(line)}
    tokens |= {f"={token}" for token in key_tokens(lines[0])}
    mark = "!" if entry.names_withheld else "@"
    tokens |= {f"{mark}{key}" for key in names.split("\n") if key}
    values = {name: getattr(entry, name, kind) for name in FACETS}
    tokens |= {facet(name, value) for name, value in values.items() if value not in (None, "")}
    return " ".join(sorted(tokens))


@dataclass(frozen=True)
class Token:
    text: str
    prefix: bool = False


@dataclass(frozen=True)
class All:
    parts: tuple


@dataclass(frozen=True)
class AnyOf:
    parts: tuple


@dataclass(frozen=True)
class Asked:
    """What the index is asked: all of ``wanted``, none of ``unwanted``."""

    wanted: tuple
    unwanted: tuple[Token, ...] = ()


def asked(
    query: Query, *, marks: str, chosen: dict[str, object], kinds: list[str] | None, in_title: bool = False
) -> Asked:
    """``marks`` are those of the names that the viewer may search; ``chosen`` are the filters; ``kinds`` None means all."""
    wanted: list = [facet_token(name, value) for name, value in chosen.items()]
    if kinds is not None:
        wanted.append(AnyOf(tuple(facet_token("kind", kind) for kind in kinds)))
    for term in query.wanted:
        ways = [All(_tokens(term, "=" if in_title else ""))]
        if not in_title and (name := name_of(term)):
            ways += [Token(mark + name, prefix=True) for mark in marks]
        wanted.append(AnyOf(tuple(ways)) if len(ways) > 1 else ways[0])
    return Asked(tuple(wanted), tuple(_tokens(term)[0] for term in query.excluded if is_exact(term)))


def facet_token(name: str, value: object) -> Token:
    return Token(facet(name, value))


def _tokens(term: Term, mark: str = "") -> tuple[Token, ...]:
    last = len(term.tokens) - 1
    parts = [Token(mark + text, term.prefix and at == last) for at, text in enumerate(term.tokens)]
    return tuple(parts[:_MOST_TOKENS])


def name_of(term: Term) -> str:
    """The word as the beginning of a name, or empty when it is too short to be one."""
    key = dedupe_key(term.key)
    return key if len(key) >= LEAST_OF_NAME else ""


def is_exact(term: Term) -> bool:
    """Whether the index alone knows which documents hold the word; of longer ones it knows only which hold all their pairs."""
    return len(term.tokens) == 1


def for_sqlite(question: Asked) -> str:
    """In the language of FTS5; every token stands between quotation marks, so that nothing typed is an operator."""

    def said(node) -> str:
        if isinstance(node, Token):
            quoted = '"' + node.text.replace('"', '""') + '"'
            return f"{quoted} *" if node.prefix else quoted
        return "(" + (" AND " if isinstance(node, All) else " OR ").join(map(said, node.parts)) + ")"

    wanted = said(All(question.wanted))
    return f"{wanted} NOT {said(AnyOf(question.unwanted))}" if question.unwanted else wanted


def for_postgresql(question: Asked, before: str, behind: str) -> str:
    """In the language of tsquery, likewise. The two signs stand where what is put before and behind a token goes; behind the beginning
    of a token nothing goes."""

    def said(node) -> str:
        if isinstance(node, Token):
            quoted = f"'{before}" + node.text.replace("\\", "\\\\").replace("'", "''")
            return f"{quoted}':*" if node.prefix else quoted + behind
        return "(" + (" & " if isinstance(node, All) else " | ").join(map(said, node.parts)) + ")"

    return " & ".join([said(All(question.wanted)), *(f"!{said(token)}" for token in question.unwanted)])
