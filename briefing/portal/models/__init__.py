"""The portal's tables: people, months being made, what was published and answered, the trail, the worker's jobs, tokens and hooks of other programs."""

from __future__ import annotations

from briefing.portal.models.answers import Answer, Channel, Message, Reading
from briefing.portal.models.charters import Agreement, CharterVersion
from briefing.portal.models.hooks import Call, CallState, Happening, Hook
from briefing.portal.models.jobs import Job, JobKind, JobState
from briefing.portal.models.months import Approval, Comment, Month, Override, Version, VersionState
from briefing.portal.models.outbox import Dispatch, DispatchState, Mailing
from briefing.portal.models.packs import Pack
from briefing.portal.models.people import Person, Right, RightKind, SetupLink
from briefing.portal.models.publications import Frozen, Publication, PublishedAsks, PublishedText
from briefing.portal.models.tokens import Scope, Token
from briefing.portal.models.trail import Act, TrailEntry, TrailHead

__all__ = [
    "Act", "Agreement", "Answer", "Approval", "Call", "CallState", "Channel", "CharterVersion", "Comment", "Dispatch", "DispatchState", "Frozen", "Happening", "Hook", "Job", "JobKind", "JobState", "Mailing", "Message", "Month", "Override", "Pack", "Person", "Publication", "PublishedAsks", "PublishedText", "Reading", "Right", "RightKind", "Scope", "SetupLink", "Token", "TrailEntry", "TrailHead", "Version", "VersionState",
]
