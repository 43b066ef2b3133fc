"""Who gets which edition; the mail it comes with; and the answers that come back by mail. Pure but for `smtp` and `ledger`."""

from __future__ import annotations

from briefing.distribution.letter import Letter, letter_of
from briefing.distribution.message import Attachment, message_of
from briefing.distribution.readers import Delivery, Obstacle, deliveries

__all__ = ["Attachment", "Delivery", "Letter", "Obstacle", "deliveries", "letter_of", "message_of"]
