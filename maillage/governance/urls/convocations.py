from django.urls import path

from maillage.governance.views import convocations, item_documents, minute_drafts, office_papers

A_MEETING = "seances/<uuid:public_id>/"

CONVOCATIONS = [
    path(A_MEETING + "convoquer/", convocations.convene, name="convene"),
    path(A_MEETING + "reponses/<int:pk>/", convocations.note, name="note_coming"),
    path(
        "instances/<uuid:public_id>/occupants/<int:pk>/adresse/",
        convocations.address,
        name="occupant_address",
    ),
    path("convocations/<str:token>/", convocations.door, name="convocation"),
    path("convocations/<str:token>/documents/<uuid:paper>/", convocations.paper, name="convocation_paper"),
]
DOCUMENTS = [
    path(A_MEETING + "points/<uuid:item>/documents/", item_documents.add, name="add_item_document"),
    path("documents-de-seance/<uuid:document>/", item_documents.download, name="item_document"),
    path("documents-de-seance/<uuid:document>/retirer/", item_documents.remove, name="remove_item_document"),
]
MINUTES = [
    path(A_MEETING + "compte-rendu/brouillon/", minute_drafts.keep, name="keep_minutes_draft"),
    path(A_MEETING + "compte-rendu/brouillon/jeter/", minute_drafts.discard, name="discard_minutes_draft"),
    path(A_MEETING + "compte-rendu.pdf", office_papers.minutes, {"form": "pdf"}, name="minutes_pdf"),
    path(A_MEETING + "compte-rendu.docx", office_papers.minutes, {"form": "docx"}, name="minutes_docx"),
    path(A_MEETING + "compte-rendu.odt", office_papers.minutes, {"form": "odt"}, name="minutes_odt"),
    path(A_MEETING + "releve.docx", office_papers.record, {"form": "docx"}, name="record_docx"),
    path(A_MEETING + "releve.odt", office_papers.record, {"form": "odt"}, name="record_odt"),
]
urlpatterns = [*CONVOCATIONS, *DOCUMENTS, *MINUTES]
