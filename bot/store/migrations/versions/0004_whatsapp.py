"""WhatsApp: conversations, whose they are, what came in and what must go out.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _seq(table: str) -> tuple[sa.Column[int], sa.PrimaryKeyConstraint]:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    column = sa.Column("seq", number, autoincrement=True, nullable=False)
    return column, sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{table}"))


def _conversation(table: str, on_delete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation"],
        ["wa_conversation.id"],
        name=op.f(f"fk_{table}_conversation_wa_conversation"),
        ondelete=on_delete,
    )


def upgrade() -> None:
    op.create_table(
        "wa_conversation",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("last_message_at", _MOMENT, nullable=False),
        sa.Column("greeted", sa.Boolean(), nullable=False),
        sa.Column("ending", sa.Boolean(), nullable=False),
        sa.Column("next_work_at", _MOMENT, nullable=True),
        sa.Column("lease_owner", sa.String(32), nullable=True),
        sa.Column("lease_until", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wa_conversation")),
    )
    op.create_table(
        "wa_alias",
        sa.Column("hash", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(6), nullable=False),
        sa.Column("conversation", sa.String(40), nullable=False),
        _conversation("wa_alias", "CASCADE"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_wa_alias")),
    )
    op.create_table(
        "wa_inbox",
        *_seq("wa_inbox"),
        sa.Column("wamid_hash", sa.String(40), nullable=False),
        sa.Column("conversation", sa.String(40), nullable=True),
        sa.Column("wamid", sa.String(255), nullable=True),
        sa.Column("sender", sa.JSON(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("payload", sa.String(256), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("location", sa.JSON(), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", _MOMENT, nullable=True),
        sa.Column("error", sa.String(80), nullable=True),
        _conversation("wa_inbox", "SET NULL"),
        sa.UniqueConstraint("wamid_hash", name=op.f("uq_wa_inbox_wamid_hash")),
    )
    op.create_table(
        "wa_outbox",
        *_seq("wa_outbox"),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("conversation", sa.String(40), nullable=False),
        sa.Column("inbox_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("body", sa.JSON(), nullable=True),
        sa.Column("address", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("sending_since", _MOMENT, nullable=True),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.Column("wamid_hash", sa.String(40), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubtful", sa.Integer(), nullable=False),
        sa.Column("next_try_at", _MOMENT, nullable=True),
        sa.Column("error", sa.String(80), nullable=True),
        sa.Column("alarm", sa.Boolean(), nullable=False),
        _conversation("wa_outbox", "CASCADE"),
        sa.UniqueConstraint("id", name=op.f("uq_wa_outbox_id")),
    )
    for table, columns in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def downgrade() -> None:
    for table in ("wa_outbox", "wa_inbox", "wa_alias", "wa_conversation"):
        op.drop_table(table)


_INDEXES = (
    ("wa_conversation", ("last_message_at",)),
    ("wa_conversation", ("next_work_at",)),
    ("wa_alias", ("conversation",)),
    ("wa_inbox", ("conversation", "state")),
    ("wa_inbox", ("received_at",)),
    ("wa_outbox", ("conversation", "state")),
    ("wa_outbox", ("state",)),
    ("wa_outbox", ("wamid_hash",)),
)
