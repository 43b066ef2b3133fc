"""The portal as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The one application of the portal; its tables carry the prefix `portal`."""

    name = "briefing.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
