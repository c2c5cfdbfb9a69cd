"""The registry of samenwerkingsverbanden.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _provenance() -> list[sa.Column[str]]:
    return [
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("confidence", sa.String(6), nullable=False),
        sa.Column("note", sa.Text),
    ]


def upgrade() -> None:
    op.create_table(
        "dataset",
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("licence", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("file", name="pk_dataset"),
    )
    op.create_table(
        "swv",
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("sector", sa.String(2), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("short_name", sa.Text, nullable=False),
        sa.Column("street", sa.Text),
        sa.Column("postcode", sa.String(7)),
        sa.Column("city", sa.Text),
        sa.Column("phone", sa.String(20)),
        sa.Column("email", sa.Text),
        sa.Column("website", sa.Text),
        sa.Column("website_confirmed", sa.Boolean, nullable=False),
        sa.Column("support_website", sa.Text),
        sa.Column("support_phone", sa.String(20)),
        sa.Column("support_email", sa.Text),
        sa.Column("support_hours", sa.Text),
        sa.Column("merged_into", sa.String(6)),
        sa.Column("doubt", sa.Text),
        *_provenance(),
        sa.PrimaryKeyConstraint("code", name="pk_swv"),
        sa.ForeignKeyConstraint(["merged_into"], ["swv.code"], name="fk_swv_merged_into_swv"),
    )
    op.create_table(
        "gemeente",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("province", sa.String(16), nullable=False),
        *_provenance(),
        sa.PrimaryKeyConstraint("name", name="pk_gemeente"),
    )
    op.create_table(
        "pc4",
        sa.Column("pc4", sa.String(4), nullable=False),
        sa.Column("gemeente", sa.String(64), nullable=False),
        sa.Column("po", sa.String(6)),
        sa.Column("vo", sa.String(6)),
        sa.Column("neighbours", sa.Text),
        sa.Column("doubt", sa.Text),
        *_provenance(),
        sa.PrimaryKeyConstraint("pc4", name="pk_pc4"),
        sa.ForeignKeyConstraint(["gemeente"], ["gemeente.name"], name="fk_pc4_gemeente_gemeente"),
        sa.ForeignKeyConstraint(["po"], ["swv.code"], name="fk_pc4_po_swv"),
        sa.ForeignKeyConstraint(["vo"], ["swv.code"], name="fk_pc4_vo_swv"),
    )
    op.create_table(
        "place",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("pc4", sa.String(4), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", "pc4", name="pk_place"),
        sa.ForeignKeyConstraint(["pc4"], ["pc4.pc4"], name="fk_place_pc4_pc4"),
    )
    op.create_table(
        "alias",
        sa.Column("alias", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("gemeente", sa.String(64)),
        sa.Column("key", sa.String(64), nullable=False),
        *_provenance(),
        sa.PrimaryKeyConstraint("alias", "name", name="pk_alias"),
        sa.ForeignKeyConstraint(["gemeente"], ["gemeente.name"], name="fk_alias_gemeente_gemeente"),
    )
    op.create_table(
        "former_gemeente",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("gemeente", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("date", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("pc4s", sa.Text),
        *_provenance(),
        sa.PrimaryKeyConstraint("name", "gemeente", name="pk_former_gemeente"),
        sa.ForeignKeyConstraint(
            ["gemeente"], ["gemeente.name"], name="fk_former_gemeente_gemeente_gemeente"
        ),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("sector", sa.String(2)),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("what_for", sa.Text, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("website", sa.Text),
        sa.Column("website_confirmed", sa.Boolean, nullable=False),
        sa.Column("phone", sa.String(20)),
        sa.Column("email", sa.Text),
        sa.Column("hours", sa.Text),
        sa.Column("doubt", sa.Text),
        *_provenance(),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
    )


def downgrade() -> None:
    for table in (
        "organisation",
        "former_gemeente",
        "alias",
        "place",
        "pc4",
        "gemeente",
        "swv",
        "dataset",
    ):
        op.drop_table(table)
