"""The portal's settings as people give them: environment variables, read in one place."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from briefing.distribution.smtp import Server

SECRET_LENGTH = 64


def data_folder() -> Path:
    """Give the data folder, `BRIEFING_DATA`, or `briefing-data` in the working folder."""
    return Path(os.environ.get("BRIEFING_DATA", "briefing-data")).absolute()


def incoming_folder(folder: Path) -> Path:
    """Give the folder for files on their way in; made where it is missing."""
    path = folder / "incoming"
    path.mkdir(parents=True, exist_ok=True)
    return path


def public_address() -> str:
    """Give the address people type, `BRIEFING_URL`, without a final slash."""
    return os.environ.get("BRIEFING_URL", "http://127.0.0.1:8000").rstrip("/")


def secret_key(folder: Path) -> str:
    """Give the data folder's secret; made on first use, readable by its owner alone."""
    path = folder / "secret.key"
    with suppress(FileNotFoundError):
        return path.read_text(encoding="ascii").strip()
    folder.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(SECRET_LENGTH)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process made it in the meantime
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret)
    return secret


def database(folder: Path) -> dict[str, Any]:
    """Give Django's database: PostgreSQL by `DATABASE_URL`, else SQLite in the data folder.

    SQLite needs both settings: write-ahead logging lets readers go on beside a writer, and transactions that take the
    lock at once wait for it, where a lock asked for half way fails at once and an upload is lost.

    Raises:
        ValueError: The address is of a database we don't speak.
    """
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "portal.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"}:
        message = f"DATABASE_URL starts with {parts.scheme!r}; write it as postgresql://USER:PASSWORD@HOST/NAME"
        raise ValueError(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def mail(folder: Path) -> dict[str, Any]:
    """Give the mail settings: `BRIEFING_SMTP_URL` such as smtp://USER:PASSWORD@HOST:587, else files in the data folder."""
    sender = os.environ.get("BRIEFING_MAIL_FROM", "briefing@localhost")
    common = {"DEFAULT_FROM_EMAIL": sender, "SERVER_EMAIL": sender, "EMAIL_TIMEOUT": 20}
    address = os.environ.get("BRIEFING_SMTP_URL", "")
    if not address:
        return common | {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": folder / "mail"}
    parts = urlsplit(address)
    return common | {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme != "smtps" and bool(parts.username),
    }


def mail_server() -> Server | None:
    """Give the server that briefings are handed to, the one of `BRIEFING_SMTP_URL`; None where there is none."""
    from briefing.distribution.smtp import Security, Server

    address = os.environ.get("BRIEFING_SMTP_URL", "")
    if not address:
        return None
    parts = urlsplit(address)
    kind = Security.TLS if parts.scheme == "smtps" else Security.STARTTLS if parts.username else Security.NONE
    port = parts.port or (465 if kind is Security.TLS else 587)
    return Server(parts.hostname or "localhost", port, kind, unquote(parts.username or ""), unquote(parts.password or ""))


def hook_hosts() -> frozenset[str]:
    """Give the hosts of one's own network that hooks may call, `BRIEFING_HOOK_HOSTS`, parted by commas; none where it is not set."""
    return frozenset(name.strip().lower() for name in os.environ.get("BRIEFING_HOOK_HOSTS", "").split(",") if name.strip())


def pdf_password() -> str:
    """Give the password that readers' papers are locked with, `BRIEFING_PDF_PASSWORD`; blank for none."""
    return os.environ.get("BRIEFING_PDF_PASSWORD", "")


def identity_origins() -> list[str]:
    """Give the provider's origin: browsers hold the redirect after the sign-in form to the policy for forms."""
    parts = urlsplit(os.environ.get("BRIEFING_OIDC_ISSUER", ""))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def identity_providers() -> dict[str, Any]:
    """Give the OpenID Connect provider by `BRIEFING_OIDC_ISSUER`, `_CLIENT_ID` and `_SECRET`; nothing where it is not set."""
    issuer = os.environ.get("BRIEFING_OIDC_ISSUER", "")
    if not issuer:
        return {}
    app = {
        "provider_id": "company",
        "name": os.environ.get("BRIEFING_OIDC_NAME", "Company account"),
        "client_id": os.environ.get("BRIEFING_OIDC_CLIENT_ID", ""),
        "secret": os.environ.get("BRIEFING_OIDC_SECRET", ""),
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
