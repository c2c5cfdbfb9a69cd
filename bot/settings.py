"""Every setting of the front and the actions, in one typed object.

A setting is an environment variable of the same name in capitals, or a line of `.env`.
The table in docs/settings.md is tested against this class.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.addresses import email_address, is_loopback

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder; data files are found from here."""


class Settings(BaseSettings):
    """Settings with defaults that fit a laptop."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: str = Field(
        default=f"sqlite+aiosqlite:///{ROOT}/var/ouderwijzer.db",
        description="SQLAlchemy address of the database; postgresql:// is taken as asyncpg",
    )
    host: str = Field(default="127.0.0.1", description="Address the front listens on")
    port: int = Field(default=8080, description="Port of the front: the page and the web chat API")
    sites_file: Path = Field(
        default=ROOT / "sites.yml", description="The websites that have the chat"
    )
    brain_url: str = Field(
        default="http://127.0.0.1:5005", description="Where Rasa listens (private network only)"
    )
    actions_url: str = Field(
        default="http://127.0.0.1:5055", description="Where the action server listens"
    )
    brain_timeout: float = Field(
        default=10.0, gt=0, description="Seconds the front waits for an answer of the brain"
    )
    brain_token: SecretStr | None = Field(
        default=None, description="Shared with the brain, which then refuses calls without it"
    )
    session_secret: SecretStr | None = Field(
        default=None,
        description="Key that signs session tokens; empty: made once and kept in var/",
    )
    session_hours: int = Field(
        default=24, gt=0, description="Hours of silence after which a web session ends"
    )
    retention_days: int = Field(
        default=30, gt=0, description="Days after which conversations are deleted"
    )
    measures_days: int = Field(
        default=400, gt=0, description="Days that what is counted for the measures is kept"
    )
    sessions_per_minute: int = Field(
        default=3000, gt=0, description="Chats that one address may start in a minute"
    )
    messages_per_minute: int = Field(
        default=600, gt=0, description="Messages that one chat may send in a minute"
    )
    whatsapp_app_secret: SecretStr | None = Field(
        default=None, description="App secret of the Meta app; with it Meta signs what it sends"
    )
    whatsapp_verify_token: SecretStr | None = Field(
        default=None, description="Word of your own choice that Meta repeats to check the webhook"
    )
    whatsapp_access_token: SecretStr | None = Field(
        default=None, description="Permanent token of a system user, to send messages with"
    )
    whatsapp_phone_number_id: str | None = Field(
        default=None, description="Meta's id of the number that answers (not the number itself)"
    )
    whatsapp_site: str | None = Field(
        default=None, description="Website of SITES_FILE whose helpdesk is there for WhatsApp too"
    )
    whatsapp_graph_url: str = Field(
        default="https://graph.facebook.com/v25.0",
        description="Address and version of Meta's Graph API",
    )
    helpdesks_file: Path = Field(
        default=ROOT / "helpdesks.yml", description="The helpdesks that take over a question"
    )
    helpdesk_secrets: Annotated[dict[str, SecretStr], NoDecode] = Field(
        default={}, description="Token or password of each helpdesk by its name, as a JSON object"
    )
    helpdesk_keep_days: int = Field(
        default=7, gt=0, description="Days that a delivered question can still be delivered again"
    )
    helpdesk_from: str | None = Field(
        default=None, description="Address that questions to a helpdesk are mailed from"
    )
    helpdesk_smtp_host: str | None = Field(
        default=None, description="Mail server that takes mail for helpdesks"
    )
    helpdesk_smtp_port: int = Field(default=587, description="Its port")
    helpdesk_smtp_user: str | None = Field(default=None, description="Log-in name, if it wants one")
    helpdesk_smtp_password: SecretStr | None = Field(default=None, description="Its password")
    helpdesk_smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="starttls, tls, or none (only for this machine itself)"
    )
    helpdesk_smtp_ca_file: Path | None = Field(
        default=None, description="Certificates to trust instead of those of the system (PEM)"
    )
    vault_key: SecretStr | None = Field(
        default=None,
        description="Keys for what parents leave, with commas, the first encrypts; "
        "empty: made once and kept in var/",
    )
    reports_dir: Path | None = Field(
        default=None,
        description="Folder for the monthly reports; without it they are made by hand only",
    )
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR")
    log_format: str = Field(default="console", description="console, or json for production")

    @field_validator("helpdesk_secrets", mode="before")
    @classmethod
    def _from_json(cls, value: Any) -> Any:
        # Not left to pydantic-settings, whose error is none that a command knows.
        try:
            return json.loads(value or "{}") if isinstance(value, str) else value
        except ValueError:
            raise ValueError("is not JSON") from None

    @field_validator("helpdesk_smtp_security")
    @classmethod
    def _no_open_line(cls, value: str, info: ValidationInfo) -> str:
        host = info.data.get("helpdesk_smtp_host") or "localhost"
        if value == "none" and not is_loopback(host):
            raise ValueError("mail may go unprotected only to this machine itself")
        return value

    @field_validator("helpdesk_from")
    @classmethod
    def _can_be_mailed(cls, value: str | None) -> str | None:
        return email_address(value) if value else None

    @property
    def async_database_url(self) -> str:
        """`database_url` with an async driver filled in."""
        for plain, driver in (
            ("postgresql://", "postgresql+asyncpg://"),
            ("postgres://", "postgresql+asyncpg://"),
            ("sqlite://", "sqlite+aiosqlite://"),
        ):
            if self.database_url.startswith(plain):
                return self.database_url.replace(plain, driver, 1)
        return self.database_url


def wrong_settings(error: ValidationError) -> str:
    """The settings that `error` of `Settings()` is about: "PORT, LOG_LEVEL"."""
    return ", ".join(str(found["loc"][0]).upper() for found in error.errors())
