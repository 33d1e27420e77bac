from django.urls import include, path

from maillage.referrals.commissions_urls import urlpatterns_commissions
from maillage.referrals.places_urls import urlpatterns_places
from maillage.referrals.views import documents, own, received, requests

app_name = "referrals"
of_person = [
    path("<uuid:pk>/dispositifs/", documents.referrals_of, name="referrals_of"),
    path("<uuid:pk>/dispositifs/nouveau/", documents.begin, name="begin"),
]
A_REFERRAL = "dossiers-uniques/<uuid:pk>/"
of_team = [
    path(A_REFERRAL, documents.referral, name="referral"),
    path(A_REFERRAL + "dispositifs/", documents.add_scheme, name="add_scheme"),
    path(A_REFERRAL + "donner-a-lire/", documents.show, name="show"),
    path(A_REFERRAL + "parties/<slug:code>/", documents.section, name="section"),
    path(A_REFERRAL + "parties/<slug:code>/garder/", documents.keep_section, name="keep_section"),
    path(A_REFERRAL + "parties/<slug:code>/ses-mots/", documents.say, name="say"),
]
A_REQUEST = "demandes/<uuid:pk>/"
of_request = [
    path("demandes/", requests.my_requests, name="my_requests"),
    path(A_REQUEST, requests.one_request, name="request"),
    path(A_REQUEST + "questions/", requests.questions, name="questions"),
    path(A_REQUEST + "accord/", requests.agreement, name="agreement"),
    path(A_REQUEST + "envoyer/", requests.send, name="send"),
    path(A_REQUEST + "enlever/", requests.drop, name="drop"),
    path(A_REQUEST + "retirer-l-accord/", requests.withdraw, name="withdraw"),
    path(A_REQUEST + "noter/<slug:step>/", requests.step, name="request_step"),
    path(A_REQUEST + "pieces/<uuid:piece>/", requests.give, name="give_piece"),
]
of_scheme = [
    path("demandes-recues/", received.inbox, name="inbox"),
    path("demandes-recues/<uuid:pk>/", received.received, name="received"),
    path("demandes-recues/<uuid:pk>/<slug:step>/", received.answer, name="answer"),
]
own_space = [
    path("dossiers/", own.referrals, name="own_referrals"),
    path("dossiers/<uuid:pk>/", own.document, name="own_document"),
    path("dossiers/<uuid:pk>/<slug:code>/mes-mots/", own.say, name="own_say"),
    path("demandes/<uuid:pk>/", own.one_request, name="own_request"),
    path("demandes/<uuid:pk>/retirer/", own.withdraw, name="own_withdraw"),
    path("demandes/<uuid:pk>/pieces/<uuid:piece>/", own.give, name="own_piece"),
]
urlpatterns = [
    *of_team,
    *of_request,
    *of_scheme,
    *urlpatterns_commissions,
    *urlpatterns_places,
    path("personnes/", include(of_person)),
    path("mon-espace/", include(own_space)),
]
