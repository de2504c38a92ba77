"""Every address of the program, asked of the resolver."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name, the view behind it, and the converter of each of its parts."""

    name: str
    view: object
    parts: dict[str, str]

    def __str__(self) -> str:
        return self.name


def every_address() -> list[Address]:
    found = []

    def walk(patterns, space: str) -> None:
        for entry in patterns:
            if isinstance(entry, URLResolver):
                walk(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space)
            elif isinstance(entry, URLPattern):
                parts = {
                    name: type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
                    for name, converter in entry.pattern.converters.items()
                }
                found.append(Address(f"{space}{entry.name}", entry.callback, parts))

    walk(get_resolver().url_patterns, "")
    return found
