"""What stands beside a request on its page: letters to print, papers joined to it, appeals."""

from django.utils import timezone

from maillage.referrals import letters_paper, wording
from maillage.referrals.enums import RequestState
from maillage.referrals.queries import papers as queries


def beside(request, found):
    today = timezone.localdate()
    made = queries.appeals_of(request.actor, found)
    return {
        "letters": letters_paper.letters(found),
        "joined": queries.joined_of(request.actor, found),
        "contested": [(one, wording.appeal(one, today)) for one in made],
        "contestable": found.state == RequestState.REFUSED
        and bool(found.scheme.ways_to_appeal)
        and all(one.outcome for one in made),
        "silent": wording.worth_by_silence(found, today),
    }
