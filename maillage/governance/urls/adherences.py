from django.urls import path

from maillage.governance.views import adherences

A_TEXT = "textes/<uuid:public_id>/"

urlpatterns = [
    path("adhesions/", adherences.adherences, name="adherences"),
    path("adhesions.csv", adherences.adherences_csv, name="adherences_csv"),
    path(A_TEXT + "adhesions/", adherences.text_adherences, name="text_adherences"),
    path(A_TEXT + "adhesions/adherer/", adherences.adhere, name="adhere"),
    path(A_TEXT + "adhesions/bilan/", adherences.review_adherence, name="review_adherence"),
    path(A_TEXT + "adhesions/retirer/", adherences.withdraw, name="withdraw"),
]
