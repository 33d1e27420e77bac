from django.urls import path

from maillage.support.views import appointments, documents, goals, notes, promises

app_name = "support"
GOAL = "<uuid:pk>/objectifs/<uuid:goal>"
MEETING = "<uuid:pk>/rendez-vous/<uuid:appointment>"
urlpatterns = [
    path("<uuid:pk>/suivi/", notes.notes, name="notes"),
    path("<uuid:pk>/objectifs/", goals.goals, name="goals"),
    path("<uuid:pk>/objectifs/nouveau/", goals.new_goal, name="new_goal"),
    path(f"{GOAL}/revoir/", goals.revise, name="revise_goal"),
    path(f"{GOAL}/etapes/<uuid:step>/", goals.tick, name="tick_step"),
    path(f"{GOAL}/avancee/", goals.mark, name="mark_goal"),
    path(f"{GOAL}/signature/", goals.sign, name="sign_goal"),
    path(f"{GOAL}/terminer/", goals.close, name="close_goal"),
    path(f"{GOAL}/accord.pdf", goals.paper, name="goal_paper"),
    path("<uuid:pk>/rendez-vous/", appointments.appointments, name="appointments"),
    path("<uuid:pk>/rendez-vous/nouveau/", appointments.new_appointment, name="new_appointment"),
    path(f"{MEETING}/deplacer/", appointments.move, name="move_appointment"),
    path(f"{MEETING}/annuler/", appointments.cancel, name="cancel_appointment"),
    path(f"{MEETING}/suite/", appointments.tell, name="tell_appointment"),
    path(f"{MEETING}/agenda.ics", appointments.calendar, name="calendar"),
    path("<uuid:pk>/engagements/", promises.promises, name="promises"),
    path("<uuid:pk>/engagements/nouveau/", promises.new_promise, name="new_promise"),
    path("<uuid:pk>/engagements/<uuid:promise>/tenu/", promises.keep, name="keep_promise"),
    path("<uuid:pk>/documents/", documents.documents, name="documents"),
    path("<uuid:pk>/documents/nouveau/", documents.new_document, name="new_document"),
    path("<uuid:pk>/documents/<uuid:document>/fichier/", documents.download, name="document"),
]
