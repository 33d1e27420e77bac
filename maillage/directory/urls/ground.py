from datetime import date

from django.urls import path, register_converter

from maillage.directory.views import attendance, doors, ground, links, paper, places, reception, sessions


class DayConverter:
    """2026-12-01; a day that does not exist is a page that does not."""

    regex = r"\d{4}-\d{2}-\d{2}"
    to_python = staticmethod(date.fromisoformat)

    def to_url(self, value):
        return str(value)


register_converter(DayConverter, "day")

SESSIONS = [
    path("annuaire/permanences/", sessions.sessions, name="sessions"),
    path("annuaire/permanences/agenda.ics", sessions.commune_calendar, name="commune_calendar"),
    path("annuaire/permanences/<uuid:public_id>/", sessions.session, name="session"),
    path(
        "annuaire/permanences/<uuid:public_id>/agenda.ics", sessions.session_calendar, name="session_calendar"
    ),
    path("annuaire/permanences/<uuid:public_id>/affiche.pdf", sessions.poster, name="poster"),
    path("annuaire/permanences/<uuid:public_id>/corriger/", sessions.correct_session, name="correct_session"),
    path("annuaire/permanences/<uuid:public_id>/arreter/", sessions.stop_session, name="stop_session"),
    path("annuaire/permanences/<uuid:public_id>/<day:day>/annuler/", sessions.cancel_day, name="cancel_day"),
    path("annuaire/permanences/<uuid:public_id>/<day:day>/deplacer/", sessions.move_day, name="move_day"),
    path(
        "annuaire/permanences/<uuid:public_id>/<day:day>/remettre/", sessions.restore_day, name="restore_day"
    ),
    path(
        "annuaire/structures/<uuid:public_id>/permanences.ics",
        sessions.structure_calendar,
        name="structure_calendar",
    ),
    path(
        "annuaire/structures/<uuid:public_id>/permanences/nouvelle/", sessions.new_session, name="new_session"
    ),
]
ATTENDANCE = [
    path("annuaire/permanences/<uuid:public_id>/frequentation/", attendance.attendance, name="attendance"),
    path(
        "annuaire/permanences/<uuid:public_id>/frequentation/feuille.pdf",
        attendance.blank_sheet,
        name="attendance_sheet",
    ),
    path(
        "annuaire/permanences/<uuid:public_id>/frequentation/<day:day>/",
        attendance.count,
        name="count_attendance",
    ),
]
GROUND = [
    path("annuaire/services/<uuid:public_id>/places/", ground.availability, name="availability"),
    path(
        "annuaire/services/<uuid:public_id>/fermetures/nouvelle/",
        ground.new_closure,
        {"kind": "service"},
        name="close_service",
    ),
    path(
        "annuaire/structures/<uuid:public_id>/fermetures/nouvelle/",
        ground.new_closure,
        {"kind": "structure"},
        name="close_structure",
    ),
    path("annuaire/fermetures/<int:closure>/retirer/", ground.remove_closure, name="remove_closure"),
    path("annuaire/lieux/", places.places, name="places"),
    path("annuaire/lieux/<uuid:public_id>/", places.place, name="place"),
    path("annuaire/lieux/<uuid:public_id>/presences.pdf", places.place_paper, name="place_paper"),
    path("annuaire/lieux/<uuid:public_id>/presences/nouvelle/", places.new_presence, name="new_presence"),
    path("annuaire/presences/<int:presence>/corriger/", places.correct_presence, name="correct_presence"),
    path("annuaire/presences/<int:presence>/retirer/", places.remove_presence, name="remove_presence"),
    path("annuaire/accueil/", reception.reception, name="reception"),
    path("annuaire/accueil/semaine/", reception.week, name="reception_week"),
    path("annuaire/accueil/feuille/", reception.sheet, name="reception_sheet"),
    path("annuaire/accueil/feuille.pdf", reception.blank_sheet, name="reception_blank"),
]
LINKS = [
    path("annuaire/liens/", links.links, name="links"),
    path("annuaire/liens/nouveau/", links.new_link, name="new_link"),
    path("annuaire/liens/fichier.<slug:kind>", links.links_file, name="links_file"),
    path("annuaire/liens/<int:link>/corriger/", links.correct_link, name="correct_link"),
    path("annuaire/liens/<int:link>/arreter/", links.end_link, name="end_link"),
    path("annuaire/balisage/", doors.paths, name="paths"),
    path("annuaire/balisage/<slug:category>/", doors.path, name="path"),
    path("annuaire/balisage/<slug:category>/feuille.pdf", doors.path_paper, name="path_paper"),
    path("annuaire/balisage/<slug:category>/nouvelle/", doors.new_door, name="new_door"),
    path("annuaire/portes/<int:door>/avant/", doors.move_door_up, name="move_door_up"),
    path("annuaire/portes/<int:door>/retirer/", doors.remove_door, name="remove_door"),
]
PAPER = [
    path("annuaire/livret/", paper.booklet, name="booklet"),
    path("annuaire/numeros-utiles/", paper.numbers, name="numbers"),
]
urlpatterns = [*SESSIONS, *ATTENDANCE, *GROUND, *LINKS, *PAPER]
