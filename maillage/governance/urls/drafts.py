from django.urls import path

from maillage.governance.views import drafts

A_DRAFT = "projets/<uuid:public_id>/"

urlpatterns = [
    path("projets/", drafts.drafts, name="drafts"),
    path("instances/<uuid:public_id>/projets/deposer/", drafts.deposit, name="deposit_draft"),
    path(A_DRAFT, drafts.draft, name="draft"),
    path(A_DRAFT + "version/", drafts.version, name="draft_version"),
    path(A_DRAFT + "lecteurs/", drafts.reader, name="draft_reader"),
    path(A_DRAFT + "effets/", drafts.impact, name="draft_impact"),
    path(A_DRAFT + "avis-ethique/", drafts.ethics_opinion, name="draft_ethics_opinion"),
    path(A_DRAFT + "avis/", drafts.council_opinion, name="draft_council_opinion"),
    path(A_DRAFT + "suite/", drafts.follow_up, name="draft_follow_up"),
]
