from django.urls import include, path

from maillage.referrals.commissions_urls import urlpatterns_commissions
from maillage.referrals.places_urls import urlpatterns_places
from maillage.referrals.views import (
    appeals,
    documents,
    joined,
    own,
    papers,
    received,
    reentry,
    request_door,
    requests,
)

app_name = "referrals"
of_person = [
    path("<uuid:pk>/dispositifs/", documents.referrals_of, name="referrals_of"),
    path("<uuid:pk>/dispositifs/nouveau/", documents.begin, name="begin"),
]
A_REFERRAL = "dossiers-uniques/<uuid:pk>/"
of_team = [
    path(A_REFERRAL, documents.referral, name="referral"),
    path(A_REFERRAL + "dispositifs/", documents.add_scheme, name="add_scheme"),
    path("dossiers-uniques/vierge/", papers.blank, name="blank_paper"),
    path(A_REFERRAL + "papier/", papers.filled, name="filled_paper"),
    path(A_REFERRAL + "ressaisir/", reentry.type_in, name="reentry"),
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
    path(A_REQUEST + "pieces/<uuid:piece>/document/", joined.give, name="give_document"),
    path(A_REQUEST + "pdf/", papers.request_pdf, name="request_pdf"),
    path(A_REQUEST + "lettres/<slug:kind>/", papers.letter, name="letter"),
    path(A_REQUEST + "silence/", appeals.note_silence, name="note_silence"),
    path(A_REQUEST + "recours/", appeals.lodge, name="lodge_appeal"),
    path(A_REQUEST + "recours/<uuid:appeal>/", appeals.answer, name="answer_appeal"),
    path(A_REQUEST + "recours/<uuid:appeal>/lettre/", papers.appeal_letter, name="appeal_letter"),
    path(A_REQUEST + "documents/", joined.join, name="join_document"),
    path(A_REQUEST + "documents/<uuid:joined>/accord/", joined.agree, name="agree_to_document"),
    path(A_REQUEST + "documents/<uuid:joined>/retirer/", joined.take_back, name="take_back_document"),
]
of_scheme = [
    path("demandes-recues/", received.inbox, name="inbox"),
    path("demandes-recues/<uuid:pk>/", received.received, name="received"),
    path("demandes-recues/<uuid:pk>/pdf/", papers.received_pdf, name="received_pdf"),
    path("demandes-recues/<uuid:pk>/lettres/<slug:kind>/", papers.received_letter, name="received_letter"),
    path("demandes-recues/<uuid:pk>/recours/<uuid:appeal>/", appeals.received_answer, name="received_appeal"),
    path("demandes-recues/<uuid:pk>/documents/<uuid:joined>/", joined.received_file, name="received_file"),
    path("demandes-recues/<uuid:pk>/<slug:step>/", received.answer, name="answer"),
]
A_LINK = "demande-par-lien/<str:token>/"
by_link = [
    path(A_LINK, request_door.door, name="request_door"),
    path(A_LINK + "pdf/", request_door.pdf, name="link_pdf"),
    path(A_LINK + "lettres/<slug:kind>/", request_door.letter, name="link_letter"),
    path(A_LINK + "documents/<uuid:joined>/", request_door.file, name="link_file"),
    path(A_LINK + "<slug:step>/", request_door.answer, name="link_answer"),
]
own_space = [
    path("dossiers/", own.referrals, name="own_referrals"),
    path("dossiers/<uuid:pk>/", own.document, name="own_document"),
    path("dossiers/<uuid:pk>/<slug:code>/mes-mots/", own.say, name="own_say"),
    path("demandes/<uuid:pk>/", own.one_request, name="own_request"),
    path("demandes/<uuid:pk>/retirer/", own.withdraw, name="own_withdraw"),
    path("demandes/<uuid:pk>/pieces/<uuid:piece>/", own.give, name="own_piece"),
    path("demandes/<uuid:pk>/pieces/<uuid:piece>/photo/", joined.own_bring, name="own_bring"),
    path("demandes/<uuid:pk>/documents/<uuid:joined>/", joined.own_agree, name="own_agree"),
    path("demandes/<uuid:pk>/silence/", appeals.own_note_silence, name="own_note_silence"),
    path("demandes/<uuid:pk>/recours/", appeals.own_lodge, name="own_lodge"),
    path(
        "demandes/<uuid:pk>/recours/<uuid:appeal>/lettre/", papers.own_appeal_letter, name="own_appeal_letter"
    ),
    path(
        "demandes/<uuid:pk>/recours/<uuid:appeal>/silence/",
        appeals.own_appeal_silence,
        name="own_appeal_silence",
    ),
    path("demandes/<uuid:pk>/lettres/<slug:kind>/", papers.own_letter, name="own_letter"),
    path("dossiers/<uuid:pk>/papier/", papers.own_filled, name="own_paper"),
]
urlpatterns = [
    *of_team,
    *of_request,
    *of_scheme,
    *urlpatterns_commissions,
    *urlpatterns_places,
    *by_link,
    path("personnes/", include(of_person)),
    path("mon-espace/", include(own_space)),
]
