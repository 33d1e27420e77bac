"""Places proposed: for the officers who decide, for the team that follows the person, for the host once they said yes."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.audit.actions import record
from maillage.people.models import Person
from maillage.permissions import Forbidden
from maillage.referrals import place_words, rules
from maillage.referrals.actions import place_answers
from maillage.referrals.actions import places as actions
from maillage.referrals.enums import OfferState
from maillage.referrals.forms import places as forms
from maillage.referrals.models import PlaceNeed
from maillage.referrals.queries import places as queries
from maillage.referrals.queries.referrals import received_requests
from maillage.schemes import place_words as supply_words
from maillage.schemes.queries import places as supply
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])
TITLE = "Places proposées"
