"""`python -m tests.e2e.agenda_of_cases 60`: that many requests wait for the commission, whose sitting begins; prints its address.

Run inside an installation that holds the fictional territory.
"""

import sys
from datetime import timedelta
from itertools import cycle, islice
from random import Random


def lay_out(count):
    from django.utils import timezone

    from maillage.demo import places
    from maillage.governance.actions import gatherings
    from maillage.governance.models import Committee
    from maillage.governance.queries import members_on
    from maillage.permissions.context import acting
    from maillage.referrals.actions import cases
    from maillage.referrals.queries import cases as queries
    from maillage.schemes.models import Scheme

    scene = places.known()
    secretary = scene.worker("pauline")
    with acting(secretary) as by:
        committee = Committee.objects.get(name="Commission unique d’orientation")
        scheme = Scheme.objects.get(name="SIAO, logement temporaire")
        begun = timezone.now() - timedelta(minutes=5)
        told = {"title": "Séance de mesure", "place": "Tours", "starts_at": begun}
        told["ends_at"] = begun + timedelta(hours=3)
        sitting = gatherings.plan_gathering(by=by, committee=committee, values=told)
        before = len(queries.candidates(sitting))
    _ask(scene, scheme, count - before)
    with acting(secretary) as by:
        present = {one.pk: 180 for one in members_on(committee, timezone.localdate())}
        gatherings.note_presences(by=by, gathering=sitting, present=present, guests=[])
        cases.undertake(by=by, gathering=sitting)
        made = cases.fill(by=by, gathering=sitting)
    assert made >= count, made
    return sitting.public_id


def _ask(scene, scheme, count):
    from maillage.demo.referrals import Fate, _document
    from maillage.people.models import Person
    from maillage.permissions.context import acting
    from maillage.referrals.enums import RequestState
    from maillage.referrals.rules import can_refer

    pairs = []
    for name in ("claire", "karim", "nadia", "julien"):
        if name in scene.users:
            with acting(scene.worker(name)) as by:
                rows = [one for one in Person.objects.visible_to(by) if can_refer(by, one.pk)]
            pairs += [(by, one) for one in rows]
    for by, person in islice(cycle(pairs), max(count, 0)):
        _document(by, person, [scheme], [Fate(RequestState.COMPLETE, 20)], Random(3))


def main(arguments):
    import django
    from django.db import transaction

    django.setup()
    with transaction.atomic():
        print(lay_out(int(arguments[0])))


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    main(sys.argv[1:])
