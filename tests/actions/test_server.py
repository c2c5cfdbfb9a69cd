"""The action server as a real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests._ports import free_port


def environment(folder: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder}/actions.db",
        "ACTIONS_URL": f"http://127.0.0.1:{port}",
    }


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(tmp_path: Path, port: int) -> Iterator[str]:
    settings = environment(tmp_path, port)
    for command in ("migrate", "load"):
        subprocess.run(
            [sys.executable, "-m", "bot.store", command], cwd=ROOT, env=settings, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "actions"], cwd=ROOT, env=settings)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{url}/health", timeout=2).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=15)


def call(url: str, action: str) -> tuple[int, dict[str, object]]:
    tracker = {
        "sender_id": "gesprek",
        "slots": {"swv_location": "pc4:7411", "swv_sector": "po"},
        "latest_message": {"text": "", "intent": {"name": "swv_zoeken"}, "entities": []},
        "events": [],
        "active_loop": {},
        "latest_input_channel": "web",
        "latest_event_time": 0,
        "paused": False,
    }
    body = {"next_action": action, "sender_id": "gesprek", "tracker": tracker, "domain": {}}
    request = urllib.request.Request(
        f"{url}/webhook", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_the_server_answers_calls_of_the_brain(server: str) -> None:
    status, body = call(server, "action_swv_answer")
    assert status == 200
    responses = body["responses"]
    assert isinstance(responses, list)
    assert responses[0]["custom"]["outcome"] == "found"
    assert responses[0]["custom"]["swv"][0]["code"] == "PO2303"
    assert call(server, "action_unknown")[0] == 404
    with urllib.request.urlopen(f"{server}/health", timeout=5) as response:
        assert json.load(response) == {"status": "ok"}


def test_a_second_server_on_the_port_says_so(server: str, tmp_path: Path, port: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "actions"], cwd=ROOT, env=environment(tmp_path, port),
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert f"Poort {port} is bezet" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("tables", [False, True])
def test_an_empty_database_is_said_in_one_sentence(tmp_path: Path, port: int, tables: bool) -> None:
    if tables:
        subprocess.run(
            [sys.executable, "-m", "bot.store", "migrate"], cwd=ROOT, check=True,
            env=environment(tmp_path, port), stdout=subprocess.DEVNULL,
        )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "actions"], cwd=ROOT, env=environment(tmp_path, port),
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert f"Draai eerst: python -m bot.store {'load' if tables else 'migrate'}" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
