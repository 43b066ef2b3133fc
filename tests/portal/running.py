"""A portal as an operator runs it: `briefing serve` in processes of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

PROJECT = Path(__file__).parents[2]
CROWDED = 4
"""Times that a busy machine may take longer by the clock than by its processors."""


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Running:
    """The service, up from the start of the block to its end."""

    def __init__(self, data: Path, *more: str, **environment: str) -> None:
        """Choose a port; nothing is started yet."""
        self.data, self.more = data, more
        self.address = f"http://127.0.0.1:{free_port()}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BRIEFING_", "DJANGO_", "DATABASE_"))}
        self.environment = kept | {"PYTHONPATH": str(PROJECT), "OPENBLAS_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"} | environment
        self.log = data.with_suffix(".log")

    def __enter__(self) -> Self:
        command = [sys.executable, "-c", "from briefing.cli import main; main()", "serve", "--data", str(self.data), "--bind", self.address.removeprefix("http://"), *self.more]
        self._file = self.log.open("wb")
        self.started = time.monotonic()
        self.process = subprocess.Popen(command, env=self.environment, stdout=self._file, stderr=subprocess.STDOUT)
        while self.status("/healthy/") != 200:
            assert self.process.poll() is None, self.said
            assert time.monotonic() - self.started < 60, self.said
            time.sleep(0.05)
        self.seconds = time.monotonic() - self.started
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.end()
        self._file.close()

    def end(self) -> int:
        """Ask the service to end; gives its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    @property
    def said(self) -> str:
        """All that the service wrote."""
        return self.log.read_text(encoding="utf-8")

    @property
    def setup_link(self) -> str:
        """The first administrator's link, as printed."""
        found = re.search(r"http://\S+/setup/\S+", self.said)
        assert found, self.said
        return found[0]

    def status(self, path: str) -> int:
        """Give the status a page answers with; 0 when nobody answers."""
        told = urlsplit(self.environment.get("BRIEFING_URL", self.address))
        asked = urllib.request.Request(self.address + path, headers={"Host": told.netloc, "X-Forwarded-Proto": told.scheme})  # noqa: S310 - our own address, as a proxy in front calls it
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - our own address
                return int(answer.status)
        except urllib.error.HTTPError as fault:
            return fault.code
        except OSError:
            return 0

    def children(self) -> dict[str, int]:
        """Give the processes of the service by what they run."""
        found = {}
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
            names = {"briefing.portal.working": "worker", "briefing.portal.posting": "post"}
            found[next((names[word] for word in words if word in names), "web")] = int(pid)
        return found

    def newest_code(self, count: int) -> str:
        """Give the code in the latest of that many mails."""
        deadline = time.monotonic() + 20
        while len(mails := sorted((self.data / "mail").iterdir(), key=lambda path: path.stat().st_mtime_ns)) < count:
            assert time.monotonic() < deadline, "no mail came"
            time.sleep(0.05)
        found = re.search(r"^[A-Z0-9][A-Z0-9-]{5,}$", mails[-1].read_text(encoding="utf-8").split("\n\n", 1)[1], re.MULTILINE)
        assert found
        return found[0]
