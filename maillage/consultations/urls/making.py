from django.urls import path

from maillage.consultations.views import audience, making, questions

ONE = "questionnaires/<uuid:public_id>/"

urlpatterns = [
    path("questionnaires/", making.questionnaires, name="questionnaires"),
    path("questionnaires/creer/", making.create, name="create"),
    path(ONE, making.questionnaire, name="questionnaire"),
    path(ONE + "corriger/", making.correct, name="correct"),
    path(ONE + "ouvrir/", making.open_it, name="open"),
    path(ONE + "prolonger/", making.extend, name="extend"),
    path(ONE + "clore/", making.close, name="close"),
    path(ONE + "repartir/", making.copy, name="copy"),
    path(ONE + "questions/ajouter/<str:kind>/", questions.add, name="add_question"),
    path(ONE + "questions/<int:pk>/", questions.correct, name="correct_question"),
    path(ONE + "questions/<int:pk>/monter/", questions.move, name="move_question"),
    path(ONE + "questions/<int:pk>/retirer/", questions.remove, name="remove_question"),
    path(ONE + "invites/", audience.invited, name="invited"),
    path(ONE + "invites/adresses/", audience.addresses, name="invite_addresses"),
    path(ONE + "invites/comptes/", audience.accounts, name="invite_accounts"),
    path(ONE + "invites/membres/", audience.members, name="invite_members"),
    path(ONE + "invites/envoyer/", audience.send, name="send"),
    path(ONE + "invites/relancer/", audience.remind, name="remind"),
    path(ONE + "invites/<int:pk>/a-repondu/", audience.note_answered, name="note_answered"),
]
