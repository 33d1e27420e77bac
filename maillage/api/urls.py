from django.urls import path

from maillage.api import views

STRUCTURES, SERVICES = {"kind": "structures"}, {"kind": "services"}
app_name = "api"
urlpatterns = [
    path("", views.about, name="about"),
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/structures", views.cards, STRUCTURES, name="structures"),
    path("v1/structures/<path:ident>", views.card, STRUCTURES, name="structure"),
    path("v1/services", views.cards, SERVICES, name="services"),
    path("v1/services/<path:ident>", views.card, SERVICES, name="service"),
    path("v1/<path:rest>", views.nowhere, name="nowhere"),
]
