from django.urls import path

from maillage.support.views import goals, notes

app_name = "support"
GOAL = "<uuid:pk>/objectifs/<uuid:goal>"
urlpatterns = [
    path("<uuid:pk>/suivi/", notes.notes, name="notes"),
    path("<uuid:pk>/objectifs/", goals.goals, name="goals"),
    path("<uuid:pk>/objectifs/nouveau/", goals.new_goal, name="new_goal"),
    path(f"{GOAL}/revoir/", goals.revise, name="revise"),
    path(f"{GOAL}/etapes/<uuid:step>/", goals.tick, name="tick"),
    path(f"{GOAL}/avancee/", goals.mark, name="mark"),
    path(f"{GOAL}/signature/", goals.sign, name="sign"),
    path(f"{GOAL}/terminer/", goals.close, name="close"),
    path(f"{GOAL}/accord.pdf", goals.paper, name="goal_paper"),
]
