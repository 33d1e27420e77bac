"""Claims in random organisations, and who reads them, in plain sentences."""

from datetime import date

from maillage.rights import models as rights

DAY = date(2026, 1, 5)
OF_ONE_ADULT = {"aah", "mva", "asi", "aspa", "ass", "apa"}
OF_PERSON = (rights.Claim, rights.Piece, rights.Appeal, rights.Overpayment)


class Claims:
    """Adds, for one person, what may be claimed in their name, carried by any structure."""

    def __init__(self, maker) -> None:
        self.maker, self.draw, self.made = maker, maker.draw, maker.made

    def of(self, person) -> None:
        for benefit in self.draw.sample(("rsa", "ppa", "aah"), self.draw.randint(0, 2)):
            place = {"person": person, "structure": self.maker.structure()}
            claim = self.made.add(
                rights.Claim(id=self.maker.key(), benefit=benefit, found_on=DAY, proposed_on=DAY, **place)
            )
            self.made.add(rights.Piece(id=self.maker.key(), claim=claim, what="x", **place))
            told = {"stage": "prior", "authority": "x", "decision_on": DAY, "lodge_by": DAY, "lodged_on": DAY}
            self.made.add(rights.Appeal(id=self.maker.key(), claim=claim, **told, **place))
        if self.draw.random() < 0.5:
            place = {"person": person, "structure": self.maker.structure()}
            told = {"benefit": "rsa", "amount": 1, "notified_on": DAY, "contest_by": DAY}
            self.made.add(rights.Overpayment(id=self.maker.key(), **told, **place))


class ReadsClaims:
    """The sentences; mixed into the oracle."""

    def _claim(self, row):
        """Of those I see: what my structure carries, all if they opened "foyer, budget et droits" to me."""
        if row.person_id not in self.persons:
            return False
        return row.structure_id == self.actor.structure_id or self.agreed(row.person_id, "home")

    _piece = _appeal = _overpayment = _claim

    def reads_own_rights(self, row, members) -> bool:
        """The person: what is claimed in their name; what was found where they ask, or live with who asks, but for what
        would tell of the other adult's health, age or work."""
        me = self.actor.person_id
        if isinstance(row, OF_PERSON):
            return row.person_id == me
        homes = {
            one.household_id
            for one in members
            if one.person_id == me and one.until is None and one.role in ("applicant", "partner")
        }
        if not isinstance(row, rights.Screening | rights.Entitlement) or row.household_id not in homes:
            return False
        couple = any(
            one.household_id == row.household_id and one.role == "partner" and one.until is None
            for one in members
        )
        return isinstance(row, rights.Screening) or not (couple and row.benefit in OF_ONE_ADULT)
