from django.urls import path

from maillage.api import views

app_name = "api"
STRUCTURE, SERVICE = {"kind": "structure"}, {"kind": "service"}
urlpatterns = [
    path("", views.about, name="about"),
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/structures", views.cards, STRUCTURE, name="structures"),
    path("v1/services", views.cards, SERVICE, name="services"),
    path("v1/structures/<slug:source>/<path:code>", views.card, STRUCTURE, name="structure"),
    path("v1/services/<slug:source>/<path:code>", views.card, SERVICE, name="service"),
]
