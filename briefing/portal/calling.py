"""One call to an address that somebody typed: HTTPS, to a public machine, to the very address that was looked up, and nowhere it leads on to.

Whoever may name an address could otherwise have the portal knock at doors inside the company's network that only the portal reaches.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import urlsplit

LONGEST_SECONDS = 15.0
"""From the first byte to the answer's head, however slowly the other side speaks."""
STEP_SECONDS = 5.0
_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones behind a translator."""
Address = IPv4Address | IPv6Address


class NotCalled(Exception):  # noqa: N818 - it names what is wrong
    """A call that got no answer; the argument is one word that says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: `inside` hosts are named by the operator, may be private and speak plain HTTP."""

    host: str
    port: int
    path: str
    secure: bool
    inside: bool


def target_of(address: str, inside: frozenset[str]) -> Target:
    """Take an address apart.

    Raises:
        NotCalled: It is none that may be called, whatever its host is looked up as.
    """
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise NotCalled("bad_address") from None
    known, secure = host in inside, parts.scheme == "https"
    plain = address.isascii() and address.isprintable() and " " not in address and "\\" not in address
    if not plain or not host or parts.username is not None or parts.password is not None or parts.fragment:
        raise NotCalled("bad_address")
    if not secure and not (parts.scheme == "http" and known):
        raise NotCalled("not_secure")
    return Target(host, port or (443 if secure else 80), (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), secure, known)


def is_public(address: Address) -> bool:
    """Tell whether an address is of the open internet, also where it carries another one inside."""
    if isinstance(address, IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _TRANSLATED:
            carried = IPv4Address(int(address) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(carried)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def looked_up(target: Target) -> str:
    """Look a host up once; gives the address to connect to. One that is not public spoils all: it may be what the next look-up gives.

    Raises:
        NotCalled: The host is not known, or is inside a network without being named by the operator.
    """
    try:
        found = [str(each[4][0]) for each in socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise NotCalled("unknown_host") from None
    if not found:
        raise NotCalled("unknown_host")
    if not target.inside and not all(is_public(ip_address(each.partition("%")[0])) for each in found):
        raise NotCalled("inside")
    return found[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to an address looked up before, under the host's name."""

    def __init__(self, target: Target, address: str, context: ssl.SSLContext) -> None:
        """Keep where to go."""
        super().__init__(target.host, target.port, timeout=STEP_SECONDS)
        self._target, self._address, self._context = target, address, context
        if target.secure:
            self.default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        """Connect to the address, and hold its certificate to the name."""
        self.sock = socket.create_connection((self._address, self._target.port), STEP_SECONDS)
        if self._target.secure:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self._target.host)

    def cut(self) -> None:
        """Break the line off."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def post(target: Target, body: bytes, headers: Mapping[str, str], context: ssl.SSLContext | None = None) -> int:
    """Post a body; gives the answer's status. Nothing is followed, and of the answer nothing but the status is read.

    Raises:
        NotCalled: There was no answer.
    """
    line = _Pinned(target, looked_up(target), context or ssl.create_default_context())
    watch = Timer(LONGEST_SECONDS, line.cut)
    watch.daemon = True
    try:
        watch.start()
        line.request("POST", target.path, body, dict(headers))
        return line.getresponse().status
    except ssl.SSLError:
        raise NotCalled("certificate") from None
    except TimeoutError:
        raise NotCalled("too_slow") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise NotCalled("no_answer") from None
    finally:
        watch.cancel()
        line.close()
