from django.urls import path

from maillage.consultations.views import exports, results

ONE = "questionnaires/<uuid:public_id>/"

urlpatterns = [
    path(ONE + "resultats/", results.live, name="results"),
    path(ONE + "resultats.csv", exports.counts_csv, name="counts_csv"),
    path(ONE + "resultats/<int:pk>/textes/", results.texts, name="texts"),
    path(ONE + "reponses/", results.responses, name="responses"),
    path(ONE + "reponses.csv", exports.responses_csv, name="responses_csv"),
    path(ONE + "reponses.xlsx", exports.responses_xlsx, name="responses_xlsx"),
    path(ONE + "classeurs/<uuid:pk>/", exports.workbook, name="workbook"),
    path(ONE + "photos/prendre/", results.take, name="take_snapshot"),
    path(ONE + "photos/<int:pk>/", results.snapshot, name="snapshot"),
]
