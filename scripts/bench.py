"""Time per message over the web chat API, one parent at a time, and the memory of each process.

    make bench

Starts the assistant as `make run` does, on ports of its own, asks a fixed round of questions
and prints the median and the 99th percentile in milliseconds and the resident memory in MB.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import aiohttp

ROOT = Path(__file__).resolve().parent.parent
ROUND = (
    "hallo",
    "mag een school mijn zoon weigeren",
    "welk samenwerkingsverband hoort bij 3512 JE",
    "middelbare school",
    "moet ik het opp tekenen als ik het er niet mee eens ben?",
    "Wij zijn in de zomer verhuisd. Onze dochter zit nu al vier weken thuis, omdat de school zegt "
    "dat er geen plek is. Niemand belt terug. Hoe lang mogen ze hierover doen?",
    "wat voor weer wordt het",
)
SESSIONS = 15
_READY_WITHIN = 180
_PROCESSES = ("bot.nlu.serve", "actions", "bot.front")


def main() -> int:
    """Measure and print."""
    ports = _free_ports(3)
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "PORT": str(ports[0]),
            "BRAIN_URL": f"http://127.0.0.1:{ports[1]}",
            "ACTIONS_URL": f"http://127.0.0.1:{ports[2]}",
            "DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "BRAIN_DATABASE_URL": f"sqlite:///{folder}/brain.db",
            "LOG_LEVEL": "WARNING",
        }
        started = subprocess.Popen(
            [sys.executable, "-m", "bot.launch"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            times = asyncio.run(_measure(f"http://127.0.0.1:{ports[0]}"))
            memory = _memory(started.pid)
        finally:
            os.killpg(started.pid, signal.SIGINT)
            started.wait(timeout=30)
    times.sort()
    print(f"messages  {len(times)}")
    print(f"p50       {statistics.median(times):.1f} ms")
    print(f"p99       {times[int(len(times) * 0.99)]:.1f} ms")
    for name, megabytes in memory:
        print(f"memory    {megabytes:6.0f} MB  {name}")
    return 0


async def _measure(url: str) -> list[float]:
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(url, timeout=timeout) as http:
        until = time.monotonic() + _READY_WITHIN
        while True:
            try:
                async with http.get("/readyz") as response:
                    if response.status == 200:
                        break
            except aiohttp.ClientError:
                pass
            if time.monotonic() > until:
                raise TimeoutError("the assistant does not get ready")
            await asyncio.sleep(0.5)
        times: list[float] = []
        for _ in range(SESSIONS):
            async with http.post("/api/v1/sessions", json={}) as response:
                token = (await response.json())["token"]
            for text in ROUND:
                body = {"id": str(uuid.uuid4()), "text": text}
                begin = time.perf_counter()
                async with http.post(
                    "/api/v1/messages", json=body, headers={"Authorization": f"Bearer {token}"}
                ) as response:
                    response.raise_for_status()
                    await response.read()
                times.append((time.perf_counter() - begin) * 1000)
        return times[len(ROUND) :]  # the first round warms up


def _memory(launcher: int) -> list[tuple[str, float]]:
    """Resident memory of the processes that the launcher started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            command = (status.parent / "cmdline").read_text().split("\0")
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except (OSError, ValueError):
            continue
        name = next((part for part in _PROCESSES if part in command), "")
        if name and _is_descendant(lines, launcher):
            found.append((name, int(lines["VmRSS"].split()[0]) / 1024))
    return sorted(found)


def _is_descendant(lines: dict[str, str], launcher: int) -> bool:
    parent = int(lines["PPid"])
    while parent > 1:
        if parent == launcher:
            return True
        try:
            status = Path(f"/proc/{parent}/status").read_text()
        except OSError:
            return False
        parent = int(dict(line.split(":", 1) for line in status.splitlines())["PPid"])
    return False


def _free_ports(number: int) -> list[int]:
    probes = [socket.socket() for _ in range(number)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


if __name__ == "__main__":
    sys.exit(main())
