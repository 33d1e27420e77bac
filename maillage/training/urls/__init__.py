from django.urls import path

from maillage.training.views import account, coming, rulebook, sessions, stakeholders

app_name = "training"
A_SESSION = "formation/sessions/<uuid:public_id>/"
A_REGISTRATION = "formation/inscriptions/<uuid:public_id>/"
A_DECLARATION = "formation/declarations/<uuid:public_id>/"
A_CONTEST = "formation/contestations/<uuid:public_id>/"
A_PROGRAMME = "formation/programmes/<uuid:public_id>/"
AN_ACTOR = "formation/acteurs/<uuid:public_id>/"

SESSIONS = [
    path("formation/", sessions.sessions, name="sessions"),
    path("formation/sessions.csv", sessions.sessions_csv, name="sessions_csv"),
    path("formation/sessions/nouvelle/", sessions.new_session, name="new_session"),
    path("formation/sessions/importer/", sessions.import_sessions, name="import_sessions"),
    path(A_SESSION, sessions.session, name="session"),
    path(A_SESSION + "corriger/", sessions.edit_session, name="edit_session"),
    path(A_SESSION + "publier/", sessions.publish_session, name="publish_session"),
    path(A_SESSION + "annuler/", sessions.cancel_session, name="cancel_session"),
    path(A_SESSION + "places/", sessions.keep_seats, name="keep_seats"),
]
COMING = [
    path(A_SESSION + "demander/", coming.ask, name="ask"),
    path(A_SESSION + "inscrire/", coming.add_guest, name="add_guest"),
    path(A_SESSION + "presences/", coming.sheet, name="sheet"),
    path(A_SESSION + "presences.pdf", coming.sheet_pdf, name="sheet_pdf"),
    path(A_SESSION + "terminer/", coming.finish, name="finish"),
    path(A_REGISTRATION + "retirer/", coming.withdraw, name="withdraw_registration"),
    path(A_REGISTRATION + "repondre/", coming.answer_registration, name="answer_registration"),
    path(A_REGISTRATION + "signer/<int:number>/", coming.sign, name="sign"),
    path(A_REGISTRATION + "attestation.pdf", coming.attestation, name="attestation"),
]
ACCOUNT = [
    path("formation/mon-compte/", account.account, name="account"),
    path("formation/mon-compte.pdf", account.account_pdf, name="account_pdf"),
    path("formation/declarer/", account.declare, name="declare"),
    path(A_DECLARATION, account.declaration, name="declaration"),
    path(A_DECLARATION + "attestation/", account.declaration_file, name="declaration_file"),
    path(A_DECLARATION + "retirer/", account.withdraw_declaration, name="withdraw_declaration"),
    path(A_DECLARATION + "repondre/", account.answer_declaration, name="answer_declaration"),
    path("formation/lignes/<uuid:public_id>/contester/", account.contest_line, name="contest_line"),
    path(A_CONTEST, account.contest, name="contest"),
    path(A_CONTEST + "repondre/", account.answer_contest, name="answer_contest"),
    path("formation/a-repondre/", account.answering, name="to_answer"),
    path("formation/equipe/", rulebook.team, name="team"),
]
RULEBOOK = [
    path("formation/regle/", rulebook.rules, name="rules"),
    path("formation/regle/adopter/", rulebook.adopt, name="adopt"),
    path("formation/regle/adoptions/<int:number>/finir/", rulebook.end_adoption, name="end_adoption"),
    path("formation/programmes/", rulebook.programmes, name="programmes"),
    path("formation/programmes/nouveau/", rulebook.new_programme, name="new_programme"),
    path(A_PROGRAMME, rulebook.programme, name="programme"),
    path(A_PROGRAMME + "themes/", rulebook.add_theme, name="add_theme"),
]
STAKEHOLDERS = [
    path("formation/acteurs/", stakeholders.stakeholders, name="stakeholders"),
    path("formation/acteurs.json", stakeholders.stakeholders_json, name="stakeholders_json"),
    path("formation/acteurs.svg", stakeholders.stakeholders_svg, name="stakeholders_svg"),
    path("formation/acteurs/nouveau/", stakeholders.add_stakeholder, name="add_stakeholder"),
    path(AN_ACTOR + "corriger/", stakeholders.edit_stakeholder, name="edit_stakeholder"),
    path("formation/liens/nouveau/", stakeholders.add_tie, name="add_tie"),
    path("formation/liens/<uuid:public_id>/retirer/", stakeholders.remove_tie, name="remove_tie"),
    path("formation/trois-d/", stakeholders.self_checks, name="self_checks"),
    path("formation/trois-d/nouveau/", stakeholders.new_self_check, name="new_self_check"),
    path("formation/trois-d/<uuid:public_id>/", stakeholders.self_check, name="self_check"),
]
urlpatterns = [*SESSIONS, *COMING, *ACCOUNT, *RULEBOOK, *STAKEHOLDERS]
