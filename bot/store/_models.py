"""The tables of the registry. They hold what `data/swv` holds, so a row is found back in its file.

`Base` is shared by every table of the project: one metadata, one line of migrations.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Root of all tables, with names for constraints so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Provenance:
    """Where a row comes from, of when it is, and how sure we are."""

    source: Mapped[str] = mapped_column(Text)
    as_of: Mapped[str] = mapped_column(String(10))
    """A day, a month or a year: 2024-10-01, 2024-10 or 2024."""
    confidence: Mapped[str] = mapped_column(String(6))
    """high, medium or low."""
    note: Mapped[str | None] = mapped_column(Text)
    """For editors; never shown to a parent."""


class DatasetRow(Base):
    """One file of `data/swv`, as it was when last loaded."""

    __tablename__ = "dataset"

    file: Mapped[str] = mapped_column(String(64), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Text)
    as_of: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(Text)
    licence: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    loaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SwvRow(Provenance, Base):
    """A samenwerkingsverband and how to reach it."""

    __tablename__ = "swv"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    sector: Mapped[str] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text)
    street: Mapped[str | None] = mapped_column(Text)
    postcode: Mapped[str | None] = mapped_column(String(7))
    city: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(Text)
    website: Mapped[str | None] = mapped_column(Text)
    website_confirmed: Mapped[bool]
    """False: no source names this site, so a parent does not get to see it."""
    support_website: Mapped[str | None] = mapped_column(Text)
    support_phone: Mapped[str | None] = mapped_column(String(20))
    support_email: Mapped[str | None] = mapped_column(Text)
    support_hours: Mapped[str | None] = mapped_column(Text)
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("swv.code"))
    doubt: Mapped[str | None] = mapped_column(Text)


class GemeenteRow(Provenance, Base):
    """A gemeente of today."""

    __tablename__ = "gemeente"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    province: Mapped[str] = mapped_column(String(16))


class Pc4Row(Provenance, Base):
    """The four digits of a postcode, and the swv's of a child who lives there."""

    __tablename__ = "pc4"

    pc4: Mapped[str] = mapped_column(String(4), primary_key=True)
    gemeente: Mapped[str] = mapped_column(ForeignKey("gemeente.name"))
    po: Mapped[str | None] = mapped_column(ForeignKey("swv.code"))
    vo: Mapped[str | None] = mapped_column(ForeignKey("swv.code"))
    neighbours: Mapped[str | None] = mapped_column(Text)
    """Codes of the swv's around it, joined by '; ', where po or vo is unknown."""
    doubt: Mapped[str | None] = mapped_column(Text)


class PlaceRow(Base):
    """A place name in one pc4; its provenance is that of the pc4."""

    __tablename__ = "place"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    pc4: Mapped[str] = mapped_column(ForeignKey("pc4.pc4"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))


class AliasRow(Provenance, Base):
    """Another name for a place, a gemeente or a former gemeente."""

    __tablename__ = "alias"

    alias: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    gemeente: Mapped[str | None] = mapped_column(ForeignKey("gemeente.name"))
    """Which one, when several places have that name; empty: all of them."""
    key: Mapped[str] = mapped_column(String(64))


class FormerGemeenteRow(Provenance, Base):
    """A gemeente that is gone, and one gemeente it went into (a split one has several rows)."""

    __tablename__ = "former_gemeente"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    gemeente: Mapped[str] = mapped_column(ForeignKey("gemeente.name"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    date: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(16))
    pc4s: Mapped[str | None] = mapped_column(Text)
    """Joined by '; ': where it lay. May be too wide, never too narrow; empty: unknown."""


class OrganisationRow(Provenance, Base):
    """A national swv, a cluster 1 or 2 institution, or an organisation that helps parents."""

    __tablename__ = "organisation"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    position: Mapped[int]
    """Order in its file, the order in which parents see them."""
    kind: Mapped[str] = mapped_column(String(16))
    sector: Mapped[str | None] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(Text)
    what_for: Mapped[str] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    website: Mapped[str | None] = mapped_column(Text)
    website_confirmed: Mapped[bool]
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(Text)
    hours: Mapped[str | None] = mapped_column(Text)
    doubt: Mapped[str | None] = mapped_column(Text)
