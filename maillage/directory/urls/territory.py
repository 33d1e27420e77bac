from django.urls import path

from maillage.directory.views import coverage, diagnosis, doubles

COVERED = "annuaire/couverture/<slug:kind>/<str:code>/"
VERSION = "annuaire/diagnostics/<uuid:public_id>/<int:number>/"
urlpatterns = [
    path("annuaire/couverture/", coverage.coverage, name="coverage"),
    path(COVERED, coverage.coverage_of, name="coverage_of"),
    path(f"{COVERED}matrice.csv", coverage.coverage_csv, name="coverage_csv"),
    path(f"{COVERED}<slug:category>/", coverage.coverage_theme, name="coverage_theme"),
    path(f"{COVERED}<slug:category>/<str:commune>/", coverage.coverage_cell, name="coverage_cell"),
    path("annuaire/doublons/", doubles.doubles, name="doubles"),
    path("annuaire/doublons/services/<uuid:one>/<uuid:other>/", doubles.same_offer, name="same_offer"),
    path("annuaire/doublons/<uuid:one>/<uuid:other>/", doubles.double, name="double"),
    path("annuaire/doublons/<int:merge>/annuler/", doubles.undo_merge, name="undo_merge"),
    path("annuaire/doublons/<slug:kind>/<str:code>/", doubles.same_offers, name="same_offers"),
    path("annuaire/diagnostics/", diagnosis.diagnoses, name="diagnoses"),
    path("annuaire/diagnostics/nouveau/", diagnosis.new_diagnosis, name="new_diagnosis"),
    path(
        "annuaire/diagnostics/<uuid:public_id>/nouvelle-version/", diagnosis.open_version, name="open_version"
    ),
    path(VERSION, diagnosis.diagnosis, name="diagnosis"),
    path(f"{VERSION}contribuer/", diagnosis.contribute, name="contribute"),
    path(f"{VERSION}signer/", diagnosis.sign, name="sign"),
    path(f"{VERSION}retirer-signature/", diagnosis.unsign, name="unsign"),
    path(f"{VERSION}chiffres/", diagnosis.take_again, name="take_again"),
    path(f"{VERSION}fermer/", diagnosis.close_version, name="close_version"),
    path(f"{VERSION}diagnostic.pdf", diagnosis.diagnosis_pdf, name="diagnosis_pdf"),
    path(f"{VERSION}diagnostic.csv", diagnosis.diagnosis_csv, name="diagnosis_csv"),
]
