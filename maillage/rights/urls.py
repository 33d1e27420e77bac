from django.urls import path

from maillage.rights.views import caseload, deadlines, household, radar

app_name = "rights"
urlpatterns = [
    path("", caseload.caseload, name="caseload"),
    path("reperer/", caseload.screen_all, name="screen_all"),
    path("radar/", radar.radar, name="radar"),
    path("echeances/", deadlines.deadlines, name="deadlines"),
    path("export/<str:kind>/", caseload.export, name="export"),
    path("foyers/<uuid:pk>/", household.household, name="household"),
    path("foyers/<uuid:pk>/reperer/", household.screen, name="screen"),
    path("foyers/<uuid:pk>/feuille.pdf", household.sheet, name="sheet"),
    path("foyers/<uuid:pk>/trace/", household.trace, name="trace"),
]
