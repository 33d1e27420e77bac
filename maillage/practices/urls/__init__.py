from django.urls import path

from maillage.practices.views import calls, evaluations, lessons, library, reuses, sheets

app_name = "practices"
A_SHEET = "pratiques/<uuid:public_id>/"
AN_EVALUATION = "pratiques/evaluations/<uuid:public_id>/"
A_REUSE = "pratiques/essais/<uuid:public_id>/"
A_CALL = "pratiques/appels/<uuid:public_id>/"
LIBRARY = [
    path("pratiques/", library.show, name="library"),
    path("pratiques/fiches.json", library.sheets_json, name="sheets_json"),
    path("pratiques/fiches.csv", library.sheets_csv, name="sheets_csv"),
    path("pratiques/enseignements/", lessons.lessons, name="lessons"),
    path("pratiques/enseignements.pdf", lessons.lessons_pdf, name="lessons_pdf"),
    path("pratiques/synthese/", lessons.synthesis, name="synthesis"),
]
SHEETS = [
    path("pratiques/nouvelle/", sheets.spot, name="spot"),
    path(A_SHEET, sheets.sheet, name="sheet"),
    path(A_SHEET + "fiche.pdf", sheets.sheet_pdf, name="sheet_pdf"),
    path(A_SHEET + "versions/<int:number>/", sheets.sheet_version, name="sheet_version"),
    path(A_SHEET + "ecrire/", sheets.write, name="write"),
    path(A_SHEET + "publier/", sheets.publish, name="publish"),
    path(A_SHEET + "retirer/", sheets.withdraw, name="withdraw"),
    path(A_SHEET + "evaluer/<slug:what>/", evaluations.evaluate, name="evaluate"),
    path(A_SHEET + "essayer/", reuses.declare, name="declare_reuse"),
]
OTHERS = [
    path(AN_EVALUATION, evaluations.evaluation, name="evaluation"),
    path(AN_EVALUATION + "corriger/", evaluations.correct, name="correct_evaluation"),
    path(AN_EVALUATION + "publier/", evaluations.publish, name="publish_evaluation"),
    path(AN_EVALUATION + "retirer/", evaluations.withdraw, name="withdraw_evaluation"),
    path(A_REUSE + "publier/", reuses.publish, name="publish_reuse"),
    path(A_REUSE + "retirer/", reuses.withdraw, name="withdraw_reuse"),
]
CALLS = [
    path("pratiques/appels/", calls.calls, name="calls"),
    path("pratiques/appels/nouveau/", calls.new_call, name="new_call"),
    path(A_CALL, calls.call, name="call"),
    path(A_CALL + "repondre/", calls.answer, name="answer_call"),
]
urlpatterns = [*LIBRARY, *SHEETS, *OTHERS, *CALLS]
