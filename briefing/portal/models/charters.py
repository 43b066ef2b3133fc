"""Versions of the charter, and signatures on its definitions that wait for the other side."""

from __future__ import annotations

from django.db import models

from briefing.portal.models.people import Person


class CharterVersion(models.Model):
    """A charter that was in force from its upload on; its bytes are frozen."""

    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT)
    """None for the charter that came with an imported workspace."""
    changes = models.JSONField(default=list)
    """What changed, as rows of sheet, key, field, before and after."""
    in_force = models.BooleanField(default=False)
    """False while it waits to be confirmed."""

    class Meta:
        """Newest first."""

        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        """Give the hash."""
        return self.sha256


class Agreement(models.Model):
    """One side's yes to one target row as it was shown; both sides' write their names into the charter."""

    kpi = models.CharField(max_length=40)
    site = models.CharField(max_length=40)
    terms = models.CharField(max_length=64)
    """The hash of what was shown, so that a changed definition needs a new yes."""
    side = models.CharField(max_length=4)
    """`hq` or `site`."""
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    signed_as = models.CharField(max_length=80)
    agreed_on = models.DateField()

    class Meta:
        """Each side once for the same terms."""

        constraints = [models.UniqueConstraint(fields=["kpi", "site", "terms", "side"], name="one_yes_a_side")]

    def __str__(self) -> str:
        """Give the row and the side."""
        return f"{self.kpi} {self.site} {self.side}"
