"""Hooks: who is told when something happened. A happening and its calls are kept in one transaction; calls are made by the process that brings mail."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from briefing.portal.calling import NotCalled, Target, post, target_of
from briefing.portal.models import Act, Call, CallState, Happening, Hook, Person, Publication
from briefing.portal.models.hooks import TOLD
from briefing.portal.selectors.answers import all_live
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.selectors.desk import latest_publications
from briefing.portal.services.outbox import WAITS
from briefing.portal.services.trail import record

log = logging.getLogger("briefing.portal.hooks")
LEASE = timedelta(seconds=60)
"""How long a call stays a worker's: longer than it can take."""
KEPT = timedelta(days=30)
"""How long it is shown what became of a call."""
WATCH_SECONDS = 600.0
IDLE_SECONDS = 1.0
MOST = 20
"""Hooks that there can be."""
_SALT = "briefing.portal.hook"


class NotAdded(Exception):  # noqa: N818 - it names what is wrong
    """A hook that is not added; the argument is the key of its words."""


def secret_of(hook: Hook) -> str:
    """Give a hook's secret: derived from the portal's own, so that neither the database nor a backup holds it."""
    return f"brs_{salted_hmac(_SALT, hook.mark, algorithm='sha256').hexdigest()}"


def signature(secret: str, body: bytes, seconds: int) -> str:
    """Give what a receiver checks: the time, and the HMAC-SHA256 over time and body."""
    mac = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={mac}"


def add_hook(by: Person, when: datetime, *, address: str, site: str, happenings: list[str]) -> Hook:
    """Add an address to be called; it is looked up at each call, not here.

    Raises:
        NotAdded: It may not be called, is told of nothing, or there are too many.
    """
    chosen = [each.value for each in TOLD if each.value in happenings]
    try:
        target_of(address.strip(), settings.HOOK_HOSTS)
    except NotCalled as fault:
        key = f"hooks.{fault}"
        raise NotAdded(key) from None
    if len(address.strip()) > 400:
        raise NotAdded("hooks.bad_address")
    if not chosen:
        raise NotAdded("hooks.nothing")
    if Hook.objects.count() >= MOST:
        raise NotAdded("hooks.too_many")
    with transaction.atomic():
        hook = Hook.objects.create(address=address.strip(), site=site, happenings=chosen, made_by=by, made_at=when)
        record(Act.HOOK_ADDED, by, when, hook=hook.mark, site=site)
    return hook


def remove_hook(by: Person, hook: Hook, when: datetime) -> None:
    """Call an address no more; calls that wait go with it."""
    with transaction.atomic():
        record(Act.HOOK_REMOVED, by, when, hook=hook.mark)
        hook.delete()


def test_hook(hook: Hook, when: datetime) -> None:
    """Have a call made that tells of nothing."""
    name = f"test:{hook.mark}:{when.isoformat(timespec='seconds')}"
    _tell(hook, Happening.TEST, name, when, {"site": None, "period": None, "number": None, "ask": None, "link": settings.ADDRESS})


def announce(happening: Happening, publication: Publication, when: datetime, *, ask: str = "", key: str = "") -> None:
    """Keep that something happened, for each hook that is told of it; inside the transaction in which it happened.

    `key` tells one happening to an ask from the next; the same one is told once.
    """
    name = ":".join(filter(None, (happening.value, publication.site, publication.period, str(publication.number), ask, key)))
    place = reverse("asked" if ask else "publication", args=(publication.site, publication.period, publication.number))
    told = {"site": publication.site, "period": publication.period, "number": publication.number, "ask": ask or None, "link": f"{settings.ADDRESS}{place}"}
    for hook in Hook.objects.filter(Q(site="") | Q(site=publication.site)):
        if happening.value in hook.happenings:
            _tell(hook, happening, name[:160], when, told)


def _tell(hook: Hook, happening: Happening, name: str, when: datetime, told: dict[str, Any]) -> None:
    Call.objects.get_or_create(hook=hook, name=name, defaults={"happening": happening.value, "told": told, "happened_at": when, "next_try_at": when})


def watch(when: datetime) -> None:
    """Announce what only time brings about: asks whose days are over. Told once for each ask under its terms."""
    if not any(Happening.ESCALATION_DUE.value in hook.happenings for hook in Hook.objects.all()):
        return
    charter = charter_in_force()
    for known in all_live(latest_publications(charter), charter, timezone.localdate(when)):
        for each in known.answers.escalations:
            announce(Happening.ESCALATION_DUE, known.publication, when, ask=each.ask.id, key=each.ask.fingerprint)


def deliver(owner: str, now: Callable[[], datetime] = timezone.now) -> bool:
    """Make the next call that is due; False where there is none."""
    call = _claim(owner, now())
    if call is None:
        return False
    try:
        outcome, taken = _made(call, now())
    except NotCalled as fault:
        outcome, taken = str(fault), False
    mine = Call.objects.filter(pk=call.pk, lease_owner=owner, state=CallState.LEASED)
    mine.update(outcome=outcome, lease_owner="", lease_until=None, **_became(call, now(), taken=taken))
    return True


def _claim(owner: str, now: datetime) -> Call | None:
    """Give the next call, leased: of those that are due, and of those whose worker did not come back."""
    free = Q(state__in=(CallState.DUE, CallState.DEFERRED), next_try_at__lte=now) | Q(state=CallState.LEASED, lease_until__lt=now)
    for pk in Call.objects.filter(free).order_by("next_try_at", "pk").values_list("pk", flat=True)[:5]:
        if Call.objects.filter(free, pk=pk).update(state=CallState.LEASED, lease_owner=owner, lease_until=now + LEASE, attempts=F("attempts") + 1):
            return Call.objects.select_related("hook").filter(pk=pk).first()
    return None


def _made(call: Call, now: datetime) -> tuple[str, bool]:
    body = body_of(call)
    target: Target = target_of(call.hook.address, settings.HOOK_HOSTS)
    headers = {"Content-Type": "application/json", "User-Agent": "briefing", "Briefing-Happening": call.happening, "Briefing-Call": call.name.encode("ascii", "replace").decode(),
               "Briefing-Signature": signature(secret_of(call.hook), body, int(now.timestamp()))}
    status = post(target, body, headers)
    return str(status), 200 <= status < 300


def body_of(call: Call) -> bytes:
    """Give what a call tells: codes, numbers and a link."""
    return json.dumps({"name": call.name, "happening": call.happening, "happened_at": call.happened_at.isoformat()} | call.told, sort_keys=True).encode()


def _became(call: Call, now: datetime, *, taken: bool) -> dict[str, Any]:
    if taken:
        return {"state": CallState.TAKEN, "ended_at": now, "next_try_at": None}
    if call.attempts > len(WAITS) or call.happening == Happening.TEST:
        return {"state": CallState.GIVEN_UP, "ended_at": now, "next_try_at": None}
    return {"state": CallState.DEFERRED, "next_try_at": now + WAITS[call.attempts - 1]}


def forget(now: datetime) -> None:
    """Delete what ended long ago, but for what of an ask under its terms has been told: it is not told again."""
    Call.objects.filter(ended_at__lt=now - KEPT).exclude(happening=Happening.ESCALATION_DUE).delete()


def run(owner: str, stop: Event) -> None:
    """Make calls until told to stop, and look every ten minutes for what time brought about."""
    waited = WATCH_SECONDS
    while not stop.is_set():
        try:
            if waited >= WATCH_SECONDS:
                waited = 0.0
                watch(timezone.now())
                forget(timezone.now())
            if deliver(owner):
                continue
        except Exception as fault:  # noqa: BLE001 - calls must go on whatever one of them, or the database, did
            log.error("calls failed: %s", type(fault).__name__)  # noqa: TRY400 - never the text: it may quote an address
        close_old_connections()
        stop.wait(IDLE_SECONDS)
        waited += IDLE_SECONDS
