from django.urls import include, path

from maillage.referrals.views import own_places, places, supply

AN_OFFER = "propositions/<uuid:pk>/"
urlpatterns_places = [
    path("offre-et-demande/", supply.supply, name="supply"),
    path("offre-et-demande/chiffres.csv", supply.supply_csv, name="supply_csv"),
    path("propositions/", places.offers, name="offers"),
    path(AN_OFFER, places.offer, name="offer"),
    path(AN_OFFER + "reprendre/", places.take_back, name="take_back"),
    path(AN_OFFER + "reponse/", places.note_answer, name="note_answer"),
    path(AN_OFFER + "entree/", places.enter, name="enter"),
    path(AN_OFFER + "sortie/", places.leave, name="leave"),
    path("places/<uuid:public_id>/proposer/", places.offer_place, name="offer_place"),
    path("besoins-de-place/<uuid:pk>/", places.place_need, name="place_need"),
    path("mon-espace/", include([path("propositions/<uuid:pk>/", own_places.own_offer, name="own_offer")])),
]
