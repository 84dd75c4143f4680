"""The first schema: people, tickets and their history, roster, duties, journal.

Revision 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_calendar")),
    )
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_customer_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_customer_source_external_id")),
    )
    op.create_index("ix_customer_search", "customer", ["search"], unique=False)
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_zh", sa.String(), nullable=False),
        sa.Column("due_minute", sa.Integer(), nullable=False),
        sa.Column("minutes_before", sa.Integer(), nullable=False),
        sa.Column("minutes_after", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "post IN ('director', 'deputy', 'sysadmin', 'shift_lead', 'manager', 'senior', 'agent', 'general')",
            name=op.f("ck_duty_post"),
        ),
        sa.CheckConstraint("due_minute BETWEEN 0 AND 1439", name=op.f("ck_duty_due")),
        sa.CheckConstraint("minutes_before + minutes_after <= 1440", name=op.f("ck_duty_no_pile")),
        sa.CheckConstraint("minutes_before > 0 AND minutes_after > 0", name=op.f("ck_duty_window")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint("code", name=op.f("uq_duty_code")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("other_name", sa.String(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "post IN ('director', 'deputy', 'sysadmin', 'shift_lead', 'manager', 'senior', 'agent', 'general')",
            name=op.f("ck_person_post"),
        ),
        sa.CheckConstraint("left_on IS NULL OR left_on >= joined_on", name=op.f("ck_person_dates")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_person_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("code", name=op.f("uq_person_code")),
    )
    op.create_index("ix_person_search", "person", ["search"], unique=False)
    op.create_table(
        "policy",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_policy")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "end_minute > start_minute AND end_minute <= start_minute + 1440",
            name=op.f("ck_shift_end"),
        ),
        sa.CheckConstraint("start_minute BETWEEN 0 AND 1439", name=op.f("ck_shift_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint("code", name=op.f("uq_shift_code")),
    )
    op.create_table(
        "ticket_count",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("ck_ticket_count_n")),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_ticket_count")),
    )
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("console", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("length(action) > 0", name=op.f("ck_journal_action")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_journal_person_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_hash")),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_project_name")),
        sa.ForeignKeyConstraint(["manager_id"], ["person.id"], name=op.f("fk_project_manager_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
    )
    op.create_table(
        "duty_check",
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
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (done_at IS NULL)", name=op.f("ck_duty_check_done")),
        sa.CheckConstraint("state IN ('open', 'done', 'waived')", name=op.f("ck_duty_check_state")),
        sa.CheckConstraint(
            "opens_at <= due_at AND due_at < closes_at", name=op.f("ck_duty_check_window")
        ),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_duty_check_done_by")),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_duty_check_duty_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_duty_check_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_check")),
    )
    op.create_index("ix_duty_check_due", "duty_check", ["due_at"], unique=False)
    op.create_table(
        "rota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("required >= 0", name=op.f("ck_rota_required")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_rota_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota")),
        sa.UniqueConstraint("code", name=op.f("uq_rota_code")),
    )
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owner_label", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("opened_at", sa.Integer(), nullable=False),
        sa.Column("first_replied_at", sa.Integer(), nullable=True),
        sa.Column("last_replied_at", sa.Integer(), nullable=True),
        sa.Column("solved_at", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.Column("first_reply_due_at", sa.Integer(), nullable=True),
        sa.Column("status_reply_due_at", sa.Integer(), nullable=True),
        sa.Column("solution_due_at", sa.Integer(), nullable=True),
        sa.Column("next_due_at", sa.Integer(), nullable=False),
        sa.Column("next_clock", sa.String(), nullable=True),
        sa.Column("recorded_target_at", sa.Integer(), nullable=True),
        sa.Column("recorded_verdict", sa.String(), nullable=True),
        sa.Column("reopen_count", sa.Integer(), nullable=False),
        sa.Column("reassignment_count", sa.Integer(), nullable=False),
        sa.Column("source_updated_at", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('phone', 'email', 'fax', 'bulletin_board', 'web', 'walk_in', 'other')",
            name=op.f("ck_ticket_channel"),
        ),
        sa.CheckConstraint(
            "kind IN ('incident', 'question', 'request', 'complaint', 'suggestion')",
            name=op.f("ck_ticket_kind"),
        ),
        sa.CheckConstraint(
            "next_clock IN ('first_reply', 'status_reply', 'solution')",
            name=op.f("ck_ticket_next_clock"),
        ),
        sa.CheckConstraint(
            "recorded_verdict IN ('on_time', 'late')", name=op.f("ck_ticket_recorded_verdict")
        ),
        sa.CheckConstraint(
            "state IN ('new', 'open', 'second_line', 'waiting') OR next_clock IS NULL",
            name=op.f("ck_ticket_at_rest"),
        ),
        sa.CheckConstraint(
            "state IN ('new', 'open', 'second_line', 'waiting', 'solved', 'closed')",
            name=op.f("ck_ticket_state"),
        ),
        sa.CheckConstraint(
            "(next_clock IS NULL) = (next_due_at = 253402300799)", name=op.f("ck_ticket_due")
        ),
        sa.CheckConstraint("priority BETWEEN 1 AND 5", name=op.f("ck_ticket_priority")),
        sa.CheckConstraint(
            "reopen_count >= 0 AND reassignment_count >= 0", name=op.f("ck_ticket_counts")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_ticket_customer_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_ticket_owner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_ticket_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("external_id", "source", name=op.f("uq_ticket_external_id_source")),
    )
    op.create_index(
        "ix_ticket_open_due",
        "ticket",
        ["next_due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('new', 'open', 'second_line', 'waiting')"),
    )
    op.create_index(
        "ix_ticket_open_id",
        "ticket",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state IN ('new', 'open', 'second_line', 'waiting')"),
    )
    op.create_index(
        "ix_ticket_open_opened",
        "ticket",
        ["opened_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('new', 'open', 'second_line', 'waiting')"),
    )
    op.create_index(
        "ix_ticket_open_owner",
        "ticket",
        ["owner_id", "next_due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('new', 'open', 'second_line', 'waiting')"),
    )
    op.create_index(
        "ix_ticket_open_priority",
        "ticket",
        ["priority", "next_due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('new', 'open', 'second_line', 'waiting')"),
    )
    op.create_index(
        "ix_ticket_open_project",
        "ticket",
        ["project_id", "next_due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('new', 'open', 'second_line', 'waiting')"),
    )
    op.create_index(
        "ix_ticket_open_updated",
        "ticket",
        ["updated_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('new', 'open', 'second_line', 'waiting')"),
    )
    op.create_index("ix_ticket_opened", "ticket", ["opened_at", "id"], unique=False)
    op.create_index("ix_ticket_updated", "ticket", ["updated_at", "id"], unique=False)
    op.create_table(
        "rota_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_rota_turn_span")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rota_turn_person_id")),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_rota_turn_rota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_turn")),
        sa.UniqueConstraint(
            "rota_id",
            "person_id",
            "starts_at",
            name=op.f("uq_rota_turn_rota_id_person_id_starts_at"),
        ),
    )
    op.create_index("ix_rota_turn_ends_at", "rota_turn", ["ends_at", "starts_at"], unique=False)
    op.create_table(
        "ticket_event",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("source_key", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('opened', 'reply', 'chased', 'note', 'promised', 'assigned', 'second_line', 'returned', 'waiting', 'resumed', 'solved', 'closed', 'reopened', 'changed')",
            name=op.f("ck_ticket_event_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ticket_event_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_event_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", "seq", name=op.f("pk_ticket_event")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "uq_ticket_event_source_key",
        "ticket_event",
        ["ticket_id", "source_key"],
        unique=True,
        sqlite_where=sa.text("source_key IS NOT NULL"),
    )
    op.execute(
        "CREATE UNIQUE INDEX uq_duty_check_once"
        " ON duty_check (duty_id, ifnull(project_id, 0), scheduled)"
    )
    op.create_index("ix_journal_subject", "journal", ["subject", "seq"])
    for statement in TRIGGERS:
        op.execute(statement)


# The counts by state are kept by the store itself, and the journal refuses to be rewritten, also by
# an INSERT OR REPLACE, which fires no trigger for the row it deletes.
TRIGGERS = (
    """CREATE TRIGGER ticket_count_insert AFTER INSERT ON ticket BEGIN
        INSERT INTO ticket_count (state, n) VALUES (new.state, 1)
            ON CONFLICT (state) DO UPDATE SET n = n + 1;
    END""",
    """CREATE TRIGGER ticket_count_delete AFTER DELETE ON ticket BEGIN
        UPDATE ticket_count SET n = n - 1 WHERE state = old.state;
    END""",
    """CREATE TRIGGER ticket_count_update AFTER UPDATE OF state ON ticket
    WHEN new.state <> old.state BEGIN
        UPDATE ticket_count SET n = n - 1 WHERE state = old.state;
        INSERT INTO ticket_count (state, n) VALUES (new.state, 1)
            ON CONFLICT (state) DO UPDATE SET n = n + 1;
    END""",
    """CREATE TRIGGER journal_keep_update BEFORE UPDATE ON journal BEGIN
        SELECT RAISE(ABORT, 'the journal is append-only');
    END""",
    """CREATE TRIGGER journal_keep_insert BEFORE INSERT ON journal
    WHEN EXISTS (SELECT 1 FROM journal WHERE seq = new.seq OR hash = new.hash) BEGIN
        SELECT RAISE(ABORT, 'the journal is append-only');
    END""",
    """CREATE TRIGGER journal_keep_delete BEFORE DELETE ON journal BEGIN
        SELECT RAISE(ABORT, 'the journal is append-only');
    END""",
)
