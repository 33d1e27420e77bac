from django.urls import path

from maillage.directory.views import cards, communes, lines, quality, review_door

STRUCTURE, SERVICE = {"kind": "structure"}, {"kind": "service"}
urlpatterns = [
    path("territoires/communes", communes.communes, name="communes"),
    path("annuaire/structures/nouvelle/", cards.new_structure, name="new_structure"),
    path("annuaire/structures/<uuid:public_id>/", cards.structure, name="structure"),
    path(
        "annuaire/structures/<uuid:public_id>/corriger/", cards.correct, STRUCTURE, name="correct_structure"
    ),
    path("annuaire/structures/<uuid:public_id>/vraie/", cards.confirm, STRUCTURE, name="confirm_structure"),
    path(
        "annuaire/structures/<uuid:public_id>/retirer/", cards.withdraw, STRUCTURE, name="withdraw_structure"
    ),
    path(
        "annuaire/structures/<uuid:public_id>/remettre/", cards.restore, STRUCTURE, name="restore_structure"
    ),
    path(
        "annuaire/structures/<uuid:public_id>/signaler/", quality.report, STRUCTURE, name="report_structure"
    ),
    path("annuaire/structures/<uuid:public_id>/appelee/", quality.called, name="called"),
    path("annuaire/structures/<uuid:public_id>/services/nouveau/", cards.new_service, name="new_service"),
    path("annuaire/structures/<uuid:public_id>/lignes/nouvelle/", lines.new_line, name="new_line"),
    path("annuaire/services/<uuid:public_id>/", cards.service, name="service"),
    path("annuaire/services/<uuid:public_id>/corriger/", cards.correct, SERVICE, name="correct_service"),
    path("annuaire/services/<uuid:public_id>/vrai/", cards.confirm, SERVICE, name="confirm_service"),
    path("annuaire/services/<uuid:public_id>/retirer/", cards.withdraw, SERVICE, name="withdraw_service"),
    path("annuaire/services/<uuid:public_id>/remettre/", cards.restore, SERVICE, name="restore_service"),
    path("annuaire/services/<uuid:public_id>/signaler/", quality.report, SERVICE, name="report_service"),
    path("annuaire/signalements/", quality.reports, name="reports"),
    path("annuaire/signalements/<uuid:token>/", quality.reported, name="reported"),
    path("annuaire/signalements/<uuid:token>/repondre/", quality.answer, name="answer_report"),
    path("annuaire/a-relire/", quality.to_review, name="to_review"),
    path("annuaire/a-relire/envoyer/", quality.ask_review, name="ask_review"),
    path("annuaire/relire/<str:token>/", review_door.review, name="review"),
    path("annuaire/relire/<str:token>/<uuid:public_id>/", review_door.review_correct, name="review_correct"),
    path(
        "annuaire/relire/<str:token>/<uuid:public_id>/retirer/",
        review_door.review_withdraw,
        name="review_withdraw",
    ),
    path("annuaire/qui-appeler/", lines.lines, name="lines"),
    path("annuaire/mon-carnet/", lines.book, name="book"),
    path("annuaire/lignes/<int:line>/numero/", lines.reveal, name="reveal_line"),
    path("annuaire/lignes/<int:line>/juste/", lines.right, name="confirm_line"),
    path("annuaire/lignes/<int:line>/fausse/", lines.wrong, name="wrong_line"),
    path("annuaire/lignes/<int:line>/carnet/", lines.note, name="note_line"),
    path("annuaire/lignes/<int:line>/corriger/", lines.correct_line, name="correct_line"),
    path("annuaire/lignes/<int:line>/terminer/", lines.end_line, name="end_line"),
]
