"""Times as people say them: `30`, `1h30`, `明天9点` on the phone; `yesterday`, `22 Nov 17:00` of
the past too."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Edge, Instant, from_wall, to_wall
from floorboard.domain.problem import N_, Problem

EXAMPLES = "30 · 2h · 1h30 · 15:00 · tomorrow 9:00 · 明天9点 · 下午3点 · 周一 9:00"

_MINUTE, _HOUR, _DAY = 60, 3600, 86400

_CHINESE = {
    **dict(zip("零〇一二三四五六七八九", (0, *range(10)), strict=True)),
    "两": 2,
}
_CHINESE_NUMBER = re.compile(
    "[零〇一二两三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九]"
)
_IN_WORDS = re.compile(
    "(?<![周期拜])[零〇一二两三四五六七八九十]+(?=[点时小个分天])|(?<=点)[零〇一二三四五六七八九十]+(?!刻)"
)

_SPAN = re.compile(
    r"(?:in |\+)?(?:(?P<days>\d{1,3}) ?(?:d|days?|天))? ?"
    r"(?:(?P<hours>\d{1,4}(?:\.\d)?) ?(?:h|hrs?|hours?|个?小时|个?钟头?)(?P<half>半)?)? ?"
    r"(?:(?P<minutes>\d{1,4}) ?(?:m|mins?|minutes?|分钟?|'|$))? ?"
    r"(?:(?P<seconds>\d{1,5}) ?(?:s|secs?|seconds?|秒钟?))?(?:后|以后|之后)?"
)
_BARE = re.compile(r"(?:in |\+)?(\d{1,3})")
_AND_A_HALF = re.compile("(\\d+)个半(?=小时|钟头)")
_HALF_HOUR = re.compile("半个?(?:小时|钟头)(?:后|以后|之后)?")

_WEEKDAYS = {
    **{
        name[:length]: number
        for number, name in enumerate(
            ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        )
        for length in (3, 4, 5, len(name))
    },
    **{
        word + sign: number
        for word in ("周", "星期", "礼拜")
        for number, signs in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7"))
        for sign in signs
    },
}
_DAYS = {
    "yesterday": -1,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
    "today": 0,
    "今天": 0,
    "今日": 0,
    "今": 0,
    "tomorrow": 1,
    "tmr": 1,
    "tom": 1,
    "明天": 1,
    "明日": 1,
    "明": 1,
    "后天": 2,
    "大后天": 3,
}
_DATE = re.compile(
    r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/月](?P<day>\d{1,2})(?:[日号]|(?![\d:点]))"
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_SPOKEN_DATE = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?P<day>\d{1,2}) "
    rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*(?: (?P<year>\d{{4}}))?(?![\d:])"
)
_SECONDS = re.compile(r"(?<=\d:\d\d):([0-5]\d)$")
_TIME = re.compile(
    r"(?P<part>凌晨|清晨|早上?|上午|中午|下午|傍晚|晚上?)? ?"
    r"(?P<hour>\d{1,2})(?:[:.点时](?P<minute>\d{2}|(?<=点)\d)?分?(?P<fraction>半|一刻|三刻)?)?"
    r"整? ?(?P<half>am|pm|a|p)?"
)
_BETWEEN = " ,，的"
_COMPACT = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_NAMED_TIMES = {"noon": 12, "中午": 12, "midnight": 24, "午夜": 24}
_FRACTIONS = {"半": 30, "一刻": 15, "三刻": 45}


def parse(text: str, now: Instant, zone: ZoneInfo) -> Instant:
    """The instant that `text` means when it is typed at `now`: a span from now, or a wall time.

    A bare number is minutes. A wall time without a day is the next one: over today, it is
    tomorrow's. Raises `Problem` for what says no time, and for a day that is over.
    """
    typed, said = _folded(text)
    seconds = _span(said)
    return _wall(said, typed, now, zone) if seconds is None else now + seconds


def span(text: str) -> int | None:
    """The seconds that `text` says: `5m`, `1 h 30 m`, `90s`, a bare number as minutes; None for
    what is no length of time."""
    _typed, said = _folded(text)
    return _span(said)


def instant(text: str, now: Instant, zone: ZoneInfo, edge: Edge = "start") -> Instant:
    """The instant that `text` names at `now`, whether it is over or not.

    A time of day without a day is today's, a day without a time begins then, and a date without
    its year is of this one. Raises `Problem` for what names no instant, spans from now among it.
    """
    typed, said = _folded(text)
    seconds = _SECONDS.search(said)
    today = to_wall(now, zone).date()
    day, rest, _repeats = _day(_SECONDS.sub("", said), today, typed, past=True)
    rest = rest.lstrip(_BETWEEN)
    if rest[:2] in _WEEKDAYS:  # 2026年11月22日 周日 18:42
        rest = rest[2:].lstrip()
    minutes = _minutes(rest, typed, bare=day is not None) if rest or day is None else 0
    return _at(day or today, minutes, zone, edge) + (int(seconds[1]) if seconds else 0)


def _folded(text: str) -> tuple[str, str]:
    """What was typed in one width and case, and the same with its numbers as digits."""
    typed = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    said = _IN_WORDS.sub(lambda found: str(_chinese(found[0])), typed)
    return typed, _AND_A_HALF.sub(r"\1.5", said)


def _span(said: str) -> int | None:
    """Seconds, where a span is said."""
    if _HALF_HOUR.fullmatch(said):
        return 30 * _MINUTE
    if bare := _BARE.fullmatch(said):
        return int(bare[1]) * _MINUTE
    found = _SPAN.fullmatch(said)
    if found is None or not any(found[name] for name in ("days", "hours", "minutes", "seconds")):
        return None
    if found["minutes"] and not (found["hours"] or found["days"]) and said[-1].isdigit():
        return None  # four digits are a wall time
    hours = float(found["hours"] or 0) + (0.5 if found["half"] else 0)
    seconds = int(found["days"] or 0) * _DAY + round(hours * _HOUR)
    return seconds + int(found["minutes"] or 0) * _MINUTE + int(found["seconds"] or 0)


def _wall(said: str, typed: str, now: Instant, zone: ZoneInfo) -> Instant:
    wall = to_wall(now, zone)
    day, rest, repeats = _day(said, wall.date(), typed)
    minutes = _minutes(rest.lstrip(_BETWEEN), typed, bare=day is not None)
    for _ in range(2):
        at = _at(day or wall.date(), minutes, zone)
        if at > now or (day is not None and not repeats):
            break
        # the next one: tomorrow, or the same day of next week
        day = (day or wall.date()) + timedelta(days=repeats or 1)
    if at <= now:
        raise Problem(
            N_("{typed} is over already"), fix=N_("Say a time that is still to come"), typed=typed
        )
    return at


def _at(day: date, minutes: int, zone: ZoneInfo, edge: Edge = "start") -> Instant:
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall time
    return from_wall(midnight + timedelta(minutes=minutes), zone, edge)


def _day(said: str, today: date, typed: str, *, past: bool = False) -> tuple[date | None, str, int]:
    """The day that is named, the rest of what was said, and after how many days it comes again.
    With `past` a date without its year may be over."""
    if found := _SPOKEN_DATE.match(said) or _DATE.match(said):
        return _date(found, today, typed, past), said[found.end() :], 0
    if said.startswith(("tonight", "今晚")):
        rest = said.removeprefix("tonight").removeprefix("今晚").strip()
        return today, f"晚上{rest}", 0
    for word in sorted(_DAYS, key=len, reverse=True):
        if said.startswith(word):
            return today + timedelta(days=_DAYS[word]), said[len(word) :], 0
    after = next((word for word in ("下个", "下", "next ") if said.startswith(word)), "")
    named = said.removeprefix(after)
    for word in sorted(_WEEKDAYS, key=len, reverse=True):
        rest = named.removeprefix(word)
        if rest != named and not (word.isascii() and rest[:1].isalpha()):
            return _weekday(_WEEKDAYS[word], today, rest, next_week=bool(after))
    return None, said, 0


def _weekday(number: int, today: date, rest: str, *, next_week: bool) -> tuple[date, str, int]:
    if next_week:
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=7 + number), rest, 0
    return today + timedelta(days=(number - today.weekday()) % 7), rest, 7


def _date(found: re.Match[str], today: date, typed: str, past: bool) -> date:
    """A date; without its year, the next such one, or with `past` this year's."""
    year = int(found["year"] or today.year)
    try:
        if not 1970 < year < 9999:
            raise ValueError(year)
        named = date(year, _MONTHS.get(found["month"]) or int(found["month"]), int(found["day"]))
        if not found["year"] and named < today and not past:
            named = named.replace(year=year + 1)
    except ValueError:
        raise _nonsense(typed) from None
    return named


def _minutes(said: str, typed: str, *, bare: bool) -> int:
    """Minutes after midnight; `bare` where an hour alone will do, because a day was said."""
    if said in _NAMED_TIMES:
        return _NAMED_TIMES[said] * 60
    if compact := _COMPACT.fullmatch(said):
        return int(compact[1]) * 60 + int(compact[2])
    found = _TIME.fullmatch(said.removeprefix("at "))
    if found is None:
        if bare and not said:
            raise Problem(N_("{typed}: at what time?"), fix=N_("Say {typed} 9:00"), typed=typed)
        raise _nonsense(typed)
    if found[0].isdigit() and not bare:
        raise _nonsense(typed)
    hour = int(found["hour"])
    minute = int(found["minute"] or _FRACTIONS.get(found["fraction"] or "", 0))
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        raise _nonsense(typed)
    half = found["half"] or ""
    if half:
        if not 1 <= hour <= 12:
            raise _nonsense(typed)
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return _hour(hour, found["part"] or "") * 60 + minute


def _hour(hour: int, part: str) -> int:
    """An hour as it is said in a part of the day: 3 in the afternoon is 15."""
    if part in ("下午", "傍晚") or (part == "中午" and hour < 11):
        return hour + 12 if hour < 12 else hour
    if part in ("晚上", "晚"):  # one in the night belongs to the next day
        return hour + 24 if hour < 5 else hour + 12 if hour <= 12 else hour
    if part == "凌晨" and hour == 12:
        return 0
    return hour


def _chinese(words: str) -> int:
    """A number from 0 to 99 in Chinese characters; digits said one by one are read so. What is no
    number is 99, which no clock shows."""
    if "十" not in words:
        return int("".join(str(_CHINESE[each]) for each in words))
    tens, _ten, ones = words.partition("十")
    if not _CHINESE_NUMBER.fullmatch(words):
        return 99
    return int(_CHINESE.get(tens, 1) * 10 + _CHINESE.get(ones, 0))


def _nonsense(typed: str) -> Problem:
    return Problem(
        N_("{typed} isn't a time"), fix=N_("Say {examples}"), typed=typed, examples=EXAMPLES
    )
