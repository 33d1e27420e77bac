from django.urls import path

from maillage.observatory.views import catalogue, indicators, open_data, releases

app_name = "observatory"
ONE = "observatoire/<slug:code>/"
VERSION = ONE + "versions/<int:number>/"
PREPARED = "observatoire/preparation/<uuid:public_id>/"
urlpatterns = [
    path("observatoire/", catalogue.catalogue, name="catalogue"),
    path("observatoire/indicateurs.csv", open_data.all_csv, name="all_csv"),
    path("observatoire/indicateurs.json", open_data.all_json, name="all_json"),
    path(PREPARED, releases.prepared, name="prepared"),
    path(PREPARED + "ecrire/", releases.write, name="write"),
    path(PREPARED + "publier/", releases.confirm, name="confirm"),
    path(PREPARED + "abandonner/", releases.discard, name="discard"),
    path(ONE, catalogue.indicator, name="indicator"),
    path(ONE + "prendre/", indicators.take, name="take"),
    path(ONE + "preparer/", releases.prepare, name="prepare"),
    path(ONE + "relire/", indicators.review, name="review"),
    path(ONE + "arreter/", indicators.retire, name="retire"),
    path(ONE + "carte/", catalogue.card, name="card"),
    path(VERSION, catalogue.version, name="version"),
    path(VERSION + "donnees.csv", open_data.version_csv, name="version_csv"),
    path(VERSION + "donnees.json", open_data.version_json, name="version_json"),
    path(VERSION + "retirer/", releases.withdraw, name="withdraw"),
]
