"""Answers that come by mail: a file becomes mails, a mail its own words, and those an answer or a reason why not. Pure."""

from __future__ import annotations

from briefing.distribution.replies.files import mails_of
from briefing.distribution.replies.judging import Archive, Outcome, Reason, Terms, Verdict, judge
from briefing.distribution.replies.reading import Mail, read_mail

__all__ = ["Archive", "Mail", "Outcome", "Reason", "Terms", "Verdict", "judge", "mails_of", "read_mail"]
