from django.urls import path

from maillage.contributions.views import contributions, dissents, doors, processes, reports, syntheses, tasks

app_name = "contributions"
A_PROCESS = "concertations/<uuid:public_id>/"
AN_AXIS = "concertations/axes/<int:pk>/"
A_SHARE = "concertations/parts/<int:pk>/"
ONE = "contributions/<uuid:public_id>/"
A_REPORT = "comptes-rendus/<uuid:public_id>/"
A_SYNTHESIS = "syntheses/<uuid:public_id>/"
A_SENTENCE = "syntheses/phrases/<int:pk>/"

urlpatterns = [
    path("concertations/", processes.processes, name="processes"),
    path("instances/<uuid:public_id>/concertations/ouvrir/", processes.open_process, name="open"),
    path(A_PROCESS, processes.process, name="process"),
    path(A_PROCESS + "corriger/", processes.correct, name="correct"),
    path(A_PROCESS + "publier/", processes.publish_grid, name="publish_grid"),
    path(A_PROCESS + "lien/ouvrir/", processes.give_link, name="give_link"),
    path(A_PROCESS + "lien/fermer/", processes.take_link_back, name="take_link_back"),
    path(A_PROCESS + "axes/ajouter/", processes.add_axis, name="add_axis"),
    path(AN_AXIS, processes.axis, name="axis"),
    path(AN_AXIS + "corriger/", processes.correct_axis, name="correct_axis"),
    path(A_PROCESS + "repartition/", tasks.sharing, name="sharing"),
    path(A_PROCESS + "repartition/ajouter/", tasks.add_territory, name="add_territory"),
    path(A_PROCESS + "repartition/partager/", tasks.share_out, name="share_out"),
    path(A_SHARE + "voeux/", tasks.wish, name="wish"),
    path(A_SHARE + "fixer/", tasks.settle, name="settle"),
    path(A_PROCESS + "lire/", contributions.reading, name="reading"),
    path(A_PROCESS + "contribuer/", contributions.contribute, name="contribute"),
    path(A_PROCESS + "papier.pdf", contributions.paper, name="paper"),
    path("mes-contributions/", contributions.mine, name="mine"),
    path(ONE, contributions.contribution, name="contribution"),
    path(ONE + "retirer/", contributions.withdraw, name="withdraw"),
    path(ONE + "ranger/", contributions.place, name="place"),
    path(ONE + "suite/", contributions.fate, name="fate"),
    path("contribuer/<str:token>/", doors.door, name="door"),
    path("contributions/suivre/<str:token>/", doors.follow, name="follow"),
    path("contributions/suivre/<str:token>/retirer/", doors.withdraw, name="withdraw_followed"),
    path(A_PROCESS + "comptes-rendus/", reports.reports, name="reports"),
    path(A_PROCESS + "comptes-rendus/ajouter/", reports.add, name="add_report"),
    path(A_REPORT, reports.report, name="report"),
    path(A_REPORT + "fichier/", reports.download, name="report_file"),
    path(A_REPORT + "parties/<int:section>/", reports.sort, name="sort"),
    path(A_PROCESS + "syntheses/ecrire/", syntheses.begin, name="begin_synthesis"),
    path(A_PROCESS + "desaccord/", dissents.dissent, name="dissent"),
    path("concertations/desaccords/<int:pk>/corriger/", dissents.correct, name="correct_dissent"),
    path(A_SYNTHESIS, syntheses.synthesis, name="synthesis"),
    path(A_SYNTHESIS + "synthese.pdf", syntheses.pdf, name="synthesis_pdf"),
    path(A_SYNTHESIS + "synthese.docx", syntheses.docx, name="synthesis_docx"),
    path(A_SYNTHESIS + "synthese.json", syntheses.as_json, name="synthesis_json"),
    path(A_SYNTHESIS + "ecrire/", syntheses.write, name="write_synthesis"),
    path(A_SYNTHESIS + "publier/", syntheses.publish, name="publish_synthesis"),
    path(A_SENTENCE, syntheses.sentence, name="sentence"),
    path(A_SENTENCE + "retirer/", syntheses.take_away, name="drop_sentence"),
    path(A_SENTENCE + "monter/", syntheses.move_up, name="move_sentence"),
]
