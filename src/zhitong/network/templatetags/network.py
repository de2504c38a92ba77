"""Names of what the network stores by key."""

from __future__ import annotations

from django import template

from zhitong.network.rights import RoleName

register = template.Library()
ROLE_NAMES = dict(RoleName.choices)


@register.simple_tag
def role_name(role: str) -> object:
    return ROLE_NAMES.get(role, role)


@register.simple_tag
def named(names: dict, key: object) -> object:
    """``{% named ranks value.data.rank %}``: the name under a key, or the key itself."""
    return names.get(key, "" if key is None else key)
