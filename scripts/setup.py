"""Make the two environments from their lock files; needs nothing but Python 3.11+ and pip.

    python3 scripts/setup.py [front | brain | npm] [--dev]

With --dev also what the tests need, of which the tools of the widget (node_modules) come with npm.
Environments that fit their lock file already are left alone, so a second run takes no time.
Exit codes: 4 no suitable Python, 5 packages could not be fetched or installed, 6 no suitable npm.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "var" / "tools"
BRAIN_PYTHON = (3, 10)
FRONT_PYTHON = (3, 11)
NODE = (20, 19)
NO_PYTHON, NO_PACKAGES, NO_NPM = 4, 5, 6


class SetupError(Exception):
    """The set-up cannot go on; the message says what to do, the code is the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def main() -> int:
    """Make what is asked for; print one clear sentence when that fails."""
    parser = argparse.ArgumentParser(description="Maak de omgevingen van Ouderwijzer.")
    parser.add_argument(
        "which", nargs="?", choices=["front", "brain", "npm"], help="standaard alles"
    )
    parser.add_argument("--dev", action="store_true", help="ook wat de tests nodig hebben")
    chosen = parser.parse_args()
    try:
        if sys.version_info < FRONT_PYTHON:
            raise SetupError(
                f"Python 3.11 of nieuwer is nodig; dit is {sys.version.split()[0]}. "
                "Start met een nieuwere Python, bijvoorbeeld: make run PYTHON=python3.12",
                NO_PYTHON,
            )
        if chosen.which == "npm" or (chosen.dev and not chosen.which):
            _node_modules()
        for which in [chosen.which] if chosen.which else ["front", "brain"]:
            if which != "npm":
                _environment(which, dev=chosen.dev)
    except SetupError as error:
        print(f"\nOpzetten lukt niet: {error}", file=sys.stderr)
        return error.code
    return 0


def _environment(which: str, *, dev: bool) -> None:
    folder = ROOT / (".venv-brain" if which == "brain" else ".venv")
    lock = ROOT / "requirements" / f"{which}{'-dev' if dev else ''}.txt"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = folder / f".ouderwijzer-{'dev' if dev else 'run'}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    uv = _uv()
    if not (folder / "bin" / "python").exists():
        python = sys.executable if which == "front" else _python310(uv)
        _run(uv, "venv", "--quiet", "--allow-existing", "--python", python, str(folder))
    size = "2,5 GB, enkele minuten" if which == "brain" else "ongeveer een minuut"
    print(f"Omgeving {folder.name}: pakketten installeren ({size}) ...", flush=True)
    _run(
        uv, "pip", "install", "--quiet", "--require-hashes",
        "--python", str(folder / "bin" / "python"), "-r", str(lock),
    )  # fmt: skip
    for old in folder.glob(".ouderwijzer-*"):
        old.unlink()
    for level in ("run", "dev") if dev else ("run",):
        done = ROOT / "requirements" / f"{which}{'-dev' if level == 'dev' else ''}.txt"
        digest = hashlib.sha256(done.read_bytes()).hexdigest()
        (folder / f".ouderwijzer-{level}").write_text(digest)


def _node_modules() -> None:
    """The widget's tools, exactly as locked; their install scripts are not run."""
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    stamp = ROOT / "node_modules" / ".ouderwijzer"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    npm = shutil.which("npm")
    if npm is None or _node_version() < NODE:
        raise SetupError(
            "voor de tests van de chat op een schoolpagina is Node.js 20.19 of nieuwer nodig, met "
            "npm. Installeer die (bijvoorbeeld: 'apt install nodejs npm', of van nodejs.org) en "
            "probeer het opnieuw. 'make run' heeft ze niet nodig.",
            NO_NPM,
        )
    print("Gereedschap van de widget: node_modules installeren ...", flush=True)
    _run(npm, "ci", "--prefix", str(ROOT), "--ignore-scripts", "--no-audit", "--no-fund")
    stamp.write_text(wanted)


def _node_version() -> tuple[int, ...]:
    """(20, 19, 1) for instance; () without Node.js."""
    node = shutil.which("node")
    if node is None:
        return ()
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    numbers = asked.stdout.strip().removeprefix("v").split(".")
    return tuple(int(number) for number in numbers if number.isdigit())


def _uv() -> str:
    """uv, from PATH or with pip in a place of its own."""
    own = TOOLS / "bin" / "uv"
    if own.exists():
        return str(own)
    found = shutil.which("uv")
    if (
        found
        and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0
    ):
        return found
    print("Gereedschap: uv installeren ...", flush=True)
    venv.create(TOOLS, with_pip=True, clear=True)
    _run(
        str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet",
        "--disable-pip-version-check", "--require-hashes",
        "-r", str(ROOT / "requirements" / "tools.txt"),
    )  # fmt: skip
    return str(own)


def _python310(uv: str) -> str:
    """A Python 3.10 that works: on PATH, an inactive pyenv version, or one that uv knows."""
    candidates = [shutil.which("python3.10")]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates += [str(path) for path in sorted(pyenv.glob("3.10.*/bin/python3.10"), reverse=True)]
    for candidate in candidates:
        if candidate and _is_python310(candidate):
            return candidate
    for arguments in (("python", "find", "3.10"), ("python", "install", "3.10")):
        subprocess.run([uv, *arguments], capture_output=True, check=False)
        found = subprocess.run(
            [uv, "python", "find", "3.10"], capture_output=True, text=True, check=False
        )
        if found.returncode == 0 and _is_python310(found.stdout.strip()):
            return found.stdout.strip()
    raise SetupError(
        "er is geen Python 3.10 gevonden (Rasa 3.6 heeft die nodig). Installeer die met een van "
        "deze: 'apt install python3.10', 'pyenv install 3.10' of 'uv python install 3.10', en "
        "probeer het opnieuw.",
        NO_PYTHON,
    )


def _is_python310(candidate: str) -> bool:
    try:
        asked = subprocess.run(
            [candidate, "-c", "import sys, venv; print(sys.version_info[:2] == (3, 10))"],
            capture_output=True, text=True, check=False, timeout=20,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.stdout.strip() == "True"


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    output = (done.stderr or done.stdout).strip()
    last = "\n".join(output.splitlines()[-6:])
    network = any(
        sign in output.lower()
        for sign in (
            "connect",
            "network",
            "resolve",
            "timed out",
            "dns",
            "temporary failure",
            "from versions: none",
        )
    )
    reason = (
        "de pakketten zijn niet op te halen. Is er internet? Probeer het daarna opnieuw."
        if network
        else "het installeren van pakketten mislukt."
    )
    raise SetupError(f"{reason}\nLaatste regels van {Path(command[0]).name}:\n{last}", NO_PACKAGES)


if __name__ == "__main__":
    sys.exit(main())
