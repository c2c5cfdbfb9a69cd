"""`python -m actions`: serve the actions to the brain, on loopback unless told otherwise."""

from __future__ import annotations

import argparse
import asyncio
import sys
from urllib.parse import urlsplit

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sqlalchemy.exc import SQLAlchemyError

from actions.swv import swv_actions
from bot.settings import Settings
from bot.store import Registry, RegistryEmpty, open_engine

NO_DATA, PORT_TAKEN = 2, 3


def main(arguments: list[str] | None = None) -> int:
    """Load the registry and serve until stopped."""
    parser = argparse.ArgumentParser(
        prog="python -m actions",
        description="Start de acties. Adres: ACTIONS_URL, standaard http://127.0.0.1:5055.",
    )
    parser.parse_args(arguments)
    settings = Settings()
    try:
        registry = asyncio.run(_registry(settings))
    except RegistryEmpty as error:
        print(error, file=sys.stderr)
        return NO_DATA
    except (SQLAlchemyError, OSError) as error:
        print(f"De database is niet bereikbaar ({type(error).__name__}).", file=sys.stderr)
        return NO_DATA
    executor = ActionExecutor()
    for action in swv_actions(registry):
        executor.register_action(action)
    address = urlsplit(settings.actions_url)
    app = create_app(executor, cors_origins=[])
    try:
        app.run(
            host=address.hostname or "127.0.0.1",
            port=address.port or 5055,
            single_process=True,
            motd=False,
            access_log=False,
        )
    except OSError:
        print(f"Poort {address.port} is bezet; zet ACTIONS_URL anders.", file=sys.stderr)
        return PORT_TAKEN
    return 0


async def _registry(settings: Settings) -> Registry:
    engine = open_engine(settings.async_database_url)
    try:
        return await Registry.load(engine)
    finally:
        await engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
