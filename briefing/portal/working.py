"""`python -m briefing.portal.working`: the worker as a process."""

from __future__ import annotations

import os

import django

from briefing.portal.serving import step_back

if __name__ == "__main__":
    step_back()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briefing.portal.settings")
    django.setup()
    from briefing.portal.worker import main

    main()
