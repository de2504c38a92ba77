"""A scheme file as a plain mapping: YAML by safe_load only, with limits, before anything is believed.

Refused here: too large, not UTF-8, broken YAML, anchors and aliases (a small file that unfolds into a huge one),
Python tags, a key written twice (YAML would silently keep the last), nesting without end, something that is no mapping.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from .refusals import SchemeWrong
from .sentences import sentence

LARGEST_FILE = 256 * 1024  # bytes; the largest real scheme seen is under 4 kB
MOST_NODES = 20_000
DEEPEST = 12


def read_mapping(source: Path | str) -> dict:
    """The mapping in a file, or in YAML text. A string of several lines, or one that begins with ``{``, is YAML text."""
    if isinstance(source, Path) or ("\n" not in source and not source.lstrip().startswith("{")):
        text, name = _file_text(Path(source)), Path(source).name
    else:
        text, name = source, "text"
        if len(text.encode("utf-8", "surrogatepass")) > LARGEST_FILE:
            raise _too_large(name)
    _within_limits(text, name)
    try:
        mapping = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise _broken(name, error) from None
    if not isinstance(mapping, dict):
        raise SchemeWrong(
            "not_a_mapping",
            name,
            sentence("a scheme file holds one mapping of keys."),
            sentence("Begin with id: and name:."),
        )
    return mapping


def _file_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be used"
        raise SchemeWrong(
            "unreadable",
            path.name,
            sentence("the file cannot be read (%(reason)s).", reason=reason),
            sentence("Check its name."),
        ) from None
    if len(data) > LARGEST_FILE:
        raise _too_large(path.name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SchemeWrong(
            "not_utf8", path.name, sentence("the file is not UTF-8."), sentence("Save it as UTF-8.")
        ) from None


def _within_limits(text: str, name: str) -> None:
    """Walk the parser's events, which build nothing yet, and stop at the first thing no scheme needs."""
    nodes = 0
    stack: list[list | None] = []  # per open collection: None for a list, [keys seen, next is a key] for a mapping
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise SchemeWrong(
                    "alias", name, sentence("YAML anchors and aliases are not taken."), sentence("Write the value out.")
                )
            if not isinstance(event, yaml.NodeEvent) and not isinstance(event, yaml.CollectionEndEvent):
                continue
            if isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
                continue
            nodes += 1
            if nodes > MOST_NODES or len(stack) > DEEPEST:
                raise SchemeWrong(
                    "too_deep",
                    name,
                    sentence("the file has too many or too deep values."),
                    sentence("Make it simpler."),
                )
            _note_key(event, stack, name)
            if isinstance(event, yaml.MappingStartEvent):
                stack.append([set(), True])
            elif isinstance(event, yaml.SequenceStartEvent):
                stack.append(None)
    except yaml.YAMLError as error:
        raise _broken(name, error) from None


def _note_key(event: yaml.NodeEvent, stack: list[list | None], name: str) -> None:
    here = stack[-1] if stack else None
    if here is None:
        return
    keys, is_key = here
    if is_key:
        if not isinstance(event, yaml.ScalarEvent):
            raise SchemeWrong(
                "key_not_text", name, sentence("a key must be a word."), sentence("Put quotes around it.")
            )
        if event.value in keys:
            raise SchemeWrong(
                "key_twice", event.value[:80], sentence("the key is written twice."), sentence("Keep one of the two.")
            )
        keys.add(event.value)
    here[1] = not is_key


def _too_large(name: str) -> SchemeWrong:
    limit = LARGEST_FILE // 1024
    return SchemeWrong(
        "too_large",
        name,
        sentence("the file is larger than %(limit)s kB.", limit=limit),
        sentence("A scheme is a page, not a book."),
    )


def _broken(name: str, error: Exception) -> SchemeWrong:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else "?"
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "a value cannot be read"
    return SchemeWrong(
        "broken_yaml",
        name,
        sentence("the YAML cannot be read (line %(line)s): %(what)s.", line=line, what=what),
        sentence("Repair that line."),
    )
