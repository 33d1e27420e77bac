from django.urls import path

from maillage.consultations.views import door, papers

ONE = "questionnaires/<uuid:public_id>/"

urlpatterns = [
    path(ONE + "apercu/", papers.preview, name="preview"),
    path(ONE + "papier.pdf", papers.blank, name="blank_paper"),
    path(ONE + "papiers/saisir/", papers.enter, name="type_paper"),
    path("repondre/<str:token>/", door.answer, name="answer"),
    path("repondre/<str:token>/merci/", door.thanks, name="thanks"),
    path("repondre/<str:token>/plus-de-mail/", door.leave_out, name="leave_out"),
]
