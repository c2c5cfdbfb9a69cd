"""Measures: what happened in conversations, and the questions that were not understood.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "measure_event",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("conversation", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("site", sa.String(40), nullable=False),
        sa.Column("swv", sa.String(10), nullable=True),
        sa.Column("kind", sa.String(6), nullable=False),
        sa.Column("result", sa.String(12), nullable=True),
        sa.Column("topic", sa.String(60), nullable=True),
        sa.Column("typed", sa.Boolean(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_event")),
        sa.UniqueConstraint("key", name=op.f("uq_measure_event_key")),
    )
    op.create_table(
        "measure_missed",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("site", sa.String(40), nullable=False),
        sa.Column("swv", sa.String(10), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("offered", sa.JSON(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_missed")),
    )
    for table, columns in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def downgrade() -> None:
    for table in ("measure_missed", "measure_event"):
        op.drop_table(table)


_INDEXES = (
    ("measure_event", ("at",)),
    ("measure_event", ("site", "at")),
    ("measure_event", ("conversation",)),
    ("measure_missed", ("at",)),
    ("measure_missed", ("conversation",)),
)
