"""`python -m bot.front`: serve the page and the web chat."""

from __future__ import annotations

import argparse
import asyncio
import errno
import signal
import sys

import structlog
from aiohttp import web
from pydantic import ValidationError

from bot.front._app import create_app
from bot.front._logging import configure_logging
from bot.settings import Settings, wrong_settings
from bot.sites import SitesError
from bot.store import migrate, open_engine
from bot.widget import ReleaseError

PORT_TAKEN = 3
"""Exit code when another program listens on the port."""


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.front",
        description="Start de voorkant van Ouderwijzer: de pagina en de webchat.",
        epilog="Alle instellingen staan in docs/settings.md (omgevingsvariabelen of .env).",
    )
    parser.add_argument("--host", help="adres om op te luisteren (instelling HOST)")
    parser.add_argument("--port", type=int, help="poort; 0 kiest een vrije (instelling PORT)")
    chosen = {
        name: value
        for name, value in vars(parser.parse_args(arguments)).items()
        if value is not None
    }
    try:
        settings = Settings(**chosen)
    except ValidationError as error:
        print(
            f"Ouderwijzer start niet: de instelling {wrong_settings(error)} klopt niet.",
            file=sys.stderr,
        )
        return 2
    configure_logging(settings.log_level, settings.log_format)
    try:
        app = create_app(settings)
    except SitesError as error:
        print(
            f"Ouderwijzer start niet: {settings.sites_file} klopt niet.\n{error}", file=sys.stderr
        )
        return 2
    except ReleaseError as error:
        print(f"Ouderwijzer start niet: {error}", file=sys.stderr)
        return 2
    return asyncio.run(_serve(app, settings))


async def _serve(app: web.Application, settings: Settings) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    runner = web.AppRunner(
        app,
        access_log=None,  # it would hold addresses; our own line per request does not
        shutdown_timeout=settings.brain_timeout + 2,  # who is waiting for an answer gets it
    )
    await _migrate(settings)
    try:
        await runner.setup()
    except OSError as error:
        await runner.cleanup()
        print(f"Ouderwijzer start niet: {error}. Mag de map var/ beschreven?", file=sys.stderr)
        return 1
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        try:
            await site.start()
        except OSError as error:
            return _cannot_listen(settings, error)
        print(f"Ouderwijzer luistert op http://{settings.host}:{site.port}", flush=True)
        structlog.get_logger().info("started", port=site.port)
        await stop.wait()
        structlog.get_logger().info("stopping")
    finally:
        await runner.cleanup()
    return 0


async def _migrate(settings: Settings) -> None:
    """Bring the tables up to date; if the database is away, parents read so until it is back."""
    engine = open_engine(settings.async_database_url)
    try:
        await migrate(engine)
    except Exception as error:
        structlog.get_logger().error("database_not_migrated", kind=type(error).__name__)
    finally:
        await engine.dispose()


def _cannot_listen(settings: Settings, error: OSError) -> int:
    place = f"{settings.host}:{settings.port}"
    if error.errno == errno.EADDRINUSE:
        print(
            f"Ouderwijzer start niet: op {place} luistert al een ander programma (port already in "
            "use). Stop dat, of kies een andere poort met PORT=8081.",
            file=sys.stderr,
        )
        return PORT_TAKEN
    print(
        f"Ouderwijzer start niet: {place} is geen adres van deze computer, of het mag niet "
        f"({error.strerror}).",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
