"""The tables of the dashboard: who may look, who is logged in, and which reports were made."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base, Moment, Number


class Staff(Base):
    """Somebody who may look at the dashboard."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    password: Mapped[str] = mapped_column(String(200))
    """Hash by argon2id, with its salt and costs."""
    role: Mapped[str] = mapped_column(String(10))
    """`operator`, `editor` or `helpdesk`."""
    site: Mapped[str | None] = mapped_column(String(40))
    """The only site of which they see anything; None is all of them."""
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)


class StaffSession(Base):
    """A browser that is logged in. The cookie's token itself is kept nowhere."""

    __tablename__ = "staff_session"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the token."""
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_seen_at: Mapped[datetime] = mapped_column(Moment)


class StaffAttempt(Base):
    """A log-in that failed, or is being tried. Kept for a day at most, without name or address."""

    __tablename__ = "staff_attempt"

    id: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    account: Mapped[str] = mapped_column(String(64), index=True)
    """Hash of the name as typed, whether or not there is such an account; see `_guard`."""
    address: Mapped[str] = mapped_column(String(64), index=True)
    """Hash of the network address, with our key."""
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class MonthlyReport(Base):
    """A report that was made by the schedule, or is being made until `lease_until`."""

    __tablename__ = "monthly_report"

    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    scope: Mapped[str] = mapped_column(String(50), primary_key=True)
    """`site:demo`, `swv:PO2601`."""
    lease_until: Mapped[datetime] = mapped_column(Moment)
    made_at: Mapped[datetime | None] = mapped_column(Moment)
