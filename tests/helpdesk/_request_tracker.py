"""A real Request Tracker 5 on a free port, with a database of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests._ports import free_port

HOME = Path("/usr/share/request-tracker5")
SERVER = HOME / "libexec/rt-server"

_CONFIG = """\
$RT::VarPath = '{folder}/var';
$RT::MasonDataDir = '{folder}/var/mason';
$RT::MasonSessionDir = '{folder}/var/session';
Set($rtname, 'test');
Set($Organization, 'test');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{folder}/rt.db');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {port});
Set($MailCommand, 'testfile');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'critical');
1;
"""
_TOKEN = """\
use lib '/usr/share/request-tracker5/lib';
use RT; RT::LoadConfig(); RT::Init();
use RT::AuthToken;
my $user = RT::User->new(RT->SystemUser); $user->Load('root');
my $token = RT::AuthToken->new(RT->SystemUser);
my ($ok, $message, $made) = $token->Create(Owner => $user->id, Description => 'test');
print $made;
"""


@dataclass(frozen=True)
class Tracker:
    """Where it is, and a token of its administrator."""

    url: str
    token: str


@contextmanager
def running(folder: Path) -> Iterator[Tracker]:
    """Make a database, start the server, and stop it at the end."""
    port = free_port()
    for name in ("var/mason", "var/session", "empty"):
        (folder / name).mkdir(parents=True)
    config = folder / "site.pm"
    config.write_text(_CONFIG.format(folder=folder, port=port), encoding="utf-8")
    known = {**os.environ, "RT_SITE_CONFIG": str(config), "RT_SITE_CONFIG_DIR": f"{folder}/empty"}

    def run(*command: str) -> str:
        done = subprocess.run(command, env=known, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("rt-setup-database-5", "--action", "init", "--skip-create")
    token = run("perl", "-e", _TOKEN)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [str(SERVER), "--host", "127.0.0.1", "--port", str(port), "--max-workers", "2"],
            env=known,
            stdout=log,
            stderr=log,
            start_new_session=True,  # it has children, which end with it
        )
    try:
        _wait(f"http://127.0.0.1:{port}/", server)
        yield Tracker(f"http://127.0.0.1:{port}", token)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None
        try:
            urllib.request.urlopen(url, timeout=10).close()
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)
