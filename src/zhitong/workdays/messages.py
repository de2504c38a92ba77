"""What this room says, in English (the gettext msgid) and Chinese: one table, message and remedy per code."""

from __future__ import annotations

from zhitong.errors import Said

# code: (English message, English remedy, Chinese message, Chinese remedy)
MESSAGES: dict[str, tuple[str, str, str, str]] = {
    "missing_years": (
        "The rest days of %(years)s are not entered; Monday to Friday were counted as working days.",
        "Enter the year's rest periods and make-up days from the State Council notice.",
        "%(years)s年的放假安排尚未录入，已按周一至周五为工作日计算。",
        "请按国务院办公厅的通知录入该年的放假和调休上班日。",
    ),
    "moment.naive": (
        "The moment %(moment)s has no time zone.",
        "Give an aware datetime, or a date.",
        "时间 %(moment)s 没有时区。",
        "请给出带时区的时间，或只给日期。",
    ),
    "count.too_far": (
        "%(count)s working days from %(day)s lie outside the calendar.",
        "Give a smaller number.",
        "从 %(day)s 起第 %(count)s 个工作日超出了日历范围。",
        "请改用较小的天数。",
    ),
    "hours.out_of_range": (
        "A clock of %(hours)s hours cannot run.",
        "Give a number of hours above 0 and up to %(most)s.",
        "%(hours)s 小时的时限无法计算。",
        "请填写大于 0、不超过 %(most)s 的小时数。",
    ),
    "queue.limits": (
        "“Nearly late” (%(near)s) must come before “late” (%(late)s), and neither may be negative.",
        "Correct the two numbers of working days.",
        "“临近超期”（%(near)s）应早于“超期”（%(late)s），且都不能是负数。",
        "请改正这两个工作日数。",
    ),
    "calendar.year_twice": (
        "The year %(year)s is entered twice.",
        "Keep one entry per year.",
        "%(year)s年录入了两次。",
        "每年只保留一份。",
    ),
    "calendar.day_disagrees": (
        "%(day)s is a rest day in the entry for one year and a make-up working day in that of another.",
        "Compare both years with their notices.",
        "%(day)s 在一年的安排里是放假，在另一年的安排里是调休上班。",
        "请对照两年的通知核对。",
    ),
    "year.number": (
        "“%(value)s” is not a year between 2000 and 2100.",
        "Enter the year in four figures, such as 2027.",
        "“%(value)s”不是 2000 至 2100 之间的年份。",
        "请填四位数年份，例如 2027。",
    ),
    "year.no_notice": (
        "The notice is not named.",
        "Enter its number, such as 国办发明电〔2024〕12号, or its date.",
        "没有填写通知文号。",
        "请填写文号（如 国办发明电〔2024〕12号）或通知日期。",
    ),
    "year.no_rest": (
        "No rest period is entered for %(year)s.",
        "Enter at least New Year, Spring Festival, Qingming, Labour Day, Dragon Boat, Mid-Autumn and National Day.",
        "%(year)s年没有录入任何放假时段。",
        "请录入元旦、春节、清明、劳动节、端午、中秋、国庆的放假起止日。",
    ),
    "year.not_a_list": (
        "“%(value)s” is not a list of days.",
        "Enter the days one by one.",
        "“%(value)s”不是日期列表。",
        "请逐个填写日期。",
    ),
    "year.not_a_span": (
        "“%(value)s” is not a first and a last day.",
        "Enter two days; for a single day enter it twice.",
        "“%(value)s”不是一个起止时段。",
        "请填起、止两个日期；只放一天的，起止填同一天。",
    ),
    "year.not_a_day": (
        "“%(value)s” is not a day.",
        "Enter it like 2027-10-01.",
        "“%(value)s”不是有效日期。",
        "请按 2027-10-01 的样子填写。",
    ),
    "year.other_year": (
        "%(day)s does not belong to %(year)s.",
        "Check the year of this day.",
        "%(day)s 不属于 %(year)s年。",
        "请核对这一天的年份。",
    ),
    "year.span_reversed": (
        "The rest period ends on %(last)s, before it begins on %(first)s.",
        "Exchange or correct the two days.",
        "放假时段的止日 %(last)s 早于起日 %(first)s。",
        "请对调或改正这两个日期。",
    ),
    "year.span_too_long": (
        "The rest period %(first)s to %(last)s has %(days)s days; more than %(most)s is nearly always a slip.",
        "Check the month of both days.",
        "%(first)s 至 %(last)s 共 %(days)s 天，超过 %(most)s 天，多半是填错了。",
        "请核对起止日的月份。",
    ),
    "year.spans_overlap": (
        "Two rest periods both contain %(day)s.",
        "Join them into one, or correct a day.",
        "有两个放假时段都包含 %(day)s。",
        "请合并为一个时段，或改正日期。",
    ),
    "year.make_up_twice": (
        "The make-up working day %(day)s is entered twice.",
        "Keep it once.",
        "调休上班日 %(day)s 重复录入。",
        "请只保留一个。",
    ),
    "year.make_up_on_weekday": (
        "%(day)s is a Monday to Friday, so it needs no make-up entry.",
        "A make-up working day is a Saturday or Sunday; check the day.",
        "%(day)s 是周一至周五，无须列为调休上班。",
        "调休上班日应是周六或周日，请核对日期。",
    ),
    "year.make_up_in_rest": (
        "%(day)s is entered both as rest and as make-up working day.",
        "Keep one of the two.",
        "%(day)s 既在放假时段内，又列为调休上班。",
        "请只保留其中一项。",
    ),
}


def say(code: str, **data: object) -> tuple[Said, Said]:
    """The message and the remedy of ``code``."""
    message, remedy, message_zh, remedy_zh = MESSAGES[code]
    return Said(message, message_zh, data), Said(remedy, remedy_zh, data)
