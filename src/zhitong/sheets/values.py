"""Turns what stands in a cell into what a field means, or refuses with a sentence about that cell. Nothing is guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from zhitong.sheets.cells import CellFault, Value, shown, storable
from zhitong.sheets.dates import read_date, read_moment
from zhitong.sheets.fields import Field
from zhitong.sheets.mapping import fold
from zhitong.sheets.messages import refusal

EXACT = 10**15  # numbers from here on have lost figures in the spreadsheet program
LARGEST = 2**63 - 1  # what a database column takes
INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff\u00ad]*")
NARROW = {ord("　"): " ", ord("￥"): "¥"} | {0xFF01 + offset: 0x21 + offset for offset in range(94)}
SCIENTIFIC = re.compile(r"[+-]?\d(\.\d+)?[eE]\+?\d{1,3}", re.ASCII)
AMOUNT = re.compile(r"(?:¥|RMB|人民币)?([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(万|亿)?元?", re.ASCII)
UNITS = {None: Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8)}
MOBILE = re.compile(r"(?:\+?86|0086)?1[3-9]\d{9}", re.ASCII)
LANDLINE = re.compile(
    r"(?:0\d{9,11}|[2-9]\d{6,7}|[48]00\d{7}|1\d{2,4}|9\d{4})(?:(?:转|转分机|x|ext)\d{1,6})?", re.ASCII
)
ABROAD = re.compile(r"(?:\+|00)(?!86)\d{6,15}|\+86\d{9,11}", re.ASCII)
IDENTITY = re.compile(r"\d{17}[\dX]|\d{15}", re.ASCII)
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
YES = {"是", "有", "对", "y", "yes", "true", "1", "√", "✓", "✔"}
NO = {"否", "无", "没有", "不是", "n", "no", "false", "0", "×", "✗", "✘", "x"}


def is_blank(value: Value) -> bool:
    """Whether a person sees nothing in the cell: no value, or only spaces of any width."""
    return value is None or (isinstance(value, str) and INVISIBLE.fullmatch(value) is not None)


def read_value(value: Value, field: Field, *, epoch_1904: bool = False) -> object:
    """The field's value, None for a blank cell. BadInput says what is wrong with the cell."""
    if is_blank(value):
        if field.required:
            raise refusal("cell.required", label=field.label)
        return None
    if isinstance(value, str):
        value = storable(value)
    if isinstance(value, CellFault):
        raise refusal(value.code, shown=value.shown)
    if field.kind == "date":
        return read_date(value, epoch_1904=epoch_1904)
    if field.kind == "moment":
        return read_moment(value, epoch_1904=epoch_1904)
    return READERS[field.kind](value, field)


def _text(value: Value, field: Field) -> str:
    """A text exactly as it stands. Numbers as they are shown, unless figures were lost."""
    if isinstance(value, float) and abs(value) >= EXACT or isinstance(value, int) and _was_cut(value):
        raise refusal("cell.figures_lost", shown=shown(value))
    text = value if isinstance(value, str) else shown(value)
    if field.max_length is not None and len(text) > field.max_length:
        raise refusal("cell.too_long", length=len(text), most=field.max_length)
    return text


def _was_cut(number: int) -> bool:
    """Sixteen figures and more that end in zeros are what a spreadsheet program leaves of a longer number."""
    return abs(number) >= EXACT and number % 10 ** (len(str(abs(number))) - 15) == 0


def _narrow(value: Value) -> str:
    """The text with full-width figures and signs made plain, and without the spaces around it."""
    return shown(value).translate(NARROW).strip()


def _number(value: Value, field: Field) -> Decimal:
    if isinstance(value, bool | date) or (isinstance(value, float) and not math.isfinite(value)):
        raise refusal("cell.number_unreadable", shown=shown(value))
    if isinstance(value, int | float):
        number = Decimal(repr(value))
    else:
        text = re.sub(r"\s", "", _narrow(value))
        if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]+", text):
            raise refusal("cell.scientific", shown=value)
        match = AMOUNT.fullmatch(text)
        if match is None:
            raise refusal("cell.number_unreadable", shown=shown(value)[:40])
        sign, whole, part, unit = match.groups()
        number = Decimal(f"{sign}{whole.replace(',', '')}{part or ''}") * UNITS[unit]
    if abs(number) > LARGEST:
        raise refusal("cell.number_too_large", shown=shown(value)[:40])
    return number


def _integer(value: Value, field: Field) -> int:
    number = _number(value, field)
    if number != number.to_integral_value():
        raise refusal("cell.not_whole", shown=shown(value))
    return int(number)


def _phone(value: Value, field: Field) -> str:
    """The number without spaces and dashes. A number cell is trusted only where it cannot have lost anything."""
    if isinstance(value, float) or SCIENTIFIC.fullmatch(shown(value).translate(NARROW).strip()):
        raise refusal("cell.phone_rounded", shown=shown(value))
    text = re.sub(r"[\s()（）.·-]", "", _narrow(value)).replace("轉", "转")
    if isinstance(value, int) and not isinstance(value, bool):
        if len(text) == 11 and value % 10**6 == 0:
            raise refusal("cell.phone_rounded", shown=text)
        if len(text) in (9, 10, 11) and not MOBILE.fullmatch(text):
            raise refusal("cell.phone_zero_lost", shown=text)
    if not text.isascii() and not set(text) <= set("0123456789+转分机xet"):
        raise refusal(
            "cell.phone_several" if re.search(r"[/、，,;；或]", text) else "cell.phone_unreadable", shown=text
        )
    if MOBILE.fullmatch(text) or LANDLINE.fullmatch(text) or ABROAD.fullmatch(text):
        return text
    if re.search(r"\d{7,}[/,;]\d{7,}", text):
        raise refusal("cell.phone_several", shown=text)
    raise refusal("cell.phone_unreadable", shown=text[:40])


def _identity(value: Value, field: Field) -> str:
    """A citizen identity number, its check figure proved; the older 15 figures are taken when they hold a birthday."""
    if isinstance(value, float) or SCIENTIFIC.fullmatch(_narrow(value)):
        raise refusal("cell.identity_cut")
    text = re.sub(r"\s", "", _narrow(value)).upper()
    if not IDENTITY.fullmatch(text):
        raise refusal("cell.identity_form", length=len(text))
    if (
        len(text) == 18
        and "10X98765432"[sum(int(f) * w for f, w in zip(text, IDENTITY_WEIGHTS, strict=False)) % 11] != text[17]
    ):
        raise refusal("cell.identity_cut" if text.endswith("000") else "cell.identity_check")
    born = text[6:14] if len(text) == 18 else "19" + text[6:12]
    try:
        datetime.strptime(born, "%Y%m%d")
    except ValueError:
        raise refusal("cell.identity_birthday") from None
    return text


def _yes_no(value: Value, field: Field) -> bool:
    if isinstance(value, bool):
        return value
    word = _narrow(value).lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise refusal("cell.yes_no", shown=word[:40])


def _choice(value: Value, field: Field) -> object:
    wanted = fold(shown(value))
    for word, meaning in field.choices.items():
        if fold(word) == wanted:
            return meaning
    raise refusal("cell.choice", shown=shown(value)[:40], choices="、".join(field.choices))


READERS: dict[str, Callable[[Value, Field], object]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "phone": _phone,
    "identity": _identity,
    "yes_no": _yes_no,
    "choice": _choice,
}
