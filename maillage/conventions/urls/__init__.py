from django.urls import path

from maillage.conventions.views import aids, conventions, follow_up, hosting, signing

app_name = "conventions"
ROOT = "stages/conventions/"
ONE = ROOT + "<uuid:public_id>/"
LINK = "stages/signer/<str:token>/"
TUTOR, SITE, AID = (
    "stages/tuteurs/<uuid:public_id>/",
    "stages/sites/<uuid:public_id>/",
    "stages/aides/<uuid:public_id>/",
)
urlpatterns = [
    path(ROOT, conventions.conventions, name="conventions"),
    path(ROOT + "nouvelle/", conventions.prepare, name="prepare"),
    path("stages/chiffres/", conventions.figures, name="figures"),
    path("stages/gratification/", aids.calculator, name="calculator"),
    path(ONE, conventions.convention, name="convention"),
    path(ONE + "changer/", conventions.change, name="change"),
    path(ONE + "proposer/", conventions.propose, name="propose"),
    path(ONE + "retirer-avenant/", conventions.withdraw, name="withdraw"),
    path(ONE + "supprimer/", conventions.discard, name="discard"),
    path(ONE + "convention.pdf", conventions.paper, name="paper"),
    path(ONE + "versions/<int:number>.pdf", conventions.version, name="version"),
    path(ONE + "signer/", signing.sign, name="sign"),
    path(ONE + "refuser/", signing.refuse, name="refuse"),
    path(ONE + "signataires/<str:role>/nouveau-lien/", signing.new_link, name="new_link"),
    path(ONE + "signataires/<str:role>/envoyer/", signing.mail_link, name="mail_link"),
    path(ONE + "absences/", follow_up.interrupt, name="interrupt"),
    path(ONE + "absences/<int:pk>/retirer/", follow_up.remove_interruption, name="remove_interruption"),
    path(ONE + "interrompre/", follow_up.drop, name="drop"),
    path(ONE + "financements/", follow_up.fund, name="fund"),
    path(ONE + "financements/<int:pk>/retirer/", follow_up.remove_funding, name="remove_funding"),
    path(ONE + "evaluation/<str:moment>/", follow_up.assess, name="assess"),
    path(ONE + "soutien/", follow_up.ask_support, name="ask_support"),
    path(ONE + "soutien/<uuid:pk>/", follow_up.answer_support, name="answer_support"),
    path(ONE + "aides/", aids.estimate_page, name="estimate"),
    path(ONE + "aides.pdf", aids.aid_request, name="aid_request"),
    path(LINK, signing.door, name="door"),
    path(LINK + "convention.pdf", signing.door_paper, name="door_paper"),
    path("stages/tuteurs/", hosting.tutors, name="tutors"),
    path("stages/tuteurs/inscrire/", hosting.add_tutor, name="add_tutor"),
    path("stages/effectif/", hosting.staff, name="staff"),
    path(TUTOR, hosting.tutor, name="tutor"),
    path(TUTOR + "changer/", hosting.change_tutor, name="change_tutor"),
    path(TUTOR + "lignes/", hosting.add_line, name="add_line"),
    path(TUTOR + "attestation.pdf", hosting.attestation, name="attestation"),
    path("stages/sites/", hosting.sites, name="sites"),
    path("stages/sites/proposer/", hosting.propose_site, name="propose_site"),
    path(SITE, hosting.site, name="site"),
    path(SITE + "changer/", hosting.change_site, name="change_site"),
    path(SITE + "accepter/", hosting.accept_site, name="accept_site"),
    path(SITE + "refuser/", hosting.refuse_site, name="refuse_site"),
    path(SITE + "visites/", hosting.visit, name="visit"),
    path("stages/aides/", aids.aids, name="aids"),
    path("stages/aides/ajouter/", aids.add_aid, name="add_aid"),
    path(AID + "changer/", aids.change_aid, name="change_aid"),
    path(AID + "retirer/", aids.withdraw_aid, name="withdraw_aid"),
]
