"""The portal's own settings, on a data folder of the test run."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

os.environ["BRIEFING_DATA"] = tempfile.mkdtemp(prefix="briefing-tests-")
os.environ["BRIEFING_URL"] = "http://127.0.0.1:8000"
for name in ("DATABASE_URL", "BRIEFING_SMTP_URL", "BRIEFING_OIDC_ISSUER", "BRIEFING_HOSTS", "BRIEFING_PROXIES", "BRIEFING_HOOK_HOSTS"):
    os.environ.pop(name, None)
atexit.register(shutil.rmtree, os.environ["BRIEFING_DATA"], ignore_errors=True)

from briefing.portal.settings import *  # noqa: E402, F403 - the portal's, once the environment is set
