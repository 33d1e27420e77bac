from django.urls import path

from maillage.conditions.views import arrivals, care, posts, times

app_name = "conditions"
ARRIVAL = "metier/arrivees/<uuid:pk>/"
JOB = "metier/fiches-de-poste/<uuid:pk>/"
urlpatterns = [
    path("metier/temps/", times.week, name="week"),
    path("metier/temps/equipe/", times.team_times, name="team_times"),
    path("metier/temps/prevu/", times.plan, name="plan"),
    path("metier/analyse-de-la-pratique/", times.analyses, name="analyses"),
    path("metier/analyse-de-la-pratique/noter/", times.note_analysis, name="note_analysis"),
    path("metier/arrivees/", arrivals.arrivals, name="arrivals"),
    path("metier/arrivees/preparer/", arrivals.prepare, name="prepare_arrival"),
    path("metier/arrivees/postes/nouveau/", arrivals.plan, name="new_arrival_plan"),
    path("metier/arrivees/postes/<int:pk>/", arrivals.plan, name="arrival_plan"),
    path(ARRIVAL, arrivals.arrival, name="arrival"),
    path(ARRIVAL + "etapes/", arrivals.add_step, name="add_step"),
    path(ARRIVAL + "etapes/<int:step>/faite/", arrivals.finish_step, name="finish_step"),
    path(ARRIVAL + "etapes/<int:step>/retirer/", arrivals.drop_step, name="drop_step"),
    path(ARRIVAL + "retour/<int:month>/", arrivals.feedback, name="feedback"),
    path("metier/fiches-de-poste/", posts.jobs, name="jobs"),
    path("metier/fiches-de-poste/proposer/", posts.propose, name="propose_job"),
    path(JOB, posts.job, name="job"),
    path(JOB + "changer/", posts.rewrite, name="rewrite_job"),
    path(JOB + "signer/", posts.sign, name="sign_job"),
    path(JOB + "refuser/", posts.refuse, name="refuse_job"),
    path(JOB + "fiche.pdf", posts.job_pdf, name="job_pdf"),
    path("metier/parcours/", posts.career, name="career"),
    path("metier/parcours/ajouter/", posts.period, name="add_period"),
    path("metier/parcours/parcours.pdf", posts.career_pdf, name="career_pdf"),
    path("metier/parcours/<int:pk>/", posts.period, name="period"),
    path("metier/parcours/<int:pk>/retirer/", posts.drop_period, name="drop_period"),
    path("metier/alertes/", care.alerts, name="alerts"),
    path("metier/alertes/envoyer/", care.send_alert, name="send_alert"),
    path("metier/alertes/<uuid:pk>/", care.alert, name="alert"),
    path("metier/alertes/<uuid:pk>/clore/", care.close_alert, name="close_alert"),
    path("metier/propositions/", care.proposals, name="proposals"),
    path("metier/propositions/proposer/", care.suggest, name="suggest"),
    path("metier/propositions/<uuid:pk>/", care.proposal, name="proposal"),
    path("metier/propositions/<uuid:pk>/fait/", care.mend, name="mend"),
    path("metier/a-qui-demander/", care.known, name="known"),
    path("metier/a-qui-demander/proposer/", care.offer, name="offer"),
    path("metier/a-qui-demander/<int:pk>/retirer/", care.withdraw, name="withdraw_expertise"),
]
