"""`python -m bot.nlu.serve`: the brain as a server, as Rasa's own `run` command starts it.

With `--shell` a developer talks to it in the terminal. Settings come from the environment:
BRAIN_HOST, BRAIN_PORT, BRAIN_DATABASE_URL, ACTIONS_URL.
"""

from __future__ import annotations

import os
import sys

from bot.nlu.train import MODEL, ROOT, quiet

DEFAULTS = {
    "BRAIN_HOST": "127.0.0.1",
    "BRAIN_PORT": "5005",
    "BRAIN_DATABASE_URL": f"sqlite:///{ROOT}/var/brain.db",
    "ACTIONS_URL": "http://127.0.0.1:5055",
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # Rasa logs a parent's text at DEBUG; its own INFO lines are about itself.
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    # One message uses one core, so that two parents can be answered at a time.
    "OMP_NUM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
}


def main() -> int:
    """Serve until stopped; 2 when there is no model."""
    if not MODEL.exists():
        print("Er is nog geen model. Maak het met: make train", file=sys.stderr)
        return 2
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    quiet()
    os.chdir(ROOT)
    common = ["--quiet", "--model", str(MODEL), "--endpoints", "endpoints.yml"]
    place = ["--interface", os.environ["BRAIN_HOST"], "--port", os.environ["BRAIN_PORT"]]
    if "--shell" in sys.argv[1:]:
        sys.argv = ["rasa", "shell", *common]
    else:
        sys.argv = ["rasa", "run", *common, "--credentials", "credentials.yml", *place]
    from rasa.__main__ import main as rasa

    rasa()
    return 0


if __name__ == "__main__":
    sys.exit(main())
