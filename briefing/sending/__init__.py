"""What `send` does: a plan that a person sees, then each mail handed over once and noted in the workspace's ledger."""

from __future__ import annotations

from briefing.sending.call import Call, run_send
from briefing.sending.plan import Item, Plan, Sent, Standing, Wish, plan_of, send

__all__ = ["Call", "Item", "Plan", "Sent", "Standing", "Wish", "plan_of", "run_send", "send"]
