"""The pages of a committee that arbitrates, in Chromium: axe in light and dark, no page wider than its screen."""

import pytest

from maillage.accounts.tests.factories import client_of
from maillage.placements.tests.factories import move
from maillage.placements.tests.test_committee import Arbitrated, at, sent
from maillage.web.tests.looked_at import faults_of

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


def pages():
    """Name → HTML, as whoever runs the session, a colleague and a student are shown."""
    region = Arbitrated()
    officer, second = client_of(region.officer), client_of(region.second)
    found = {
        "attente": officer.get(at(region)).text,
        "collegue": second.get(at(region)).text,
        "seance": officer.get(at(region, "seance/")).text,
        "refus": officer.post(at(region, "seance/"), sent(region, reasons="")).text,
        "preparer": officer.get("/stages/sessions/nouvelle/").text,
    }
    there = officer.post(at(region, "seance/"), sent(region))["Location"]
    found |= {"decision": officer.get(there).text, "decide": officer.get(at(region)).text}
    move(region.session, "results")
    result = f"/stages/etudiants/{region.candidate.public_id}/resultat/"
    return found | {"resultat": client_of(region.awa).get(result).text}


def test_every_page_is_clean_in_light_and_dark_at_any_width():
    shown = pages()
    assert len(shown) == 8
    assert faults_of(shown) == {}
