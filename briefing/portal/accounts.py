"""Signing in: who may, and what allauth asks of us."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import render

from briefing.portal.models import Person


class Accounts(DefaultAccountAdapter):
    """Nobody signs up: an administrator adds people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Say no."""
        return False

    def add_message(self, *given: Any, **more: Any) -> None:  # noqa: ANN401 - allauth's signature
        """Say nothing of signing in and out: the pages do."""


class CompanyAccounts(DefaultSocialAccountAdapter):
    """The company's accounts open the portal to people it knows, and to nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401, ARG002 - allauth's signature
        """Say no."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401 - allauth's signature
        """Let in who is known by a verified address; answer everybody else with the closed door."""
        if sociallogin.is_existing and sociallogin.user.is_active:
            return
        verified = [each.email.lower() for each in sociallogin.email_addresses if each.verified]
        person = Person.objects.filter(email__in=verified, is_active=True).first()
        if person is None:
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=403))
        sociallogin.connect(request, person)
