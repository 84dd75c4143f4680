"""Lists that are started by hand, as TOML files (data/duties/templates.toml shows some)."""

from __future__ import annotations

from collections.abc import Collection

from floorboard.domain.duties.template import Item, Template
from floorboard.exchange import duty_fields as fields
from floorboard.exchange.toml_source import TomlSource, TomlTable


def read_templates(text: str, source_name: str, duties: Collection[str]) -> tuple[Template, ...]:
    """The templates that the TOML `text` describes; `source_name` is its file's name.

    Raises `Problem` with the file and line; a duty has to be one of `duties`, the handbook's ids,
    and a measure one of those that the file's head lists.
    """
    root = TomlSource(text, source_name).root
    root.only("measures", "template")
    root.need("template")
    measures = fields.measures(root)
    found: dict[str, Template] = {}
    for table in root.tables("template"):
        table.only("code", "title", "item")
        table.need("code", "title", "item")
        code = fields.code(table, found)
        items = tuple(_item(each, duties, measures) for each in table.tables("item"))
        found[code] = Template(code, fields.titles(table), items)
    return tuple(found.values())


def _item(table: TomlTable, duties: Collection[str], measures: Collection[str]) -> Item:
    table.only("title", "post", "due", "evidence", "measure", "duty")
    table.need("title", "post", "due")
    minutes, unit = fields.length(table, "due")
    days = minutes // (24 * 60) if unit == "d" else 0
    return Item(
        fields.titles(table),
        fields.post(table),
        days,
        0 if days else minutes,
        *fields.evidence(table, measures),
        fields.duty(table, duties) if "duty" in table else "",
    )
