from django.urls import path

from maillage.counts.views import door, ground, nights, report, sightings

app_name = "counts"
ONE = "comptages/<uuid:public_id>/"
LINE = ONE + "fiches/<uuid:line>/"
ROUND = ONE + "tournees/<int:pk>/"
LINK = "comptages/equipe/<str:token>/"
urlpatterns = [
    path("comptages/", nights.nights, name="nights"),
    path("comptages/nouveau/", nights.prepare, name="prepare"),
    path("comptages/equipe/hors-ligne.js", door.worker, name="worker"),
    path(LINK, door.team, name="team"),
    path(LINK + "fiches/<uuid:line>/", door.correct, name="own_correct"),
    path(LINK + "fiches/<uuid:line>/rayer/", door.strike, name="own_strike"),
    path(LINK + "secteurs/<int:pk>/", door.walked, name="own_walked"),
    path(ONE, nights.night, name="night"),
    path(ONE + "changer/", nights.correct, name="correct"),
    path(ONE + "ouvrir/", nights.open_night, name="open"),
    path(ONE + "clore/", nights.close, name="close"),
    path(ONE + "publier/", nights.publish, name="publish"),
    path(ONE + "secteurs/", ground.add_sector, name="add_sector"),
    path(ONE + "secteurs/<int:pk>/", ground.sector, name="sector"),
    path(ONE + "secteurs/<int:pk>/retirer/", ground.remove_sector, name="remove_sector"),
    path(ONE + "tirage/", ground.draw, name="draw"),
    path(ONE + "equipes/", ground.add_team, name="add_team"),
    path(ONE + "equipes/<int:pk>/", ground.team_form, name="team_form"),
    path(ONE + "equipes/<int:pk>/lien/", ground.new_link, name="new_link"),
    path(ROUND + "fiche.pdf", ground.paper, name="paper"),
    path(ROUND + "saisir/", sightings.type_paper, name="type_paper"),
    path(ROUND + "parcouru/", sightings.walked, name="walked"),
    path(ONE + "fiches/", sightings.lines, name="lines"),
    path(LINE, sightings.correct, name="correct_line"),
    path(LINE + "rayer/", sightings.strike, name="strike"),
    path(ONE + "doubles/", sightings.doubles, name="doubles"),
    path(ONE + "resultats/", report.results, name="results"),
    path(ONE + "rapport/", report.report, name="report"),
    path(ONE + "rapport.pdf", report.report_pdf, name="report_pdf"),
    path(ONE + "rapport.csv", report.report_csv, name="report_csv"),
]
