"""The hand-off to a helpdesk: the vault, and tickets on their way.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "vault_entry",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("expires", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_entry")),
    )
    op.create_table(
        "helpdesk_ticket",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("conversation", sa.String(64), nullable=True),
        sa.Column("desk", sa.String(40), nullable=False),
        sa.Column("site", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("sector", sa.String(10), nullable=True),
        sa.Column("gemeente", sa.String(100), nullable=True),
        sa.Column("swv", sa.String(10), nullable=True),
        sa.Column("topic", sa.String(60), nullable=True),
        sa.Column("vault", sa.String(32), nullable=True),
        sa.Column("said_at", _MOMENT, nullable=False),
        sa.Column("accepted_at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("sending_since", _MOMENT, nullable=True),
        sa.Column("delivered_at", _MOMENT, nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("remote_id", sa.String(200), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubtful", sa.Integer(), nullable=False),
        sa.Column("next_try_at", _MOMENT, nullable=True),
        sa.Column("error", sa.String(80), nullable=True),
        sa.Column("alarm", sa.Boolean(), nullable=False),
        sa.Column("lease_owner", sa.String(32), nullable=True),
        sa.Column("lease_until", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_helpdesk_ticket")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_helpdesk_ticket_key_hash")),
        sa.UniqueConstraint("reference", name=op.f("uq_helpdesk_ticket_reference")),
    )
    for table, columns in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def downgrade() -> None:
    op.drop_table("helpdesk_ticket")
    op.drop_table("vault_entry")


_INDEXES = (
    ("vault_entry", ("expires",)),
    ("helpdesk_ticket", ("conversation",)),
    ("helpdesk_ticket", ("desk", "state")),
    ("helpdesk_ticket", ("next_try_at",)),
)
