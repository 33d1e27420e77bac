from django.urls import path

from maillage.calls.views import applications, call_acts, calls, jury, projects, rulings

A_CALL = "appels/<uuid:public_id>/"
AN_AWARD = "projets-retenus/<uuid:public_id>/"

CALLS = [
    path("appels/", calls.calls, name="calls"),
    path("appels/calendrier/", calls.calendar, name="calendar"),
    path("appels/calendrier.ics", calls.calendar_ics, name="calendar_ics"),
    path("appels/preparer/", call_acts.open_call, name="open_call"),
    path("labels/", calls.register, name="register"),
    path(A_CALL, calls.call, name="call"),
    path(A_CALL + "corriger/", call_acts.correct_call, name="correct_call"),
    path(A_CALL + "publier/", call_acts.publish_call, name="publish_call"),
    path(A_CALL + "questions/ajouter/", call_acts.add_question, name="add_question"),
    path(A_CALL + "questions/<int:number>/retirer/", call_acts.remove_question, name="remove_question"),
    path(A_CALL + "financeurs/ajouter/", call_acts.add_funder, name="add_funder"),
    path(A_CALL + "aide/", call_acts.ask, name="ask"),
    path(A_CALL + "aide/<int:number>/repondre/", call_acts.answer, name="answer"),
    path(A_CALL + "intention/", call_acts.send_intent, name="send_intent"),
    path(A_CALL + "dossier/", applications.begin, name="begin"),
    path(A_CALL + "indicateurs/ajouter/", projects.add_indicator, name="add_indicator"),
    path(A_CALL + "indicateurs/<int:number>/relire/", projects.review_indicator, name="review_indicator"),
    path(A_CALL + "jury/", jury.jury, name="jury"),
    path(A_CALL + "jury/confier/", jury.spread, name="spread"),
    path(A_CALL + "jury/discuter/", jury.open_discussion, name="open_discussion"),
    path(A_CALL + "jury/envoyer/", rulings.notify, name="notify"),
    path(A_CALL + "jury/lettres.zip", rulings.letters, name="letters"),
]
PROJECTS = [
    path("actions-a-garder/", projects.to_sustain, name="to_sustain"),
    path(AN_AWARD, projects.award, name="award"),
    path(AN_AWARD + "indicateurs/<int:number>/", projects.tell_value, name="tell_value"),
    path(AN_AWARD + "bilan/", projects.write_review, name="write_review"),
    path(AN_AWARD + "garder/", projects.sustain, name="sustain"),
    path(AN_AWARD + "retirer/", projects.withdraw_award, name="withdraw_award"),
]
urlpatterns = [*CALLS, *PROJECTS]
