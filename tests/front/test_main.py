"""`python -m bot.front` as a process."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.settings import ROOT

from ._fake_brain import FakeBrain
from .conftest import new_id


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder}/new.db",
        "SESSION_SECRET": "geheim",
        "LOG_FORMAT": "json",
        "PYTHONPATH": str(ROOT),
        **more,
    }


async def run(folder: Path, *arguments: str, **more: str) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.front", *arguments),
        env=environment(folder, **more),
        cwd=folder,
        stdout=PIPE,
        stderr=PIPE,
    )


@asynccontextmanager
async def serving(folder: Path, **more: str) -> AsyncIterator[tuple[Process, str]]:
    """A front that has said where it listens, and its address."""
    process = await run(folder, "--port", "0", **more)
    try:
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found is not None, line
        yield process, found[0]
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_help_is_dutch(tmp_path: Path) -> None:
    process = await run(tmp_path, "--help")
    out, _ = await process.communicate()
    assert process.returncode == 0
    assert "webchat" in out.decode()


async def test_a_taken_port_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = await run(tmp_path, "--port", str(taken.getsockname()[1]))
        _, err = await process.communicate()
    assert process.returncode == 3
    plain = [line for line in err.decode().splitlines() if not line.startswith("{")]
    assert len(plain) == 1
    assert "luistert al een ander programma (port already in use)" in plain[0]
    assert "Traceback" not in err.decode()


async def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    process = await run(tmp_path, BRAIN_TIMEOUT="-1")
    _, err = await process.communicate()
    assert process.returncode == 2
    assert err.decode().strip() == "Ouderwijzer start niet: de instelling BRAIN_TIMEOUT klopt niet."


async def test_a_wrong_file_of_sites_is_told_in_full(tmp_path: Path) -> None:
    file = tmp_path / "mijn-sites.yml"
    file.write_text("linde: {title: '', origins: ['http://a.nl']}", encoding="utf-8")
    process = await run(tmp_path, SITES_FILE=str(file))
    _, err = await process.communicate()
    assert process.returncode == 2
    assert err.decode().splitlines() == [
        f"Ouderwijzer start niet: {file} klopt niet.",
        "site linde: title: is leeg; vul het in of laat het weg",
        "site linde: origins.0: 'http://a.nl' is niet beveiligd; schrijf https://a.nl",
    ]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_who_waits_for_an_answer_gets_it_before_the_stop(
    tmp_path: Path, brain: FakeBrain, how: signal.Signals
) -> None:
    brain.delay = 0.7
    async with (
        serving(tmp_path, BRAIN_URL=brain.url) as (process, url),
        aiohttp.ClientSession() as http,
    ):
        async with http.post(f"{url}/api/v1/sessions", json={}) as response:
            token = (await response.json())["token"]
        question = asyncio.create_task(
            http.post(
                f"{url}/api/v1/messages",
                json={"id": new_id(), "text": "nog net"},
                headers={"Authorization": f"Bearer {token}"},
            )
        )
        await asyncio.sleep(0.3)
        process.send_signal(how)
        response = await question
        assert (await response.json())["messages"][0]["text"] == "Antwoord op: nog net"
        assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_it_starts_without_database_and_says_so(tmp_path: Path) -> None:
    async with (
        serving(tmp_path, DATABASE_URL="postgresql://x:x@127.0.0.1:9/x") as (_, url),
        aiohttp.ClientSession() as http,
    ):
        async with http.get(f"{url}/healthz") as response:
            assert response.status == 200
        async with http.get(f"{url}/readyz") as response:
            assert "database" in (await response.json())["not_ready"]
