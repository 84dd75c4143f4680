"""Duties that recur by a rule, what a check was done with, and lists that are started by hand.

Revision 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_POSTS = (
    "post IN ('director', 'deputy', 'sysadmin', 'shift_lead', 'manager', 'senior', 'agent',"
    " 'general')"
)
_EVIDENCE = "evidence IN ('tick', 'note', 'number', 'file')"
_STATES = "state IN ('open', 'done', 'waived')"
_SETTLED = "(state = 'open') = (done_at IS NULL)"
_MEASURE = "(evidence = 'number') = (measure <> '')"


def upgrade() -> None:
    _remake_duties()
    _remake_checks()
    _add_lists()


def _remake_duties() -> None:
    """A duty was daily, and its checks were made up to the day after the last look. SQLite can't
    take away a CHECK, so the table is made anew."""
    op.create_table(
        "duty_after",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("handbook", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_zh", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_minute", sa.Integer(), nullable=False),
        sa.Column("minutes_before", sa.Integer(), nullable=False),
        sa.Column("minutes_after", sa.Integer(), nullable=False),
        sa.Column("workdays", sa.String(), nullable=False),
        sa.Column("each_project", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("four_eyes", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_until", sa.Integer(), nullable=False),
        sa.CheckConstraint(_POSTS, name=op.f("ck_duty_post")),
        sa.CheckConstraint(
            "workdays IN ('any', 'only', 'before', 'after')", name=op.f("ck_duty_workdays")
        ),
        sa.CheckConstraint(_EVIDENCE, name=op.f("ck_duty_evidence")),
        sa.CheckConstraint("due_minute BETWEEN 0 AND 1439", name=op.f("ck_duty_due")),
        sa.CheckConstraint("minutes_before > 0 AND minutes_after > 0", name=op.f("ck_duty_window")),
        sa.CheckConstraint("length(rule) > 0", name=op.f("ck_duty_rule")),
        sa.CheckConstraint(_MEASURE, name=op.f("ck_duty_measure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint("code", name=op.f("uq_duty_code")),
    )
    kept = "id, code, post, title, title_zh, due_minute, minutes_before, minutes_after, active"
    op.execute(
        f"INSERT INTO duty_after ({kept}, handbook, rule, starts_on, workdays, each_project,"
        " evidence, measure, four_eyes, made_until)"
        f" SELECT {kept}, '', 'FREQ=DAILY', '2000-01-01', 'any', 0, 'tick', '', 0, coalesce("
        " (SELECT max(due_at) FROM duty_check WHERE duty_id = duty.id),"
        " (SELECT max(at) FROM journal), 0) FROM duty"
    )
    op.drop_table("duty")
    op.rename_table("duty_after", "duty")


def _remake_checks() -> None:
    op.create_table(
        "duty_check_after",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("scheduled", sa.String(), nullable=False),
        sa.Column("opens_at", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_label", sa.String(), nullable=False),
        sa.Column("done_at", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("first_by", sa.Integer(), nullable=True),
        sa.Column("first_label", sa.String(), nullable=False),
        sa.Column("first_at", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(_SETTLED, name=op.f("ck_duty_check_done")),
        sa.CheckConstraint(_STATES, name=op.f("ck_duty_check_state")),
        sa.CheckConstraint(
            "opens_at <= due_at AND due_at < closes_at", name=op.f("ck_duty_check_window")
        ),
        sa.CheckConstraint(
            "first_at IS NOT NULL OR (first_by IS NULL AND first_label = '')",
            name=op.f("ck_duty_check_first"),
        ),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_duty_check_done_by")),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_duty_check_duty_id")),
        sa.ForeignKeyConstraint(["first_by"], ["person.id"], name=op.f("fk_duty_check_first_by")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_duty_check_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_check")),
    )
    kept = (
        "id, duty_id, project_id, scheduled, opens_at, due_at, closes_at, state, done_by,"
        " done_label, done_at, note, version"
    )
    op.execute(
        f"INSERT INTO duty_check_after ({kept}, file, first_label)"
        f" SELECT {kept}, '', '' FROM duty_check"
    )
    op.drop_table("duty_check")
    op.rename_table("duty_check_after", "duty_check")
    op.create_index("ix_duty_check_due", "duty_check", ["due_at"], unique=False)
    op.create_index("ix_duty_check_closes", "duty_check", ["closes_at"], unique=False)
    op.execute(
        "CREATE UNIQUE INDEX uq_duty_check_once"
        " ON duty_check (duty_id, ifnull(project_id, 0), scheduled)"
    )


def _add_lists() -> None:
    op.create_table(
        "checklist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_zh", sa.String(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("started_label", sa.String(), nullable=False),
        sa.Column("started_at", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_checklist_project_id")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_checklist_ticket_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_checklist_owner_id")),
        sa.ForeignKeyConstraint(
            ["started_by"], ["person.id"], name=op.f("fk_checklist_started_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist")),
    )
    op.create_index("ix_checklist_ticket_id", "checklist", ["ticket_id"], unique=False)
    op.create_table(
        "checklist_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checklist_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_zh", sa.String(), nullable=False),
        sa.Column("handbook", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("due_at", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_label", sa.String(), nullable=False),
        sa.Column("done_at", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(_POSTS, name=op.f("ck_checklist_item_post")),
        sa.CheckConstraint(_EVIDENCE, name=op.f("ck_checklist_item_evidence")),
        sa.CheckConstraint(_STATES, name=op.f("ck_checklist_item_state")),
        sa.CheckConstraint(_SETTLED, name=op.f("ck_checklist_item_done")),
        sa.CheckConstraint(_MEASURE, name=op.f("ck_checklist_item_measure")),
        sa.ForeignKeyConstraint(
            ["checklist_id"], ["checklist.id"], name=op.f("fk_checklist_item_checklist_id")
        ),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_checklist_item_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_item")),
    )
    op.create_index(
        "uq_checklist_item_position", "checklist_item", ["checklist_id", "position"], unique=True
    )
    op.create_index(
        "ix_checklist_item_open",
        "checklist_item",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
    )
