"""What an operator puts in front of the portal: a proxy that ends TLS and says so, on this machine."""

from __future__ import annotations

import http.client
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tests.distribution.servers import certificate

OF_THE_LINE = {"connection", "keep-alive", "transfer-encoding", "content-length"}
"""Headers of one connection, which a proxy does not pass on."""


@contextmanager
def tls_front(portal: str, folder: Path) -> Iterator[int]:
    """Run the proxy in front of a portal's address such as 127.0.0.1:8000; gives its port. It keeps the host that was asked for."""
    class Passing(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            line = http.client.HTTPConnection(portal, timeout=60)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            line.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in OF_THE_LINE:
                    line.putheader(name, value)
            for name, value in (("X-Forwarded-Proto", "https"), ("X-Forwarded-For", self.client_address[0]), ("Content-Length", str(len(body)))):
                line.putheader(name, value)
            line.endheaders(body)
            answer = line.getresponse()
            content = answer.read()
            self.send_response(answer.status, answer.reason)
            for name, value in answer.getheaders():
                if name.lower() not in OF_THE_LINE:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            line.close()

        do_GET = do_HEAD = do_POST = _pass  # noqa: N815 - the server's hooks

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's hook
            """Keep quiet."""

    class Serving(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A browser that has not been told of our certificate, or that leaves, is no fault."""
            if not isinstance(sys.exception(), OSError):
                super().handle_error(request, client_address)  # type: ignore[arg-type]

    server = Serving(("127.0.0.1", 0), Passing)
    settings: ssl.SSLContext = certificate(folder)[0]
    server.socket = settings.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)  # else one slow caller keeps all others waiting
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
