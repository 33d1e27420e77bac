from django.urls import path

from maillage.placements.views import hosting, rounds, school, sessions, wishes
from maillage.placements.views.pages import by_link

app_name = "placements"
SESSION = "stages/sessions/<uuid:public_id>/"
SCHOOL = SESSION + "ecole/"
STUDENT = "stages/etudiants/<uuid:public_id>/"
LINK = "stages/voeux/<str:token>/"
SEAT = "stages/places/<uuid:public_id>/"
urlpatterns = [
    path("stages/", sessions.home, name="home"),
    path("stages/methode/", sessions.method, name="method"),
    path("stages/sessions/nouvelle/", sessions.prepare, name="prepare"),
    path(SESSION, sessions.session, name="session"),
    path(SESSION + "changer/", sessions.correct, name="correct"),
    path(SESSION + "publier/", sessions.publish, name="publish"),
    path(SESSION + "reporter/", sessions.postpone, name="postpone"),
    path(SESSION + "ecoles/", sessions.call_schools, name="call_schools"),
    path(SESSION + "structures/", sessions.hosts, name="hosts"),
    path(SESSION + "structures/solliciter/", sessions.call_hosts, name="call_hosts"),
    path(SESSION + "structures/relever/", sessions.note_rooms, name="note_rooms"),
    path(SESSION + "structures/<int:pk>/", sessions.limits, name="limits"),
    path(SESSION + "proposer/", hosting.add_seat, name="add_seat"),
    path(SESSION + "tours/<int:number>/", rounds.run, name="run"),
    path(SESSION + "tours/<int:number>/rejouer/", rounds.replay, name="replay"),
    path(SESSION + "arbitrages/", rounds.arbitrations, name="arbitrations"),
    path(SESSION + "arbitrages/seance/", rounds.decide_together, name="decide_together"),
    path("stages/arbitrages/<uuid:public_id>/", rounds.decide, name="decide"),
    path(SCHOOL, school.school, name="school"),
    path(SCHOOL + "ajouter/", school.add_student, name="add_student"),
    path(SCHOOL + "coller/", school.paste, name="paste"),
    path(SCHOOL + "promotions/", school.add_cohort, name="add_cohort"),
    path(SCHOOL + "promotions/<int:pk>/", school.cohort, name="cohort"),
    path(SCHOOL + "promotions/<int:pk>/retirer/", school.remove_cohort, name="remove_cohort"),
    path(STUDENT, wishes.candidate, name="candidate"),
    path(STUDENT + "changer/", wishes.change, name="change"),
    path(STUDENT + "choix/", wishes.choices, name="choices"),
    path(STUDENT + "impossible/", wishes.impossible, name="impossible"),
    path(STUDENT + "impossible/<int:pk>/", wishes.take_back, name="take_back"),
    path(STUDENT + "resultat/", wishes.result, name="result"),
    path(LINK, by_link(wishes.candidate), name="linked_candidate"),
    path(LINK + "changer/", by_link(wishes.change), name="linked_change"),
    path(LINK + "choix/", by_link(wishes.choices), name="linked_choices"),
    path(LINK + "impossible/", by_link(wishes.impossible), name="linked_impossible"),
    path(LINK + "impossible/<int:pk>/", by_link(wishes.take_back), name="linked_take_back"),
    path(LINK + "resultat/", by_link(wishes.result), name="linked_result"),
    path(STUDENT + "lien/", school.link_again, name="link_again"),
    path(STUDENT + "retirer/", school.withdraw, name="withdraw_student"),
    path(STUDENT + "proposer/", rounds.propose, name="propose"),
    path("stages/donnees/<uuid:public_id>/rendre/", wishes.give_back, name="give_back"),
    path("stages/donnees/<uuid:public_id>/convention/", school.make_convention, name="make_convention"),
    path("stages/places/", hosting.places, name="places"),
    path(SEAT, hosting.seat, name="seat"),
    path(SEAT + "changer/", hosting.seat_form, name="seat_form"),
    path(SEAT + "retirer/", hosting.withdraw, name="withdraw_seat"),
    path(SEAT + "immersion/", hosting.immersion, name="immersion"),
    path("stages/immersions/<uuid:public_id>/", hosting.answer_immersion, name="answer_immersion"),
    path("stages/reponse/<str:token>/", hosting.answer, name="answer"),
    path("stages/viennent/<str:token>/", hosting.coming, name="coming"),
    path("stages/calendriers/", school.calendars, name="calendars"),
    path("stages/calendriers/ajouter/", school.add_period, name="add_period"),
    path("stages/calendriers/<int:pk>/", school.period, name="period"),
    path("stages/calendriers/<int:pk>/retirer/", school.remove_period, name="remove_period"),
]
