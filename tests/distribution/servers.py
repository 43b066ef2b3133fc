"""A mail server on this machine that behaves as a test asks: takes, refuses, defers, hangs up."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Rule = Callable[[str, int], str]
"""From a recipient and how often it was tried: `take`, an answer such as `550 no`, `hang up before` or `hang up after`."""


def take(recipient: str, tried: int) -> str:
    """Take everything."""
    return "take"


@dataclass
class Box:
    """What a server was given, and its rule."""

    rule: Rule = take
    mails: list[EmailMessage] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    port: int = 0

    def recipients(self) -> list[str]:
        """Give whom the taken mails are for."""
        return [str(mail["to"]) for mail in self.mails]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: ARG002, N802 - the server's hook
        """Answer for a recipient."""
        self.tried.append(address)
        answer = self.rule(address, self.tried.count(address))
        if answer == "hang up before":
            server.transport.abort()
        if answer[:3].isdigit():
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802 - the server's hook
        """Keep the mail, then answer or not."""
        self.contents.append(envelope.original_content)
        mail = message_from_bytes(envelope.original_content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        if self.rule(envelope.rcpt_tos[0], self.tried.count(envelope.rcpt_tos[0])) == "hang up after":
            server.transport.abort()
        return "250 taken"


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def mail_server(rule: Rule = take, **settings: Any) -> Iterator[Box]:
    """Run a server on a free port of this machine."""
    box = Box(rule)
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port, ready_timeout=20.0, **settings)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def sign_in(user: bytes, password: bytes) -> Callable[..., AuthResult]:
    """Give an authenticator that knows one user."""
    def known(server: Any, session: Any, envelope: Any, mechanism: str, auth_data: Any) -> AuthResult:
        return AuthResult(success=(auth_data.login, auth_data.password) == (user, password))

    return known


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Give the TLS settings of a server with a certificate of its own, and of a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
            .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False).sign(key, hashes.SHA256()))
    pem = folder / "server.pem"
    pem.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
                    + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    client = ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())
    return server, client
