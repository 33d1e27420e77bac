from django.urls import path

from maillage.governance.views import committees, decisions, gatherings, minutes, office_papers

AN_INSTANCE = "instances/<uuid:public_id>/"
A_MEETING = "seances/<uuid:public_id>/"
A_POINT = A_MEETING + "points/<uuid:item>/"

urlpatterns = [
    path("instances/", committees.committees, name="committees"),
    path("instances/fonder/", committees.found, name="found"),
    path("instances/suites/", decisions.followed, name="followed"),
    path("instances/seances.ics", gatherings.feed, name="feed"),
    path(AN_INSTANCE, committees.committee, name="committee"),
    path(AN_INSTANCE + "corriger/", committees.correct, name="correct_committee"),
    path(AN_INSTANCE + "colleges/<int:pk>/", committees.college, name="college"),
    path(AN_INSTANCE + "sieges/donner/", committees.give_seat, name="give_seat"),
    path(AN_INSTANCE + "sieges/<int:pk>/", committees.seat, name="seat"),
    path(AN_INSTANCE + "occupants/<int:pk>/depart/", committees.leave, name="leave_seat"),
    path(AN_INSTANCE + "fonctions/donner/", committees.give_duty, name="give_duty"),
    path(AN_INSTANCE + "fonctions/<int:pk>/terminer/", committees.end_duty, name="end_duty"),
    path(AN_INSTANCE + "seances/prevoir/", gatherings.plan, name="plan_gathering"),
    path(A_MEETING, gatherings.gathering, name="gathering"),
    path(A_MEETING + "corriger/", gatherings.correct, name="correct_gathering"),
    path(A_MEETING + "annuler/", gatherings.cancel, name="cancel_gathering"),
    path(A_MEETING + "presences/", gatherings.presences, name="presences"),
    path(A_MEETING + "presences.pdf", gatherings.sheet_paper, name="sheet_paper"),
    path(A_MEETING + "clore/", gatherings.close, name="close_gathering"),
    path(A_MEETING + "seance.ics", gatherings.calendar, name="gathering_calendar"),
    path(A_MEETING + "releve.pdf", office_papers.record, {"form": "pdf"}, name="record_paper"),
    path(A_MEETING + "points/ajouter/", gatherings.add_item, name="add_item"),
    path(A_POINT + "corriger/", gatherings.correct_item, name="correct_item"),
    path(A_POINT + "deplacer/", gatherings.move_item, name="move_item"),
    path(A_POINT + "retirer/", gatherings.remove_item, name="remove_item"),
    path(A_POINT + "deport/", gatherings.step_aside, name="step_aside"),
    path(A_POINT + "decider/", decisions.decide, name="decide"),
    path(A_MEETING + "compte-rendu/", minutes.minutes, name="minutes"),
    path(A_MEETING + "compte-rendu/ecrire/", minutes.write, name="write_minutes"),
    path(A_MEETING + "compte-rendu/soumettre/", minutes.share, name="share_minutes"),
    path(A_MEETING + "compte-rendu/changement/", minutes.amend, name="amend_minutes"),
    path(A_MEETING + "compte-rendu/changements/<int:pk>/", minutes.answer, name="answer_amendment"),
    path(A_MEETING + "compte-rendu/approuver/", minutes.approve, name="approve_minutes"),
    path("decisions/<uuid:public_id>/", decisions.decision, name="decision"),
    path("decisions/<uuid:public_id>/suite/", decisions.end, name="end_decision"),
]
