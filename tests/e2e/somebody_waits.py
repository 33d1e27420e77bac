"""`python -m tests.e2e.somebody_waits`: Nathalie Bodin's request to the SIAO is accepted, and one place is free; prints its address.

Run inside an installation that holds the fictional territory.
"""


def lay_out():
    from maillage.demo import places
    from maillage.permissions.context import acting
    from maillage.referrals.actions import answering
    from maillage.referrals.actions import places as offers
    from maillage.referrals.models import SchemeRequest
    from maillage.schemes.actions import places as supply
    from maillage.schemes.models import Place, Scheme

    scene = places.known()
    claire, pauline = scene.worker("claire"), scene.worker("pauline")
    scheme = Scheme.objects.get(name="SIAO, logement temporaire", ends_on=None)
    _ask(claire, scheme)
    with acting(pauline):
        request = SchemeRequest.objects.filter(scheme=scheme, state="complete").order_by("-sent_at").first()
        told = {"by": pauline, "request": request}
        request = answering.decide(version=request.version, on=request.received_on, outcome="waiting", **told)
        values = {"public": "families", "persons": 2, "need": "Sans aucune solution au prochain mois"}
        offers.say_need(values=values, **told | {"request": request})
        place = Place.objects.get(label="Logement 4")
        supply.say(by=pauline, place=place, said="free")
    return place.public_id


def _ask(claire, scheme):
    from random import Random

    from maillage.demo.referrals import Fate, _document
    from maillage.people.models import Person
    from maillage.permissions.context import acting

    with acting(claire):
        person = Person.objects.get(first_name="Nathalie", last_name="Bodin")
    _document(claire, person, [scheme], [Fate("complete", 2)], Random(3))


def main():
    import django
    from django.db import transaction

    django.setup()
    with transaction.atomic():
        print(lay_out())


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    main()
