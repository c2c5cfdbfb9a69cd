"""The whole line for the tests: brain, actions and front as real processes, on free ports.

Only the standard library, because the tests of the brain load `tests/conftest.py` too.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests._ports import free_port

ROOT = Path(__file__).resolve().parent.parent
FRONT, BRAIN = ROOT / ".venv/bin/python", ROOT / ".venv-brain/bin/python"
MODEL = ROOT / "var/models/brain.tar.gz"
_READY_WITHIN = 150.0
_COMMANDS = {
    "brain": [str(BRAIN), "-W", "ignore", "-m", "bot.nlu.serve"],
    "actions": [str(FRONT), "-m", "actions"],
    "front": [str(FRONT), "-m", "bot.front"],
}


@dataclass
class Line:
    """The running assistant; its processes can be killed and started again."""

    folder: Path
    environment: dict[str, str]
    url: str
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start one process, logging to a file of its own."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                _COMMANDS[name],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """Kill one process at once."""
        process = self.processes[name]
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)

    def wait_until_ready(self) -> None:
        """Wait for /readyz; on failure the end of each log is in the error."""
        until = time.monotonic() + _READY_WITHIN
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as response:
                    if response.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        tails = {path.name: path.read_text()[-800:] for path in self.folder.glob("*.log")}
        raise TimeoutError(f"not ready: {tails}")

    def stop(self) -> None:
        """End all processes."""
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(timeout=10)

    def logs(self) -> str:
        """Everything that the three processes have logged."""
        return "".join(path.read_text() for path in self.folder.glob("*.log"))

    def conversations_in_brain(self) -> int:
        """How many conversations the brain keeps."""
        with sqlite3.connect(self.folder / "brain.db") as database:
            return int(database.execute("select count(*) from conversation").fetchone()[0])


@contextmanager
def running_line(folder: Path, **more: str) -> Iterator[Line]:
    """The assistant, ready, with its databases and logs in `folder`; `more` are settings."""
    if not BRAIN.exists() or not MODEL.exists():
        pytest.skip("no brain or no model here; `make test` makes both")
    brain, actions, front = (free_port() for _ in _COMMANDS)
    environment = {
        **os.environ,
        "PORT": str(front),
        "BRAIN_URL": f"http://127.0.0.1:{brain}",
        "BRAIN_PORT": str(brain),
        "ACTIONS_URL": f"http://127.0.0.1:{actions}",
        "DATABASE_URL": f"sqlite:///{folder}/front.db",
        "BRAIN_DATABASE_URL": f"sqlite:///{folder}/brain.db",
        "SESSION_SECRET": "alleen voor de tests",
        "PYTHONUNBUFFERED": "1",
        **more,
    }
    for command in ("migrate", "load"):
        subprocess.run(
            [str(FRONT), "-m", "bot.store", command],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    running = Line(folder, environment, f"http://127.0.0.1:{front}")
    try:
        for name in _COMMANDS:
            running.start(name)
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """The assistant, started once for all conversations."""
    with running_line(tmp_path_factory.mktemp("line")) as running:
        yield running
