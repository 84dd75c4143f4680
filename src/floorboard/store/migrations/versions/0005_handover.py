"""The shift handover: one record that both leads sign, kept by triggers once it stands; an index on
what was promised.

Revision 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _refers(
    table: str, column: str, to: str = "person", key: str = "id"
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.{key}"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    _add_record()
    _add_agreement()
    _add_rungs()
    _index_promises()
    for trigger in _TRIGGERS:
        op.execute(trigger)


def _add_record() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("is_open", sa.Integer(), nullable=True),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("shift_zh", sa.String(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.Column("until_at", sa.Integer(), nullable=False),
        sa.Column("outgoing_id", sa.Integer(), nullable=True),
        sa.Column("incoming_id", sa.Integer(), nullable=True),
        sa.Column("instead_of_id", sa.Integer(), nullable=True),
        sa.Column("planned_id", sa.Integer(), nullable=True),
        sa.Column("passed_because", sa.String(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.Integer(), nullable=True),
        sa.Column("major", sa.Boolean(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("summarised_at", sa.Integer(), nullable=True),
        sa.Column("overtime_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'accepted') = (accepted_at IS NOT NULL)", name=op.f("ck_handover_accepted")
        ),
        sa.CheckConstraint(
            "(state = 'accepted') = (is_open IS NULL) AND ifnull(is_open, 1) = 1",
            name=op.f("ck_handover_open"),
        ),
        sa.CheckConstraint("(state = 'accepted') = (seal <> '')", name=op.f("ck_handover_sealed")),
        sa.CheckConstraint(
            "(state = 'draft') = (content = '') AND (content = '') = (digest = '')",
            name=op.f("ck_handover_content"),
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (offered_at IS NULL)", name=op.f("ck_handover_frozen")
        ),
        sa.CheckConstraint(
            "(summary = '') = (summarised_at IS NULL)", name=op.f("ck_handover_summary")
        ),
        sa.CheckConstraint(
            "state <> 'accepted' OR outgoing_id IS NOT NULL", name=op.f("ck_handover_leads")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'offered', 'accepted')", name=op.f("ck_handover_state")
        ),
        sa.CheckConstraint("outgoing_id <> incoming_id", name=op.f("ck_handover_two")),
        sa.CheckConstraint(
            "starts_at < ends_at AND ends_at < until_at", name=op.f("ck_handover_span")
        ),
        _refers("handover", "incoming_id"),
        _refers("handover", "instead_of_id"),
        _refers("handover", "outgoing_id"),
        _refers("handover", "overtime_id", "overtime"),
        _refers("handover", "planned_id"),
        _refers("handover", "previous_id", "handover"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("is_open", name=op.f("uq_handover_is_open")),
    )
    op.create_index("ix_handover_accepted_at", "handover", ["accepted_at", "id"], unique=False)
    op.create_table(
        "handover_section",
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("none", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("none = 0 OR body = ''", name=op.f("ck_handover_section_none")),
        sa.CheckConstraint(
            "section IN ('projects', 'numbers', 'items', 'promises', 'escalations', 'contingencies', 'standing', 'people', 'duties', 'systems', 'announcements')",
            name=op.f("ck_handover_section_section"),
        ),
        _refers("handover_section", "handover_id", "handover"),
        sa.PrimaryKeyConstraint("handover_id", "section", name=op.f("pk_handover_section")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "handover_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("situation", sa.String(), nullable=False),
        sa.Column("background", sa.String(), nullable=False),
        sa.Column("assessment", sa.String(), nullable=False),
        sa.Column("recommendation", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.Integer(), nullable=True),
        sa.Column("since_at", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("cleared_at", sa.Integer(), nullable=True),
        sa.Column("cleared_note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('critical', 'watch', 'contingency', 'standing', 'system', 'announcement')",
            name=op.f("ck_handover_item_kind"),
        ),
        _refers("handover_item", "handover_id", "handover"),
        _refers("handover_item", "owner_id"),
        _refers("handover_item", "ticket_id", "ticket"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_item")),
    )
    op.create_index(
        "uq_handover_item_position", "handover_item", ["handover_id", "position"], unique=True
    )
    op.create_index(
        "uq_handover_item_root", "handover_item", ["handover_id", "root_id"], unique=True
    )


def _add_agreement() -> None:
    op.create_table(
        "handover_acknowledgement",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        _refers("handover_acknowledgement", "handover_id", "handover"),
        _refers("handover_acknowledgement", "item_id", "handover_item"),
        _refers("handover_acknowledgement", "person_id"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_handover_acknowledgement")),
    )
    op.create_index(
        "ix_handover_acknowledgement_handover",
        "handover_acknowledgement",
        ["handover_id"],
        unique=False,
    )
    op.create_table(
        "handover_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name=op.f("ck_handover_question_answered")
        ),
        sa.CheckConstraint(
            "section IN ('header', 'projects', 'numbers', 'items', 'promises', 'escalations', 'contingencies', 'standing', 'people', 'duties', 'systems', 'announcements', 'summary', 'signatures')",
            name=op.f("ck_handover_question_section"),
        ),
        sa.CheckConstraint("length(question) > 0", name=op.f("ck_handover_question_question")),
        _refers("handover_question", "answered_by"),
        _refers("handover_question", "asked_by"),
        _refers("handover_question", "handover_id", "handover"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_question")),
    )
    op.create_index(
        "ix_handover_question_handover", "handover_question", ["handover_id"], unique=False
    )
    op.create_table(
        "handover_signature",
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.CheckConstraint(
            "side IN ('outgoing', 'incoming', 'manager')", name=op.f("ck_handover_signature_side")
        ),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_handover_signature_digest")),
        _refers("handover_signature", "handover_id", "handover"),
        _refers("handover_signature", "person_id"),
        sa.PrimaryKeyConstraint("handover_id", "side", name=op.f("pk_handover_signature")),
        sa.UniqueConstraint(
            "handover_id", "person_id", name=op.f("uq_handover_signature_handover_id_person_id")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "handover_addendum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(body) > 0", name=op.f("ck_handover_addendum_body")),
        _refers("handover_addendum", "handover_id", "handover"),
        _refers("handover_addendum", "person_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_addendum")),
    )
    op.create_index(
        "ix_handover_addendum_handover", "handover_addendum", ["handover_id"], unique=False
    )


def _add_rungs() -> None:
    op.create_table(
        "handover_rung",
        sa.Column("planned_at", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("gap", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.CheckConstraint("raised_at >= planned_at", name=op.f("ck_handover_rung_raised")),
        sa.PrimaryKeyConstraint("planned_at", name=op.f("pk_handover_rung")),
    )
    op.create_table(
        "handover_rung_person",
        sa.Column("planned_at", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _refers("handover_rung_person", "person_id"),
        _refers("handover_rung_person", "planned_at", "handover_rung", "planned_at"),
        sa.PrimaryKeyConstraint("planned_at", "person_id", name=op.f("pk_handover_rung_person")),
        sqlite_with_rowid=False,
    )


def _index_promises() -> None:
    op.create_index(
        "ix_ticket_open_status_reply",
        "ticket",
        ["status_reply_due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('new', 'open', 'second_line', 'waiting')"),
    )
    op.create_index(
        "ix_ticket_event_until",
        "ticket_event",
        ["until", "ticket_id"],
        unique=False,
        sqlite_where=sa.text("until IS NOT NULL"),
    )


_ACCEPTED = "an accepted handover stands for ever"
_FROZEN = "a handover that was offered is frozen"
_SIGNED = "what was signed does not change"


def _refusing(name: str, event: str, table: str, condition: str, why: str) -> str:
    """A trigger that refuses `event` on rows of `table` where the condition holds."""
    when = f" WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table}{when}"
        f" BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


def _state(row: str) -> str:
    return f"(SELECT state FROM handover WHERE id = {row}.handover_id)"


def _signature(number: str, condition: str = "") -> str:
    return f"EXISTS (SELECT 1 FROM handover_signature s WHERE s.handover_id = {number}{condition})"


def _changed(*columns: str) -> str:
    return " OR ".join(f"new.{column} IS NOT old.{column}" for column in columns)


def _while_only(table: str, condition: str, why: str) -> list[str]:
    """Rows of `table` come, change and go only while `condition`, which tells a `{row}`, holds."""
    rows = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}
    return [
        _refusing(
            f"{table}_keep_{event}",
            event.upper(),
            table,
            " OR ".join(f"NOT ({condition.format(row=row)})" for row in found),
            why,
        )
        for event, found in rows.items()
    ]


_IS_DRAFT = "ifnull((SELECT state FROM handover WHERE id = {row}.handover_id), 'draft') = 'draft'"
_IS_DISCUSSED = (
    "(SELECT state FROM handover WHERE id = {row}.handover_id) = 'offered' AND NOT EXISTS"
    " (SELECT 1 FROM handover_signature s WHERE s.handover_id = {row}.handover_id)"
)
_MAY_SIGN = """EXISTS (SELECT 1 FROM handover h WHERE h.id = new.handover_id AND (
    new.side = 'outgoing' AND h.state = 'offered' AND h.outgoing_id = new.person_id
    OR new.side = 'incoming' AND h.state = 'offered' AND h.incoming_id = new.person_id
        AND EXISTS (SELECT 1 FROM handover_signature s
            WHERE s.handover_id = h.id AND s.side = 'outgoing')
    OR new.side = 'manager' AND h.state = 'accepted'
        AND new.person_id NOT IN (h.outgoing_id, h.incoming_id)))
    AND NOT EXISTS (SELECT 1 FROM handover_signature s WHERE s.handover_id = new.handover_id
        AND (s.side = new.side OR s.person_id = new.person_id))"""

_TRIGGERS = (
    _refusing(
        "handover_keep_insert",
        "INSERT",
        "handover",
        "new.state <> 'draft' OR EXISTS (SELECT 1 FROM handover h WHERE h.id = new.id"
        " OR h.is_open = new.is_open)",
        "a handover begins as a draft, and one at a time",
    ),
    _refusing("handover_keep_delete", "DELETE", "handover", "old.state <> 'draft'", _FROZEN),
    _refusing("handover_keep_accepted", "UPDATE", "handover", "old.state = 'accepted'", _ACCEPTED),
    _refusing(
        "handover_keep_frozen",
        "UPDATE",
        "handover",
        "old.state = 'offered' AND new.state <> 'draft' AND ("
        + _changed(
            *("id", "shift", "shift_zh", "starts_at", "ends_at", "until_at", "outgoing_id"),
            *("previous_id", "begun_at", "offered_at", "major", "content", "digest"),
        )
        + ")",
        _FROZEN,
    ),
    _refusing(
        "handover_keep_signed",
        "UPDATE",
        "handover",
        _signature("old.id")
        + " AND (new.state = 'draft' OR "
        + _changed("incoming_id", "planned_id", "passed_because", "summary", "summarised_at")
        + ")",
        _SIGNED,
    ),
    _refusing(
        "handover_keep_order",
        "UPDATE",
        "handover",
        "new.state = 'accepted' AND old.state <> 'accepted'"
        " AND NOT (old.state = 'offered' AND "
        + _signature("new.id", " AND s.side = 'outgoing'")
        + " AND "
        + _signature("new.id", " AND s.side = 'incoming'")
        + ")",
        "a handover is accepted when both have signed it",
    ),
    *_while_only("handover_section", _IS_DRAFT, _FROZEN),
    *_while_only("handover_item", _IS_DRAFT, _FROZEN),
    *_while_only("handover_acknowledgement", _IS_DISCUSSED, _SIGNED),
    *_while_only("handover_question", _IS_DISCUSSED, _SIGNED),
    _refusing(
        "handover_signature_keep_insert",
        "INSERT",
        "handover_signature",
        f"NOT ({_MAY_SIGN})",
        "each side signs once, the outgoing lead first",
    ),
    _refusing("handover_signature_keep_update", "UPDATE", "handover_signature", "", _SIGNED),
    _refusing(
        "handover_signature_keep_delete",
        "DELETE",
        "handover_signature",
        f"{_state('old')} = 'accepted'",
        _ACCEPTED,
    ),
    _refusing(
        "handover_addendum_keep_insert",
        "INSERT",
        "handover_addendum",
        f"{_state('new')} <> 'accepted'"
        " OR EXISTS (SELECT 1 FROM handover_addendum a WHERE a.id = new.id)",
        "an addendum corrects an accepted handover",
    ),
    _refusing("handover_addendum_keep_update", "UPDATE", "handover_addendum", "", _ACCEPTED),
    _refusing("handover_addendum_keep_delete", "DELETE", "handover_addendum", "", _ACCEPTED),
)
