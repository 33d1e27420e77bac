from django.urls import path

from maillage.governance.views import expense_acts, expenses, letters

A_LETTER = "lettres-de-mission/<uuid:public_id>/"
A_CLAIM = "frais/<uuid:public_id>/"
CLAIMS = [
    path("frais/", expenses.my_expenses, name="my_expenses"),
    path("presences/<int:presence>/frais/", expenses.claim_expenses, name="claim_expenses"),
    path("presences/<int:presence>/frais.pdf", expenses.claim_form_pdf, name="claim_form_pdf"),
    path(A_CLAIM, expenses.expense_claim, name="expense_claim"),
    path(A_CLAIM + "frais.pdf", expenses.claim_pdf, name="claim_pdf"),
    path(A_CLAIM + "envoyer/", expenses.send_claim, name="send_claim"),
    path(A_CLAIM + "justificatifs/joindre/", expenses.add_receipt, name="add_receipt"),
    path(A_CLAIM + "justificatifs/<int:number>/", expenses.receipt, name="receipt"),
    path(A_CLAIM + "repondre/", expense_acts.answer_claim, name="answer_claim"),
    path(A_CLAIM + "payer/", expense_acts.pay_claim, name="pay_claim"),
    path("seances/<uuid:public_id>/frais/", expense_acts.gathering_expenses, name="gathering_expenses"),
    path("seances/<uuid:public_id>/avance/", expense_acts.ask_advance, name="ask_advance"),
    path("avances/<int:number>/repondre/", expense_acts.answer_advance, name="answer_advance"),
    path("instances/<uuid:public_id>/frais/", expense_acts.committee_expenses, name="committee_expenses"),
    path("instances/<uuid:public_id>/frais.csv", expense_acts.expenses_csv, name="expenses_csv"),
    path("instances/<uuid:public_id>/baremes/", expense_acts.rates, name="rates"),
]
LETTERS = [
    path("instances/<uuid:public_id>/participation/", letters.participation, name="participation"),
    path("instances/<uuid:public_id>/participation.csv", letters.participation_csv, name="participation_csv"),
    path("instances/<uuid:public_id>/lettres/", letters.letters, name="letters"),
    path("instances/<uuid:public_id>/lettres/ecrire/", letters.write_letter, name="write_letter"),
    path(A_LETTER, letters.letter, name="letter"),
    path(A_LETTER + "lettre.pdf", letters.letter_pdf, name="letter_pdf"),
    path(A_LETTER + "signer/", letters.sign_letter, name="sign_letter"),
    path(A_LETTER + "terminer/", letters.end_letter, name="end_letter"),
    path("occupants/<int:occupant>/attestation.pdf", letters.attestation, name="attestation"),
]
urlpatterns = [*CLAIMS, *LETTERS]
