"""The dashboard: accounts, log-ins, failed attempts, and the monthly reports that were made.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("site", sa.String(40), nullable=True),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
    )
    op.create_table(
        "staff_session",
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("staff_id", _number(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("last_seen_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_staff_session_staff_id_staff"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_staff_session")),
    )
    op.create_table(
        "staff_attempt",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_attempt")),
    )
    op.create_table(
        "monthly_report",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("scope", sa.String(50), nullable=False),
        sa.Column("lease_until", _MOMENT, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("month", "scope", name=op.f("pk_monthly_report")),
    )
    for table, column in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table in ("monthly_report", "staff_attempt", "staff_session", "staff"):
        op.drop_table(table)


_INDEXES = (
    ("staff_session", "staff_id"),
    ("staff_attempt", "account"),
    ("staff_attempt", "address"),
    ("staff_attempt", "at"),
)
