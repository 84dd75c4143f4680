"""The roster: rotations, overrides, swaps, leave, needs; seats; attendance and overtime.

Revision 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_plans()
    _extend_rotas()
    _add_seats()
    _add_attendance()
    op.create_index(
        "ix_ticket_register",
        "ticket",
        ["opened_at", "id"],
        unique=False,
        sqlite_where=sa.text("kind IN ('complaint', 'suggestion')"),
    )


def _extend_rotas() -> None:
    """How many a rota needs becomes a need of its own, at all hours. SQLite can't take away a
    column that a CHECK names, so the table is made anew."""
    op.execute(
        "INSERT INTO cover_need (rota_id, count, days, from_minute, to_minute, version)"
        " SELECT id, required, 'every_day', 0, 1440, 1 FROM rota WHERE required > 0"
        " ORDER BY position, id"
    )
    op.create_table(
        "rota_after",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_rota_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota")),
        sa.UniqueConstraint("code", name=op.f("uq_rota_code")),
    )
    columns = "id, code, name, name_zh, position, leads, project_id"
    op.execute(
        f"INSERT INTO rota_after ({columns}, zone, calendar, version)"
        f" SELECT {columns}, '', '', 1 FROM rota"
    )
    op.drop_table("rota")
    op.rename_table("rota_after", "rota")
    op.execute("ALTER TABLE rota_turn ADD COLUMN locked BOOLEAN DEFAULT 0 NOT NULL")


def _add_plans() -> None:
    op.create_table(
        "rota_layer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("anchor_group", sa.Integer(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("advance", sa.String(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=True),
        sa.Column("to_minute", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.Integer(), nullable=True),
        sa.Column("ends_at", sa.Integer(), nullable=True),
        sa.CheckConstraint("advance IN ('turns', 'calendar')", name=op.f("ck_rota_layer_advance")),
        sa.CheckConstraint(
            "unit IN ('hour', 'day', 'week', 'month')", name=op.f("ck_rota_layer_unit")
        ),
        sa.CheckConstraint(
            "(from_minute IS NULL) = (to_minute IS NULL)", name=op.f("ck_rota_layer_hours")
        ),
        sa.CheckConstraint("anchor_group >= 0", name=op.f("ck_rota_layer_anchor_group")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_rota_layer_span")),
        sa.CheckConstraint("from_minute BETWEEN 0 AND 1439", name=op.f("ck_rota_layer_from")),
        sa.CheckConstraint("length > 0", name=op.f("ck_rota_layer_length")),
        sa.CheckConstraint(
            "to_minute > from_minute AND to_minute <= from_minute + 1440",
            name=op.f("ck_rota_layer_to"),
        ),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_rota_layer_rota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_layer")),
        sa.UniqueConstraint("rota_id", "position", name=op.f("uq_rota_layer_rota_id_position")),
    )
    op.create_table(
        "rota_member",
        sa.Column("layer_id", sa.Integer(), nullable=False),
        sa.Column("group_no", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["layer_id"], ["rota_layer.id"], name=op.f("fk_rota_member_layer_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rota_member_person_id")
        ),
        sa.PrimaryKeyConstraint("layer_id", "group_no", "position", name=op.f("pk_rota_member")),
    )
    op.create_table(
        "rota_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'replace') = (replaces_id IS NOT NULL)", name=op.f("ck_rota_override_replaces")
        ),
        sa.CheckConstraint(
            "kind IN ('add', 'remove', 'replace')", name=op.f("ck_rota_override_kind")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_rota_override_span")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rota_override_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["person.id"], name=op.f("fk_rota_override_replaces_id")
        ),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_rota_override_rota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_override")),
    )
    op.create_index(
        "ix_rota_override_ends_at", "rota_override", ["ends_at", "starts_at"], unique=False
    )
    op.create_table(
        "rota_schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_rota_schedule_span")),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_rota_schedule_rota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_schedule")),
    )
    op.create_index(
        "ix_rota_schedule_ends_at", "rota_schedule", ["ends_at", "starts_at"], unique=False
    )
    op.create_table(
        "rota_schedule_turn",
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_rota_schedule_turn_span")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rota_schedule_turn_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["rota_schedule.id"], name=op.f("fk_rota_schedule_turn_schedule_id")
        ),
        sa.PrimaryKeyConstraint(
            "schedule_id", "person_id", "starts_at", name=op.f("pk_rota_schedule_turn")
        ),
    )
    op.create_table(
        "rota_swap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.Column("return_starts_at", sa.Integer(), nullable=True),
        sa.Column("return_ends_at", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("offered_at", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'taken' OR to_id IS NOT NULL", name=op.f("ck_rota_swap_taken")
        ),
        sa.CheckConstraint(
            "state IN ('offered', 'taken', 'refused', 'withdrawn')", name=op.f("ck_rota_swap_state")
        ),
        sa.CheckConstraint(
            "(return_starts_at IS NULL) = (return_ends_at IS NULL)",
            name=op.f("ck_rota_swap_return"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_rota_swap_span")),
        sa.CheckConstraint(
            "return_ends_at > return_starts_at", name=op.f("ck_rota_swap_return_span")
        ),
        sa.CheckConstraint("to_id <> from_id", name=op.f("ck_rota_swap_somebody_else")),
        sa.ForeignKeyConstraint(["from_id"], ["person.id"], name=op.f("fk_rota_swap_from_id")),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_rota_swap_rota_id")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_rota_swap_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_swap")),
    )
    op.create_index("ix_rota_swap_ends_at", "rota_swap", ["ends_at", "starts_at"], unique=False)
    op.create_table(
        "leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_leave_span")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_leave_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_index("ix_leave_ends_at", "leave", ["ends_at", "starts_at"], unique=False)
    op.create_table(
        "cover_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("to_minute", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_cover_need_count")),
        sa.CheckConstraint("from_minute BETWEEN 0 AND 1439", name=op.f("ck_cover_need_from")),
        sa.CheckConstraint(
            "rota_id IS NOT NULL OR project_id IS NOT NULL", name=op.f("ck_cover_need_of")
        ),
        sa.CheckConstraint(
            "to_minute > from_minute AND to_minute <= from_minute + 1440",
            name=op.f("ck_cover_need_to"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_cover_need_project_id")
        ),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_cover_need_rota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover_need")),
    )


def _add_seats() -> None:
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("parameters", sa.String(), nullable=False),
        sa.Column("usable", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("line > 0 AND place > 0", name=op.f("ck_seat_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("code", name=op.f("uq_seat_code")),
    )
    op.create_index("uq_seat_place", "seat", ["line", "place"], unique=True)
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("ck_sitting_span")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sitting_person_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_sitting_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
    )
    op.create_index(
        "uq_sitting_person",
        "sitting",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("ends_at IS NULL"),
    )
    op.create_index(
        "uq_sitting_seat",
        "sitting",
        ["seat_id"],
        unique=True,
        sqlite_where=sa.text("ends_at IS NULL"),
    )


def _add_attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("in_at", sa.Integer(), nullable=False),
        sa.Column("out_at", sa.Integer(), nullable=True),
        sa.Column("planned_start", sa.Integer(), nullable=True),
        sa.Column("planned_end", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(planned_start IS NULL) = (planned_end IS NULL)", name=op.f("ck_attendance_planned")
        ),
        sa.CheckConstraint("out_at >= in_at", name=op.f("ck_attendance_span")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    op.create_index("ix_attendance_in_at", "attendance", ["in_at", "person_id"], unique=False)
    op.create_index(
        "uq_attendance_open",
        "attendance",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("out_at IS NULL"),
    )
    op.create_table(
        "overtime",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=True),
        sa.Column("requested_at", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'requested') = (decided_at IS NULL)", name=op.f("ck_overtime_decided")
        ),
        sa.CheckConstraint(
            "state IN ('requested', 'approved', 'refused', 'withdrawn')",
            name=op.f("ck_overtime_state"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_overtime_span")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_overtime_reason")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_overtime_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_overtime_person_id")),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["person.id"], name=op.f("fk_overtime_requested_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overtime")),
    )
    op.create_index("ix_overtime_starts_at", "overtime", ["starts_at", "person_id"], unique=False)
