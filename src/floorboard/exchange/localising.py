"""The shipped calendars, written for China's clock, made those of a centre elsewhere."""

from __future__ import annotations

from floorboard.domain.problem import N_, Problem

CHINA = "CN"
CHINESE_ZONES = frozenset({"Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin"})

_HOW_TO_ADD = """\
Public holidays come from the holidays library, where a country is named by its two letters:

[holidays]
country = "DE"
subdivision = "BY" # for a country whose regions differ"""


def localised(text: str, zone: str, country: str = "") -> str:
    """The TOML of a calendar with `zone` for its zone and the public holidays of `country`.

    Without a country China's holidays stay where the zone is in China; elsewhere there are none,
    and a comment says how to add them. All other comments stay, and so does a calendar without a
    zone. Raises `Problem` for a country that the holidays library doesn't have.
    """
    # imported here: only a new floor needs it
    import tomlkit

    country = country.strip().upper() or (CHINA if zone in CHINESE_ZONES else "")
    document = tomlkit.parse(text)
    if "zone" in document:
        document["zone"] = zone
    if "holidays" in document and country != CHINA:
        del document["holidays"]
        if country:
            _check(country)
            holidays = tomlkit.table()
            holidays["country"] = country
            document["holidays"] = holidays
        else:
            for line in _HOW_TO_ADD.splitlines():
                document.add(tomlkit.comment(line))
    return tomlkit.dumps(document)


def _check(country: str) -> None:
    from holidays import country_holidays

    try:
        country_holidays(country)
    except (NotImplementedError, KeyError):
        raise Problem(
            N_("no public holidays are known for {country}"),
            where="--country",
            fix=N_("Write a country's two letters, as in DE"),
            country=country,
        ) from None
