from django.urls import path

from maillage.governance.views import mandate_acts, mandates, texts

urlpatterns = [
    path("mandats/", mandates.mandates, name="mandates"),
    path("mandats/tableau.pdf", mandates.mandates_pdf, name="mandates_pdf"),
    path("mandats/<uuid:public_id>/", mandates.mandate, name="mandate"),
    path("mandats/<uuid:public_id>/modifier/", mandate_acts.amend_mandate, name="amend_mandate"),
    path("mandats/<uuid:public_id>/terminer/", mandate_acts.end_mandate, name="end_mandate"),
    path("mandats/<uuid:public_id>/livrables/", mandate_acts.add_output, name="add_output"),
    path(
        "mandats/<uuid:public_id>/livrables/<int:number>/",
        mandate_acts.deliver_output,
        name="deliver_output",
    ),
    path("decisions/<uuid:public_id>/mandat/", mandate_acts.give_mandate, name="give_mandate"),
    path("textes/", texts.texts, name="texts"),
    path("textes.json", texts.texts_json, name="texts_json"),
    path("textes/<uuid:public_id>/", texts.text, name="text"),
    path("textes/<uuid:public_id>/<int:number>/", texts.text_version, name="text_version"),
    path("textes/<uuid:public_id>/<int:number>.txt", texts.text_file, name="text_file"),
    path("textes/<uuid:public_id>/ecrire/", texts.rewrite_text, name="rewrite_text"),
    path("textes/<uuid:public_id>/publier/", texts.publish_text, name="publish_text"),
    path("instances/<uuid:public_id>/textes/", texts.write_text, name="write_text"),
]
