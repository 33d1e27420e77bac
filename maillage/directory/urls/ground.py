from datetime import date

from django.urls import path, register_converter

from maillage.directory.views import attendance, sessions


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
urlpatterns = [*SESSIONS, *ATTENDANCE]
