from django.urls import include, path

from maillage.rights.views import (
    caseload,
    claims,
    complete,
    deadlines,
    household,
    lists,
    own,
    papers,
    radar,
    what_if,
)

app_name = "rights"
of_caseload = [
    path("", caseload.caseload, name="caseload"),
    path("reperer/", caseload.screen_all, name="screen_all"),
    path("radar/", radar.radar, name="radar"),
    path("echeances/", deadlines.deadlines, name="deadlines"),
    path("export/<str:kind>/", caseload.export, name="export"),
    path("foyers/<uuid:pk>/", household.household, name="household"),
    path("foyers/<uuid:pk>/reperer/", household.screen, name="screen"),
    path("foyers/<uuid:pk>/feuille.pdf", household.sheet, name="sheet"),
    path("foyers/<uuid:pk>/trace/", household.trace, name="trace"),
    path("foyers/<uuid:pk>/et-si/", what_if.what_if, name="what_if"),
    path("foyers/<uuid:pk>/completer/", complete.complete, name="complete"),
]
of_claims = [
    path("demandes/", lists.my_claims, name="my_claims"),
    path("demandes/<uuid:pk>/", claims.claim, name="claim"),
    path("demandes/<uuid:pk>/noter/<slug:step>/", claims.step, name="claim_step"),
    path("demandes/<uuid:pk>/pieces/<uuid:piece>/", claims.give, name="give"),
    path("demandes/<uuid:pk>/papiers/<slug:kind>.<slug:form>", papers.paper, name="paper"),
    path("delais/", lists.procedures, name="procedures"),
    path("ouverts/", lists.figures, name="figures"),
]
of_person = [
    path("<uuid:pk>/demandes-de-prestations/", claims.claims_of, name="claims_of"),
    path("<uuid:pk>/demandes-de-prestations/nouvelle/", claims.propose, name="propose"),
    path("<uuid:pk>/trop-percus/nouveau/", claims.overpayment, name="overpayment"),
    path("<uuid:pk>/trop-percus/<uuid:overpayment>/", claims.settle, name="settle"),
]
own_space = [
    path("droits/", own.rights, name="own_rights"),
    path("droits/feuille.pdf", own.sheet, name="own_sheet"),
    path("droits/<uuid:claim>/", own.decide, name="own_decide"),
    path("droits/pieces/<uuid:piece>/", own.bring, name="own_piece"),
]
urlpatterns = [
    path("droits/", include(of_caseload + of_claims)),
    path("personnes/", include(of_person)),
    path("mon-espace/", include(own_space)),
]
