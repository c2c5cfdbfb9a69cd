"""`python -m bot.launch`: prepare and start everything on one machine; what `make run` calls.

Database, registry and model first, each only when something changed; then brain, actions and
front together, as the Procfile says. Ctrl-C stops all of them.
Exit codes: 2 data or model cannot be made, 3 a port is taken.
"""

from __future__ import annotations

import argparse
import os
import shlex
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from honcho.environ import parse_procfile
from honcho.manager import Manager
from pydantic import ValidationError

from bot.settings import ROOT, Settings, wrong_settings

NOT_PREPARED, PORT_TAKEN = 2, 3
_READY_WITHIN = 180.0
_STOPPED_BY_USER = 130


def main(arguments: list[str] | None = None) -> int:
    """Prepare, start and watch; 0 after Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.launch", description="Start Ouderwijzer op deze computer."
    )
    parser.add_argument("--prepare", action="store_true", help="alleen klaarzetten, niet starten")
    chosen = parser.parse_args(arguments)
    try:
        settings = Settings()
    except ValidationError as error:
        print(
            f"Ouderwijzer start niet: de instelling {wrong_settings(error)} klopt niet.",
            file=sys.stderr,
        )
        return NOT_PREPARED
    if not chosen.prepare and not _ports_are_free(settings):
        return PORT_TAKEN
    if not _prepare():
        return NOT_PREPARED
    return 0 if chosen.prepare else _start(settings)


def _ports_are_free(settings: Settings) -> bool:
    places = {
        "PORT": (settings.host, settings.port),
        "BRAIN_URL": _place(settings.brain_url, 5005),
        "ACTIONS_URL": _place(settings.actions_url, 5055),
    }
    for name, place in places.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(place)
            except OSError as error:
                print(
                    f"Ouderwijzer start niet: poort {place[1]} is niet vrij ({error.strerror}). "
                    f"Draait Ouderwijzer al? Stop het, of kies een andere poort met {name}.",
                    file=sys.stderr,
                )
                return False
    return True


def _prepare() -> bool:
    """Database, registry, model; the commands say themselves what goes wrong."""
    front, brain = sys.executable, str(ROOT / ".venv-brain/bin/python")
    return all(
        subprocess.run(command, cwd=ROOT, check=False).returncode == 0
        for command in (
            [front, "-m", "bot.store", "migrate"],
            [front, "-m", "bot.store", "load"],
            [brain, "-W", "ignore", "-m", "bot.nlu.train"],
        )
    )


def _start(settings: Settings) -> int:
    brain_host, brain_port = _place(settings.brain_url, 5005)
    environment = {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "BRAIN_HOST": brain_host,
        "BRAIN_PORT": str(brain_port),
        "ACTIONS_URL": settings.actions_url,
        "PATH": os.pathsep.join([str(ROOT / ".venv/bin"), os.environ.get("PATH", "")]),
    }
    manager = Manager()
    procfile = parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8"))
    for name, command in procfile.processes.items():
        # exec: a signal reaches the program itself, not a shell around it.
        manager.add_process(name, f"exec {command}", env=environment, cwd=str(ROOT))
    address = f"http://{settings.host}:{settings.port}"
    threading.Thread(target=_announce, args=(address,), daemon=True).start()
    print(f"Brein, acties en voorkant starten ({shlex.quote(address)}) ...", flush=True)
    manager.loop()
    code = int(manager.returncode or 0)
    return 0 if code == _STOPPED_BY_USER else code


def _announce(address: str) -> None:
    """Print the address once everything answers, or that it takes too long."""
    until = time.monotonic() + _READY_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5) as response:
                if response.status == 200:
                    print(f"\n  Ouderwijzer staat klaar op {address}  (Ctrl-C stopt)\n", flush=True)
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.5)
    print(
        f"\n  Ouderwijzer is na {_READY_WITHIN:.0f} seconden nog niet klaar; "
        f"kijk wat ontbreekt op {address}/readyz\n",
        file=sys.stderr,
        flush=True,
    )


def _place(url: str, default: int) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", default if parts.port is None else parts.port


if __name__ == "__main__":
    sys.exit(main())
