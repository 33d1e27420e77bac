from django.urls import path

from maillage.schemes.views import schemes

app_name = "schemes"
ONE = "dispositifs/<uuid:public_id>/"
urlpatterns = [
    path("dispositifs/", schemes.schemes, name="schemes"),
    path("dispositifs/ouvrir/", schemes.choose_kind, name="choose_kind"),
    path("dispositifs/ouvrir/<slug:kind>/", schemes.open_scheme, name="open"),
    path(ONE, schemes.scheme, name="scheme"),
    path(ONE + "corriger/", schemes.correct, name="correct"),
    path(ONE + "changer/", schemes.revise, name="revise"),
    path(ONE + "fermer/", schemes.close, name="close"),
]
