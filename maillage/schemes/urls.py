from django.urls import path

from maillage.schemes.views import door, places, schemes

app_name = "schemes"
ONE = "dispositifs/<uuid:public_id>/"
PLACE = "places/<uuid:public_id>/"
urlpatterns = [
    path("dispositifs/", schemes.schemes, name="schemes"),
    path("dispositifs/ouvrir/", schemes.choose_kind, name="choose_kind"),
    path("dispositifs/ouvrir/<slug:kind>/", schemes.open_scheme, name="open"),
    path(ONE, schemes.scheme, name="scheme"),
    path(ONE + "corriger/", schemes.correct, name="correct"),
    path(ONE + "changer/", schemes.revise, name="revise"),
    path(ONE + "fermer/", schemes.close, name="close"),
    path(ONE + "places/", places.places, name="places"),
    path(ONE + "places/ajouter/", places.add_place, name="add_place"),
    path(ONE + "attribution/", places.rules_of_assignment, name="assignment"),
    path("places/", places.hosted, name="hosted"),
    path("places/liens/", places.doors, name="doors"),
    path("places/liens/<int:pk>/fermer/", places.close_door, name="close_door"),
    path("places/lien/<str:token>/", door.host_door, name="host_door"),
    path(PLACE, places.place, name="place"),
    path(PLACE + "corriger/", places.change_place, name="change_place"),
    path(PLACE + "de-cote/", places.set_apart, name="set_apart"),
    path(PLACE + "de-cote/<int:spell>/finir/", places.end_spell, name="end_spell"),
    path(PLACE + "dire/", places.say, name="say"),
    path(PLACE + "vide/", places.explain_empty, name="explain_empty"),
]
