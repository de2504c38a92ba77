"""The printed words around a paper's own text, by language. Papers are Chinese; English is for offices that also send it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "issue": "第{number}期",
        "running": "（总第{number}期）",
        "masthead_signer": "签发人：",
        "up": "报：",
        "across": "送：",
        "down": "发：",
        "cc": "抄送：",
        "editor": "编辑：",
        "responsible_editor": "责任编辑：",
        "signer": "签发：",
        "phone": "电话：",
        "printed_on": "{date}印发",
        "copies": "共印{number}份",
        "date": "{day.year}年{day.month}月{day.day}日",  # [GB] Arabic figures without leading zeros
        "separator": "，",
        "stop": "。",
        "blank": "\u3000",
    }
)
ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "issue": "Issue {number}",
        "running": " (No. {number} of the series)",
        "masthead_signer": "Signed by: ",
        "up": "To: ",
        "across": "For the information of: ",
        "down": "Distributed to: ",
        "cc": "Copies: ",
        "editor": "Editor: ",
        "responsible_editor": "Responsible editor: ",
        "signer": "Signed by: ",
        "phone": "Telephone: ",
        "printed_on": "Printed on {date}",
        "copies": "{number} copies printed",
        "date": "{day.day} {month} {day.year}",
        "separator": "; ",
        "stop": ".",
        "blank": "   ",
    }
)
# Not from the calendar module: its names follow the locale of the process.
_MONTHS = "January February March April May June July August September October November December".split()


def words(language: str) -> Mapping[str, str]:
    """English for ``en`` and its kin, Chinese for everything else: an office paper is Chinese unless said otherwise."""
    return ENGLISH if language.lower().split("-")[0] == "en" else CHINESE


def written_date(day: date, language: str) -> str:
    """2026年3月8日, or 8 March 2026."""
    return words(language)["date"].format(day=day, month=_MONTHS[day.month - 1])
