"""Which of a charter's rows hold for a site."""

from __future__ import annotations

from briefing.model.charter import Charter, Target
from briefing.periods import Period

GROUP, OWN, LATER = Target("OTD", target=0.9), Target("OTD", "MTY", target=0.95), Target("OTD", "MTY", target=0.97, valid_from=Period(2026, 5))
CHARTER = Charter(targets=(GROUP, Target("TURN", "QRO", target=0.1), OWN, LATER))


def test_a_sites_own_target_goes_before_that_for_all() -> None:
    """The latest of those valid by the month; every version is given, the site's own first."""
    assert [CHARTER.target("OTD", "MTY", Period(2026, month)) for month in (4, 5)] == [OWN, LATER]
    assert CHARTER.target("OTD", "QRO", Period(2026, 5)) is GROUP
    assert CHARTER.target("TURN", "MTY", Period(2026, 5)) is None
    assert CHARTER.targets_of("OTD", "MTY") == (OWN, LATER, GROUP)
    assert CHARTER.targets_of("OTD", "") == (GROUP,)


def test_a_kpi_is_expected_of_a_site_that_it_has_a_row_for() -> None:
    """Or of every site where it has a row for all, or none at all."""
    assert CHARTER.expects("OTD", "TIJ")
    assert CHARTER.expects("TURN", "QRO")
    assert not CHARTER.expects("TURN", "MTY")
    assert CHARTER.expects("SCRAP", "MTY")
