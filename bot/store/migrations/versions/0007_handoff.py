"""What is known of a hand-off in each conversation, and words in the inbox that only the vault has.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handoff_state",
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("draft", sa.String(32), nullable=True),
        sa.Column("step", sa.String(12), nullable=True),
        sa.Column("reference", sa.String(12), nullable=True),
        sa.Column("desk", sa.String(40), nullable=True),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("asked_if_helped", sa.Boolean(), nullable=False),
        sa.Column("downs", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_handoff_state")),
    )
    op.create_index(op.f("ix_handoff_state_updated_at"), "handoff_state", ["updated_at"])
    with op.batch_alter_table("wa_inbox") as table:
        table.add_column(sa.Column("vault", sa.String(32), nullable=True))
        table.add_column(sa.Column("about", sa.String(40), nullable=True))
    with op.batch_alter_table("wa_outbox") as table:
        table.add_column(sa.Column("vault", sa.String(32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("wa_outbox") as table:
        table.drop_column("vault")
    with op.batch_alter_table("wa_inbox") as table:
        table.drop_column("about")
        table.drop_column("vault")
    op.drop_index(op.f("ix_handoff_state_updated_at"), table_name="handoff_state")
    op.drop_table("handoff_state")
