"""Set-up and start: what goes wrong is said in one sentence, with an exit code."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("setting", ["PORT", "BRAIN_URL", "ACTIONS_URL"])
def test_a_taken_port_is_said_before_anything_starts(setting: str, taken_port: int) -> None:
    value = str(taken_port) if setting == "PORT" else f"http://127.0.0.1:{taken_port}"
    others = {"PORT": "0", "BRAIN_URL": "http://127.0.0.1:0", "ACTIONS_URL": "http://127.0.0.1:0"}
    done = run(sys.executable, "-m", "bot.launch", **{**others, setting: value})
    assert done.returncode == 3
    assert f"poort {taken_port} is niet vrij" in done.stderr
    assert setting in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_that_makes_no_sense_is_named() -> None:
    done = run(sys.executable, "-m", "bot.launch", RETENTION_DAYS="nooit")
    assert done.returncode == 2
    assert "de instelling RETENTION_DAYS klopt niet" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_python_3_10_the_setup_says_what_to_install(tmp_path: Path) -> None:
    uv = tmp_path / "uv"
    uv.write_text("#!/bin/sh\ncase $1 in --version) exit 0;; *) exit 2;; esac\n")
    uv.chmod(0o755)
    project = _copy_of_setup(tmp_path)
    done = run(
        sys.executable,
        str(project / "scripts/setup.py"),
        "brain",
        PATH=f"{tmp_path}:/usr/bin:/bin",
        PYENV_ROOT=str(tmp_path / "none"),
    )
    assert done.returncode == 4
    assert "er is geen Python 3.10 gevonden" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_network_the_setup_says_so(tmp_path: Path) -> None:
    project = _copy_of_setup(tmp_path)
    done = run(
        sys.executable,
        str(project / "scripts/setup.py"),
        "front",
        PATH="/usr/bin:/bin",
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_EXTRA_INDEX_URL="",
        PIP_FIND_LINKS="",
        PIP_RETRIES="0",
    )
    assert done.returncode == 5
    assert "Is er internet?" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_environment_that_fits_its_lock_is_left_alone(tmp_path: Path) -> None:
    project = _copy_of_setup(tmp_path)
    lock = (project / "requirements/front.txt").read_bytes()
    (project / ".venv").mkdir()
    (project / ".venv/.ouderwijzer-run").write_text(hashlib.sha256(lock).hexdigest())
    done = run(sys.executable, str(project / "scripts/setup.py"), "front")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def _copy_of_setup(folder: Path) -> Path:
    project = folder / "project"
    (project / "scripts").mkdir(parents=True)
    (project / "requirements").mkdir()
    (project / "scripts/setup.py").write_bytes((ROOT / "scripts/setup.py").read_bytes())
    for lock in (ROOT / "requirements").glob("*.txt"):
        (project / "requirements" / lock.name).write_bytes(lock.read_bytes())
    return project
