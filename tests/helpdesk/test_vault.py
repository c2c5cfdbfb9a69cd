"""What is personal is unreadable without the key, and goes when its time is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from bot.helpdesk import Vault
from bot.helpdesk._seal import Seal, new_key, seal_of
from bot.settings import Settings

from .conftest import EMAIL, KEY, Database, file_of

VALUE = {"email": EMAIL, "question": "Wie helpt ons? Zoë", "list": [1, None]}


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)


def vault_with(engine: AsyncEngine, keys: str, hours: float = 0) -> Vault:
    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(hours=hours)

    return Vault(async_sessionmaker(engine, expire_on_commit=False), Seal(keys), clock)


async def test_what_is_put_can_be_read_changed_and_erased(vault: Vault) -> None:
    id_ = await vault.put(VALUE, expires=soon())
    assert await vault.get(id_) == VALUE
    assert await vault.change(id_, {"email": None}, expires=soon())
    assert await vault.get(id_) == {"email": None}
    await vault.erase(id_)
    await vault.erase(id_)
    assert await vault.get(id_) is None
    assert not await vault.change(id_, VALUE, expires=soon())


async def test_nothing_can_be_read_in_the_database(
    vault: Vault, database: Database, database_url: str
) -> None:
    id_ = await vault.put(VALUE, expires=soon())
    (row,) = await database.rows("select * from vault_entry")
    assert EMAIL not in str(row)
    assert await vault.get(id_) == VALUE
    if "sqlite" in database_url:
        await database.engine.dispose()
        folder = file_of(database_url).parent
        raw = b"".join(file.read_bytes() for file in folder.glob("chat.db*"))
        assert id_.encode() in raw
        for secret in (EMAIL, "gezin.example", "Wie helpt", "question"):
            assert secret.encode() not in raw


async def test_an_expired_value_is_gone_at_once_and_then_erased(
    engine: AsyncEngine, database: Database
) -> None:
    now, later = vault_with(engine, KEY), vault_with(engine, KEY, hours=2)
    id_ = await now.put(VALUE, expires=soon())
    kept = await now.put(VALUE, expires=soon() + timedelta(days=1))
    assert await later.get(id_) is None
    assert not await later.change(id_, VALUE, expires=soon())
    assert await now.expire(datetime.now(UTC)) == 0
    assert await later.expire(datetime.now(UTC)) == 1
    assert await database.rows("select id from vault_entry") == [(kept,)]


async def test_keys_can_be_changed(engine: AsyncEngine) -> None:
    old, new = new_key(), new_key()
    before = await vault_with(engine, old).put(VALUE, expires=soon())
    both = vault_with(engine, f"{new}, {old}")
    after = await both.put(VALUE, expires=soon())
    assert await both.get(before) == VALUE
    assert await vault_with(engine, new).get(after) == VALUE
    assert await vault_with(engine, new).get(before) is None
    assert await both.seal_anew() == (2, 0)
    assert await vault_with(engine, new).get(before) == VALUE
    assert await vault_with(engine, old).get(before) is None
    assert await vault_with(engine, old).seal_anew() == (0, 2)


async def test_a_value_cannot_be_put_in_the_place_of_another(
    vault: Vault, database: Database
) -> None:
    mine, other = [await vault.put({"of": who}, expires=soon()) for who in ("me", "you")]
    await database.execute(
        f"update vault_entry set sealed = (select sealed from vault_entry where id = '{other}') "
        f"where id = '{mine}'"
    )
    assert await vault.get(mine) is None


@pytest.mark.parametrize("keys", ["", " , ", "geen sleutel", f"{KEY},kort"], ids=range(4))
def test_a_wrong_key_is_told(keys: str) -> None:
    with pytest.raises(ValueError, match="VAULT_KEY") as caught:
        Seal(keys)
    assert KEY not in str(caught.value)


def test_without_a_key_one_is_made_and_kept(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, vault_key=None)  # type: ignore[call-arg]
    file = tmp_path / "var" / "vault-key"
    sealed = seal_of(settings, file).seal("id", VALUE)
    assert seal_of(settings, file).open("id", sealed) == VALUE
    assert file.stat().st_mode & 0o077 == 0
    assert Seal(file.read_text("ascii")).open("id", sealed) == VALUE
