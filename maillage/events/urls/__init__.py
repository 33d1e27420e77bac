from django.urls import path

from maillage.events.views import door, events, forums, registrations

app_name = "events"
ONE = "rencontres/<uuid:public_id>/"
LINK = "inscriptions/<str:token>/"
urlpatterns = [
    path("rencontres/", events.events, name="events"),
    path(ONE, events.event, name="event"),
    path("seances/<uuid:public_id>/inscriptions/", events.open_registrations, name="open"),
    path(ONE + "tirage/", events.draw, name="draw"),
    path(ONE + "presents/", events.came, name="came"),
    path(ONE + "inscription/", registrations.register, name="register"),
    path(ONE + "inscrits/", registrations.registered, name="registered"),
    path(ONE + "inscrits.csv", registrations.registered_csv, name="registered_csv"),
    path(ONE + "feuille.pdf", registrations.sheet, name="sheet"),
    path(ONE + "inscrits/ajouter/", registrations.register_for, name="register_for"),
    path(ONE + "inscrits/<int:pk>/retirer/", registrations.withdraw_for, name="withdraw_for"),
    path(ONE + "creneaux/", forums.add_slot, name="add_slot"),
    path(ONE + "sujets/", forums.add_topic, name="add_topic"),
    path(ONE + "sujets/<int:pk>/", forums.place_topic, name="place_topic"),
    path(ONE + "sujets/<int:pk>/compte-rendu/", forums.write_report, name="write_report"),
    path(LINK, door.registration, name="registration"),
    path(LINK + "retrait/", door.withdraw, name="withdraw"),
    path(LINK + "sujet/", door.propose, name="propose"),
    path(LINK + "sujets/<int:pk>/", door.report, name="report"),
    path(LINK + "attestation.pdf", door.attestation, name="attestation"),
]
