from django.urls import path

from maillage.people.views import budget, duplicates, households, persons, protection, requests

app_name = "people"
urlpatterns = [
    path("", persons.my_persons, name="persons"),
    path("recevoir/", persons.receive, name="receive"),
    path("recevoir/ressemblances/", persons.resemblances, name="resemblances"),
    path("recevoir/demander/", persons.ask, name="ask"),
    path("demandes/", requests.waiting, name="requests"),
    path("demandes/<uuid:pk>/", requests.answer, name="answer"),
    path("foyers/<uuid:pk>/", households.household, name="household"),
    path("foyers/<uuid:pk>/situation/", households.edit, name="household_facts"),
    path("foyers/<uuid:pk>/membres/", households.add_member, name="add_member"),
    path("foyers/<uuid:pk>/membres/<uuid:member>/", households.member, name="member"),
    path("foyers/<uuid:pk>/budget/", budget.budget, name="budget"),
    path("<uuid:pk>/", persons.person, name="person"),
    path("<uuid:pk>/identite/", persons.identity, name="identity"),
    path("<uuid:pk>/situation/", persons.facts, name="facts"),
    path("<uuid:pk>/foyer/", households.compose, name="compose"),
    path("<uuid:pk>/contacts/", persons.add_channel, name="add_channel"),
    path("<uuid:pk>/contacts/<uuid:channel>/retirer/", persons.remove_channel, name="remove_channel"),
    path("<uuid:pk>/adresse-protegee/", protection.protect, name="protect"),
    path("<uuid:pk>/adresse-protegee/<uuid:protected>/", protection.read, name="protected"),
    path("<uuid:pk>/adresse-protegee/<uuid:protected>/lever/", protection.lift, name="lift"),
    path("<uuid:pk>/prendre/", requests.take, name="take"),
    path("<uuid:pk>/partager/", requests.share, name="share"),
    path("<uuid:pk>/ne-plus-suivre/", requests.leave, name="leave"),
    path("<uuid:pk>/meme-personne/<uuid:other>/", duplicates.merge, name="merge"),
    path("<uuid:pk>/autre-personne/<uuid:other>/", duplicates.tell_apart, name="tell_apart"),
    path("<uuid:pk>/separer/<uuid:merged>/", duplicates.part, name="part"),
]
