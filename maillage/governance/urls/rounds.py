from django.urls import path

from maillage.governance.views import ballots, requests, rounds

A_ROUND = "consultations-ecrites/<uuid:public_id>/"

urlpatterns = [
    path("seances/<uuid:public_id>/consulter/", rounds.open_round, name="open_round"),
    path(A_ROUND, rounds.round_page, name="round"),
    path(A_ROUND + "prolonger/", rounds.extend, name="extend_round"),
    path(A_ROUND + "clore/", rounds.close, name="close_round"),
    path(A_ROUND + "votes/<int:pk>/", rounds.note, name="note_voices"),
    path("instances/<uuid:public_id>/demander/", requests.ask, name="ask_point"),
    path("seances/<uuid:public_id>/points/<uuid:item>/ecarter/", requests.drop, name="drop_point"),
    path("bulletins/<str:token>/", ballots.ballot, name="ballot"),
    path("bulletins/<str:token>/documents/<uuid:paper>/", ballots.paper, name="ballot_paper"),
]
