from django.urls import path

from maillage.governance.views import ethics, referral_acts, sharing, signals

A_REFERRAL = "ethique/saisines/<uuid:public_id>/"
A_SIGNAL = "signaux/<uuid:public_id>/"

urlpatterns = [
    path("ethique/", ethics.ethics, name="ethics"),
    path("ethique/partager/", sharing.sharing, name="sharing"),
    path("ethique/partager/reponse.pdf", sharing.sharing_pdf, name="sharing_pdf"),
    path("instances/<uuid:public_id>/saisir/", referral_acts.refer, name="refer"),
    path("ethique/saisines/", ethics.referrals, name="referrals"),
    path(A_REFERRAL, ethics.referral, name="referral"),
    path(A_REFERRAL + "prendre/", referral_acts.take, name="take_referral"),
    path(A_REFERRAL + "preciser/", referral_acts.ask, name="ask_referral"),
    path(A_REFERRAL + "precision/", referral_acts.clarify, name="clarify_referral"),
    path(A_REFERRAL + "transmettre/", referral_acts.pass_on, name="pass_on_referral"),
    path(A_REFERRAL + "avis/", referral_acts.answer, name="answer_referral"),
    path(A_REFERRAL + "retirer/", referral_acts.withdraw, name="withdraw_referral"),
    path(A_REFERRAL + "doctrine/", referral_acts.doctrine, name="referral_doctrine"),
    path("instances/<uuid:public_id>/signaux/", signals.signals, name="signals"),
    path("instances/<uuid:public_id>/signaux/noter/", signals.note, name="note_signal"),
    path(A_SIGNAL + "aussi/", signals.echo, name="echo_signal"),
    path(A_SIGNAL + "ordre-du-jour/", signals.to_agenda, name="signal_to_agenda"),
    path(A_SIGNAL + "suite/", signals.close, name="close_signal"),
]
