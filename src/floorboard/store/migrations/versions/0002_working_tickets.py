"""Working tickets: signing in, skills, links, escalations, reviews, the journal's seal, search.

Revision 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _extend_tickets()
    _extend_events()
    _add_tables()
    # The program cuts text into pieces of two characters: no tokenizer of SQLite's finds a Chinese
    # word of two. The text itself isn't kept twice.
    op.execute("CREATE VIRTUAL TABLE ticket_search USING fts5(words, content='', prefix='2 4')")
    op.execute("CREATE VIRTUAL TABLE customer_search USING fts5(words, content='', prefix='2 4')")


def _extend_tickets() -> None:
    """New columns. Every open ticket is looked at when rungs are raised the first time: it gets its
    next one then."""
    for column in (
        "first_owner_id INTEGER CONSTRAINT fk_ticket_first_owner_id REFERENCES person (id)",
        "next_rung_at INTEGER DEFAULT 253402300799 NOT NULL",
        "satisfaction INTEGER CONSTRAINT ck_ticket_satisfaction"
        " CHECK (satisfaction BETWEEN 1 AND 5)",
    ):
        op.execute(f"ALTER TABLE ticket ADD COLUMN {column}")
    op.execute(
        "UPDATE ticket SET next_rung_at = 0"
        " WHERE state IN ('new', 'open', 'second_line', 'waiting')"
    )
    op.create_index(
        "ix_ticket_open_followed",
        "ticket",
        ["first_owner_id", "next_due_at", "id"],
        unique=False,
        sqlite_where=sa.text(
            "state IN ('new', 'open', 'second_line', 'waiting') AND first_owner_id IS NOT NULL"
        ),
    )
    op.create_index(
        "ix_ticket_rung",
        "ticket",
        ["next_rung_at", "id"],
        unique=False,
        sqlite_where=sa.text("next_rung_at < 253402300799"),
    )
    op.create_index("ix_ticket_customer", "ticket", ["customer_id", "id"], unique=False)


def _extend_events() -> None:
    """Two more kinds. SQLite can't change a CHECK, so the table is made anew."""
    op.rename_table("ticket_event", "ticket_event_before")
    op.execute("DROP INDEX uq_ticket_event_source_key")
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
            "kind IN ('opened', 'reply', 'chased', 'note', 'promised', 'assigned', 'second_line', 'returned', 'waiting', 'resumed', 'solved', 'closed', 'reopened', 'linked', 'rated', 'changed')",
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
    columns = "ticket_id, seq, at, kind, person_id, actor, body, until, source_key"
    op.execute(f"INSERT INTO ticket_event ({columns}) SELECT {columns} FROM ticket_event_before")
    op.drop_table("ticket_event_before")
    op.create_index(
        "uq_ticket_event_source_key",
        "ticket_event",
        ["ticket_id", "source_key"],
        unique=True,
        sqlite_where=sa.text("source_key IS NOT NULL"),
    )


def _add_tables() -> None:
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_head_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.Integer(), nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_notification_attempts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("key", name=op.f("uq_notification_key")),
    )
    op.create_index(
        "ix_notification_waiting",
        "notification",
        ["next_try_at", "id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "search_mark",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_search_mark")),
    )
    op.create_table(
        "credential",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("set_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_credential_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_credential")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.Integer(), nullable=True),
        sa.CheckConstraint("count > 0", name=op.f("ck_sign_in_failure_count")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_failure_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_sign_in_failure")),
    )
    op.create_table(
        "journal_ticket",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["journal.seq"], name=op.f("fk_journal_ticket_seq")),
        sa.PrimaryKeyConstraint("ticket_id", "seq", name=op.f("pk_journal_ticket")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "project_review",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("unresolved", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("reported_to", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('stable', 'watch', 'critical')", name=op.f("ck_project_review_state")
        ),
        sa.CheckConstraint(
            "unresolved >= 0 AND overdue >= 0", name=op.f("ck_project_review_unresolved")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_project_review_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_review_project_id")
        ),
        sa.PrimaryKeyConstraint("day", "project_id", name=op.f("pk_project_review")),
    )
    op.create_table(
        "project_skill",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(level = 'confirmed') = (confirmed_at IS NOT NULL)",
            name=op.f("ck_project_skill_confirmed"),
        ),
        sa.CheckConstraint(
            "level IN ('learning', 'confirmed')", name=op.f("ck_project_skill_level")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_project_skill_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_project_skill_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_skill_project_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "project_id", name=op.f("pk_project_skill")),
    )
    op.create_index("ix_project_skill_project", "project_skill", ["project_id"], unique=False)
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("due_at", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("gap", sa.Boolean(), nullable=False),
        sa.Column("backup", sa.String(), nullable=False),
        sa.Column("acknowledge_by", sa.Integer(), nullable=False),
        sa.Column("backup_at", sa.Integer(), nullable=True),
        sa.Column("backup_gap", sa.Boolean(), nullable=False),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True),
        sa.Column("acknowledged_label", sa.String(), nullable=False),
        sa.Column("acknowledged_at", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "clock IN ('first_reply', 'status_reply', 'solution')", name=op.f("ck_escalation_clock")
        ),
        sa.CheckConstraint("raised_at >= due_at", name=op.f("ck_escalation_raised")),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["person.id"], name=op.f("fk_escalation_acknowledged_by")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_escalation_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
        sa.UniqueConstraint(
            "ticket_id", "cycle", "rung", name=op.f("uq_escalation_ticket_id_cycle_rung")
        ),
    )
    op.create_index(
        "ix_escalation_open",
        "escalation",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_escalation_unanswered",
        "escalation",
        ["acknowledge_by", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND acknowledged_at IS NULL AND backup_at IS NULL"),
    )
    op.create_table(
        "ticket_link",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.CheckConstraint(
            "relation IN ('related', 'merged_into', 'split_from')",
            name=op.f("ck_ticket_link_relation"),
        ),
        sa.CheckConstraint("ticket_id <> other_id", name=op.f("ck_ticket_link_two")),
        sa.ForeignKeyConstraint(["other_id"], ["ticket.id"], name=op.f("fk_ticket_link_other_id")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_link_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", "other_id", "relation", name=op.f("pk_ticket_link")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ticket_link_other", "ticket_link", ["other_id"], unique=False)
    op.create_table(
        "escalation_note",
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('raised', 'acknowledged', 'comment', 'handed_back', 'backup', 'closed')",
            name=op.f("ck_escalation_note_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalation.id"], name=op.f("fk_escalation_note_escalation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_escalation_note_person_id")
        ),
        sa.PrimaryKeyConstraint("escalation_id", "seq", name=op.f("pk_escalation_note")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "escalation_person",
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("backup", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalation.id"], name=op.f("fk_escalation_person_escalation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_escalation_person_person_id")
        ),
        sa.PrimaryKeyConstraint("escalation_id", "person_id", name=op.f("pk_escalation_person")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_escalation_person", "escalation_person", ["person_id"], unique=False)
    op.create_index("ix_journal_console", "journal", ["console", "seq"], unique=False)
