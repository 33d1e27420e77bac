from django.urls import path

from maillage.referrals.views import commission_papers as papers
from maillage.referrals.views import commissions, hearings

A_SITTING = "commissions/<uuid:public_id>/"
A_CASE = A_SITTING + "situations/<uuid:pk>/"

urlpatterns_commissions = [
    path(A_SITTING, commissions.sitting, name="sitting"),
    path(A_SITTING + "engagement/", commissions.undertake, name="undertake"),
    path(A_SITTING + "remplir/", commissions.fill_agenda, name="fill_agenda"),
    path(A_SITTING + "decider/", commissions.decide, name="decide_cases"),
    path(A_SITTING + "secours.pdf", papers.fallback, name="fallback_paper"),
    path(A_SITTING + "releve.pdf", papers.record_paper, name="cases_record"),
    path(A_SITTING + "lettres.pdf", papers.letters, name="case_letters"),
    path(A_CASE + "retirer/", commissions.take_off, name="take_off_case"),
    path(A_CASE + "me-deporter/", commissions.step_aside, name="step_aside_case"),
    path(A_CASE + "deporter/", commissions.put_aside, name="put_aside_case"),
    path(A_CASE + "lettre.pdf", papers.letter, name="case_letter"),
    path("demandes/<uuid:pk>/commission/", hearings.hearing, name="hearing"),
    path("mon-espace/demandes/<uuid:pk>/commission/", hearings.own_hearing, name="own_hearing"),
]
