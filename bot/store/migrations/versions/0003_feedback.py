"""What parents think of an answer.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chat_feedback",
        sa.Column("session_id", sa.String(43), nullable=False),
        sa.Column("message_id", sa.String(36), nullable=False),
        sa.Column("value", sa.String(4), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["chat_session.id"],
            name=op.f("fk_chat_feedback_session_id_chat_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "message_id", name=op.f("pk_chat_feedback")),
    )


def downgrade() -> None:
    op.drop_table("chat_feedback")
