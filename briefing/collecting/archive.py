"""What a workspace knows that an answer by mail is held against: readers, what was sent, terms, and what is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from briefing.analysis.translation import exchange_of
from briefing.distribution.ledger import Entry, Ledger, LedgerUnreadable, ledgers_of, read_ledger
from briefing.distribution.replies import Terms
from briefing.errors import BriefingError
from briefing.findings import Finding
from briefing.framing.asks import materially_changed
from briefing.model.asks import AskState
from briefing.model.charter import Charter
from briefing.model.dossier import Dossier
from briefing.model.replying import Token
from briefing.model.responses import Choice
from briefing.periods import Period
from briefing.workbook.responses import read_responses
from briefing.workspace import RESPONSES, Workspace


@dataclass(slots=True)
class WorkspaceArchive:
    """Reads of the workspace what is asked for, each file once."""

    workspace: Workspace
    charter: Charter
    faults: list[Finding] = field(default_factory=list)
    """What kept a site's terms from being read."""
    unreadable: list[str] = field(default_factory=list)
    """Lines of ledgers that are no notes of ours."""
    _ledgers: tuple[Ledger, ...] | None = None
    _dossiers: dict[str, Dossier | None] = field(default_factory=dict)
    _recorded: dict[Period, frozenset[tuple[str, str]]] = field(default_factory=dict)

    def sent(self, message_ids: Sequence[str]) -> Entry | None:
        """Give the mail of ours that the nearest of the ids names."""
        if self._ledgers is None:
            self._ledgers = tuple(self._read())
        found = (ledger.of_message(each) for each in message_ids for ledger in self._ledgers)
        return next((each for each in found if each is not None), None)

    def terms(self, token: Token) -> Terms:
        """Tell how a token's terms stand to those of the latest month that has the ask.

        Terms that have changed by less than the charter's materiality are still the same.
        """
        dossier = self._dossier(token.site)
        if dossier is None or token.period not in {each.period for each in dossier.submissions}:
            return Terms.UNKNOWN
        told = [ask for each in dossier.submissions if (ask := each.ask(token.ask)) is not None]
        if not told:
            return Terms.UNKNOWN
        decided = any(each.ask_id == token.ask and each.choice is Choice.DECIDED for each in dossier.responses)
        if decided or told[-1].state is not AskState.OPEN:
            return Terms.CLOSED
        before = next((ask for ask in told if ask.fingerprint == token.fingerprint), None)
        if before is None or materially_changed(before, told[-1], dossier.charter.company, exchange_of(dossier)):
            return Terms.STALE
        return Terms.CURRENT

    def is_recorded(self, period: Period, origin: str, ask: str) -> bool:
        """Tell whether an answer of that mail to that ask is in the month's file."""
        if period not in self._recorded:
            name = f"{RESPONSES}/{period}.csv"
            responses, _ = read_responses(name, self.workspace.folder / name)
            self._recorded[period] = frozenset((each.origin, each.ask_id) for each in responses)
        return (origin, ask) in self._recorded[period]

    def _dossier(self, site: str) -> Dossier | None:
        """Give all that is known of a site as of its latest month; None where there is nothing of it."""
        if site not in self._dossiers:
            self._dossiers[site] = None
            months = self.workspace.sent(site, self.workspace.periods()[-1]) if self.workspace.periods() else ()
            if months and site in self.workspace.sites(months[-1]):
                self.workspace.prepare(months[-1], [site])
                try:
                    self._dossiers[site] = self.workspace.dossier(site, months[-1])
                except BriefingError as fault:
                    self.faults += fault.findings
        return self._dossiers[site]

    def _read(self) -> Iterator[Ledger]:
        """Read every month's ledger; one that was edited by hand is named."""
        for path in ledgers_of(self.workspace.folder):
            try:
                yield read_ledger(path)
            except LedgerUnreadable as fault:
                self.unreadable.append(f"{fault.path.name}:{fault.line}")
