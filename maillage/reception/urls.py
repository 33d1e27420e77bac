from django.urls import path

from maillage.reception.views import figures, receptions, tasks, types

app_name = "reception"
A_RECEPTION = "accueils/<uuid:pk>/"
A_TASK = "taches/<uuid:pk>/"
RECEPTIONS = [
    path("accueils/", receptions.receptions, name="receptions"),
    path("accueils/nouveau/", receptions.receive, name="receive"),
    path("accueils/chiffres/", figures.figures, name="figures"),
    path(A_RECEPTION, receptions.reception, name="reception"),
    path(A_RECEPTION + "revient/", receptions.come_back, name="come_back"),
    path(A_RECEPTION + "orienter/<uuid:service>/", receptions.orient, name="orient"),
    path(A_RECEPTION + "bon.pdf", receptions.slip, name="slip"),
    path("personnes/<uuid:pk>/joindre-un-accueil/", receptions.join, name="join"),
]
TASKS = [
    path("taches/", tasks.to_do, name="to_do"),
    path("taches/confiees/", tasks.entrusted, name="entrusted"),
    path("taches/heures/", figures.hours, name="hours"),
    path("taches/irritants/", figures.irritants, name="irritants"),
    path("taches/types/", types.types, name="types"),
    path("taches/types/nouveau/", types.add, name="add_type"),
    path("taches/types/<uuid:pk>/fermer/", types.close, name="close_type"),
    path("personnes/<uuid:pk>/confier/", tasks.choose, name="choose"),
    path("personnes/<uuid:pk>/confier/<uuid:kind>/", tasks.entrust, name="entrust"),
    path(A_TASK, tasks.task, name="task"),
    path(A_TASK + "prendre/", tasks.take, name="take"),
    path(A_TASK + "remettre/", tasks.release, name="release"),
    path(A_TASK + "etapes/", tasks.tick, name="tick"),
    path(A_TASK + "temps/", tasks.minutes, name="minutes"),
    path(A_TASK + "demander/", tasks.ask, name="ask"),
    path(A_TASK + "repondre/", tasks.answer, name="answer"),
    path(A_TASK + "terminer/", tasks.finish, name="finish"),
    path(A_TASK + "retirer/", tasks.withdraw, name="withdraw"),
    path(A_TASK + "lue/", tasks.mark_read, name="mark_read"),
    path(A_TASK + "signaler/", tasks.irritant, name="irritant"),
]
urlpatterns = [*RECEPTIONS, *TASKS]
