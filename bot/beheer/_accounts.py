"""Accounts of staff. Methods raise `StoreUnavailable` when the database does not answer."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.beheer._models import Staff, StaffSession
from bot.beheer._passwords import Passwords, check_new
from bot.beheer._roles import Role, needs_site
from bot.store import Rows

_NAME = re.compile(r"[^\W_](?:[\w .@'-]{0,58}\w)?")


class AccountError(ValueError):
    """What was asked of an account cannot be done; the message is Dutch."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account as listed."""

    name: str
    role: Role
    site: str | None
    disabled: bool
    created_at: datetime


class Accounts(Rows):
    """Makes, lists and changes accounts, and checks a password."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], passwords: Passwords | None = None
    ) -> None:
        super().__init__(sessions)
        self._passwords = passwords or Passwords()

    async def add(
        self, name: str, role: Role, site: str | None, password: str, now: datetime
    ) -> None:
        """Make an account.

        Raises:
            AccountError: the name is taken or cannot be one, or the role and site do not fit.
            WrongPassword: the password will not do.
        """
        name = as_name(name)
        if not _NAME.fullmatch(name):
            raise AccountError(
                "Deze naam kan niet. Neem 1 tot 60 letters, cijfers, spaties, punten of streepjes."
            )
        if needs_site(role) is True and site is None:
            raise AccountError("Een account voor een helpdesk hoort bij een site: --site NAAM.")
        if needs_site(role) is False and site is not None:
            raise AccountError("Een beheerder ziet alles; laat --site weg.")
        check_new(password, name)
        kept = await self._passwords.hash(password)
        row = Staff(name=name, password=kept, role=role.value, site=site, created_at=now)
        row.disabled = False
        try:
            async with self._transaction() as db:
                db.add(row)
        except IntegrityError:
            raise AccountError(f"Er is al een account met de naam {name}.") from None

    async def all(self) -> list[Account]:
        """Every account, by name."""
        async with self._transaction(readonly=True) as db:
            rows = await db.scalars(select(Staff).order_by(Staff.name))
            return [
                Account(row.name, Role(row.role), row.site, row.disabled, row.created_at)
                for row in rows
            ]

    async def exist(self) -> bool:
        """Whether there is any account that can log in."""
        async with self._transaction(readonly=True) as db:
            return bool(await db.scalar(select(exists().where(~Staff.disabled))))

    async def enable(self, name: str, *, disabled: bool) -> None:
        """Let somebody in again, or keep them out from now on.

        Raises:
            AccountError: there is no such account.
        """
        async with self._transaction() as db:
            found = await _locked(db, name)
            found.disabled = disabled
            if disabled:
                await _log_out(db, found.id)

    async def set_password(self, name: str, password: str) -> None:
        """Give an account another password; all its browsers are logged out.

        Raises:
            AccountError: there is no such account.
            WrongPassword: the password will not do.
        """
        check_new(password, as_name(name))
        kept = await self._passwords.hash(password)
        async with self._transaction() as db:
            found = await _locked(db, name)
            found.password = kept
            await _log_out(db, found.id)

    async def check(self, name: str, password: str) -> int | None:
        """The id of the account that has this name and password; None is for all other cases.

        It takes as long for a name that does not exist.
        """
        async with self._transaction(readonly=True) as db:
            found = await db.scalar(select(Staff).where(Staff.name == as_name(name)))
        kept = found.password if found and not found.disabled else None
        if not await self._passwords.fits(password, kept) or found is None or kept is None:
            return None
        if self._passwords.is_old(kept):
            stronger = await self._passwords.hash(password)
            async with self._transaction() as db:
                await db.execute(
                    update(Staff)
                    .where(Staff.id == found.id, Staff.password == kept)
                    .values(password=stronger)
                )
        return found.id


def as_name(typed: str) -> str:
    """A name as it is kept and compared: the same letters however they were typed."""
    return " ".join(unicodedata.normalize("NFKC", typed).split()).lower()


async def _locked(db: AsyncSession, name: str) -> Staff:
    found = await db.scalar(select(Staff).where(Staff.name == as_name(name)).with_for_update())
    if found is None:
        raise AccountError(f"Er is geen account met de naam {as_name(name)}.")
    return found


async def _log_out(db: AsyncSession, staff_id: int) -> None:
    await db.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id))
