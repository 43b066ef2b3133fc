"""`python -m briefing.portal.working`: the worker as a process."""

from __future__ import annotations

import os

import django

BEHIND = 5
"""By so much the worker steps back, so that pages answer while it builds, and first of all at the start."""

if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(BEHIND)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briefing.portal.settings")
    django.setup()
    from briefing.portal.worker import main

    main()
