"""The words of rosters: headings, weekdays, shifts, hours and names, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from floorboard.exchange.profiles import fold
from floorboard.exchange.rosters.grid import Value
from floorboard.exchange.table import tidy

DAY_MINUTES = 1440


class Heading(StrEnum):
    """What a column is about."""

    DATE = "date"
    PERSON = "person"
    SHIFT = "shift"
    START = "start"
    END = "end"
    HOURS = "hours"
    ROTA = "rota"
    OTHER = "other"
    """Remarks, totals and numbers: nothing for a roster."""


_HEADINGS = {
    word: heading
    for heading, words in {
        Heading.DATE: "date,day,work date,shift date,日期,排班日期,值班日期,上班日期",
        Heading.PERSON: "name,full name,person,employee,employee name,agent,agent name,staff,"
        "staff name,who,on duty,姓名,名字,人员,员工,员工姓名,坐席,坐席姓名,座席,座席姓名,客服,"
        "值班人,值班人员,值班员,值班人姓名",
        Heading.SHIFT: "shift,shift code,shift name,班次,班别,班次名称,班次代码",
        Heading.START: "start,from,begin,begins,starts,start time,shift start,"
        "开始,开始时间,上班,上班时间,起,起始时间",
        Heading.END: "end,to,until,finish,ends,end time,shift end,"
        "结束,结束时间,下班,下班时间,止,截止时间",
        Heading.HOURS: "hours,time,times,working hours,时间,时段,班次时间,值班时间,工作时间",
        Heading.ROTA: "rota,roster,line,queue,hotline,值班线,线路,班表,队列,热线",
        Heading.OTHER: "weekday,day of week,dow,week,星期,周,礼拜,周次,remark,remarks,note,notes,"
        "comment,comments,备注,说明,total,totals,sum,合计,总计,小计,no,no.,#,id,number,"
        "序号,编号,工号,phone,telephone,tel,电话,联系电话,手机,部门,department,dept,team,group,组,"
        "组别,班组,职务,岗位,post,position,role,hours total,工时",
    }.items()
    for word in words.split(",")
}
_FOOTER = re.compile(r"备注|说明|注[:：]|合计|总计|小计|制表|审核|(notes?|remarks?|totals?|sum)\b")
_OFF = {"-", "–", "—", "/", "off", "day off", "rest", "free", "none"}
_OFF |= {"leave", "annual leave", "sick leave", "vacation"}
_OFF |= {"无", "休", "休息", "公休", "轮休", "调休", "休假", "请假", "年假", "病假", "事假"}
_WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            "mon monday 一 周一 星期一 礼拜一",
            "tue tues tuesday 二 周二 星期二 礼拜二",
            "wed wednesday 三 周三 星期三 礼拜三",
            "thu thur thurs thursday 四 周四 星期四 礼拜四",
            "fri friday 五 周五 星期五 礼拜五",
            "sat saturday 六 周六 星期六 礼拜六",
            "sun sunday 日 天 周日 周天 星期日 星期天 礼拜日 礼拜天",
        )
    )
    for word in words.split()
}
_SHIFT_WORD = re.compile(
    r"班|值|\b(shift|day|days|night|nights|early|late|morning|evening|afternoon|middle|swing|"
    r"graveyard|leave)\b|^[早中晚夜白日昼正全]$|^[A-Z]{1,2}\d{0,2}$|\d:\d\d",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z]{1,2}\d{0,2}|\d{1,2}")
_HOURS = re.compile(
    r"(\d{1,2})[:：点](\d{2})?\s*(?:[-–—~～至到]|to)\s*(?:次日|翌日|第二天|\+1\s*)?\s*"
    r"(\d{1,2})[:：点](\d{2})?",
)
_BRACKETS = re.compile(r"[（(\[【]\s*[)）\]】]")
_TIME = re.compile(r"(\d{1,2})[:：点](\d{2})?(?::\d{2})?")
_ZONE = re.compile(r"(?<!\S)[A-Z]\w+(?:/[\w+-]+)+(?!\S)", re.ASCII)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PADDED = re.compile(f"(?<![{_HAN}·])([{_HAN}]) (?=[{_HAN}]{{1,2}}(?![{_HAN}·]))")
_BETWEEN_NAMES = re.compile(rf"[、,，;；/／\r\n]|(?<=[{_HAN}]) | (?=[{_HAN}])")
_BETWEEN_ROWS = re.compile(r"[、;；/／\r\n]")
_BETWEEN_SHIFTS = re.compile(r"[、,，;；+＋\r\n]")


def heading(text: str) -> Heading | None:
    """What a column with this heading is about; None for a word that is no known heading."""
    return _HEADINGS.get(fold(text).rstrip(":："))


def footer(text: str) -> bool:
    """Whether a row that begins with this is below the roster, or a sum."""
    return _FOOTER.match(fold(text)) is not None


def off(text: str) -> bool:
    """Whether a cell says that somebody is off, or nobody on."""
    return not text or fold(text) in _OFF or text in _OFF


def zone(titles: Iterable[str]) -> str:
    """The time zone that the titles name, as in `Roster Dec 2026 · Asia/Tokyo`; "" for none."""
    for found in _ZONE.finditer("\n".join(titles)):
        with suppress(ValueError, KeyError, OSError):
            return ZoneInfo(found[0]).key
    return ""


def weekday(text: str) -> int | None:
    """0 for Monday … 6 for Sunday; None for what isn't a weekday."""
    return _WEEKDAYS.get(tidy(text).strip("()（）.").casefold())


def looks_like_shift(text: str, known: Collection[str] = ()) -> bool:
    """Whether a text is rather a shift than a name. `known` are folded codes and names."""
    if fold(text) in known or off(text):
        return True
    return bool(_CODE.fullmatch(text) or (_SHIFT_WORD.search(text) and not _code_like(text)))


def _code_like(text: str) -> bool:
    """A name like Bo or Al, which is a code in capitals only."""
    return text.isascii() and text.isalpha() and len(text) <= 2 and not text.isupper()


def name(text: str) -> str:
    """A person's name without stray blanks: 张　三 is padded to the width of three characters."""
    return _PADDED.sub(r"\1", tidy(_INVISIBLE.sub("", text)))


def names(text: str, *, listed: bool = False) -> list[str]:
    """The people that a cell names. Blanks separate Chinese names; the names of a list's row may
    hold a comma."""
    between = _BETWEEN_ROWS if listed else _BETWEEN_NAMES
    found: list[str] = []
    for line in _INVISIBLE.sub("", text).splitlines():
        found += map(name, between.split(name(line)))
    return [each for each in found if not off(each)]


def shifts(text: str) -> list[str]:
    """The shifts that a cell names, without those that say "off"."""
    parts = map(tidy, _BETWEEN_SHIFTS.split(text))
    return [part for part in parts if not off(part)]


def shift(text: str) -> tuple[str | None, int | None, int | None]:
    """A shift's text, and its hours where they are written with it: 白班(08:30-17:30).

    Raises `ValueError` for hours that no day has.
    """
    text = tidy(text)
    found = _HOURS.search(text)
    if found is None:
        return text or None, None, None
    hours = [_minutes(found[1], found[2]), _minutes(found[3], found[4])]
    rest = tidy(_BRACKETS.sub("", text[: found.start()] + text[found.end() :])).strip(" :：")
    return rest or None, *span(*hours)


def span(start: int, end: int) -> tuple[int, int]:
    """Minutes after midnight; an end that isn't after the start is on the next day.

    Raises `ValueError` for what is no time of day.
    """
    if not 0 <= start < DAY_MINUTES or not 0 <= end <= start + DAY_MINUTES:
        raise ValueError(start, end)
    return start, end if end > start else end + DAY_MINUTES


def minutes(value: Value, day: date) -> int:
    """Minutes after the midnight that begins `day`. Raises `ValueError` for what is no time."""
    if isinstance(value, datetime):
        return (value.date() - day).days * DAY_MINUTES + value.hour * 60 + value.minute
    if isinstance(value, date):
        return (value - day).days * DAY_MINUTES
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    if isinstance(value, float) and 0 <= value <= 1:
        return round(value * DAY_MINUTES)
    if isinstance(value, int) and value in (0, 1):
        return value * DAY_MINUTES
    text = tidy(str(value))
    found = _TIME.fullmatch(text)
    if found:
        return _minutes(found[1], found[2])
    try:
        return minutes(datetime.fromisoformat(text), day)
    except ValueError:
        raise ValueError(text) from None


def _minutes(hour: str, minute: str | None) -> int:
    whole = int(hour) * 60 + int(minute or 0)
    if whole > DAY_MINUTES or int(minute or 0) > 59:
        raise ValueError(hour, minute)
    return whole
