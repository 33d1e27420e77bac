from django.urls import path

from maillage.calls.views import applications, jury, rulings

A_FILE = "dossiers-appels/<uuid:public_id>/"

WRITING = [
    path("dossiers-appels/", applications.files, name="files"),
    path(A_FILE, applications.application, name="application"),
    path(A_FILE + "ecrire/", applications.write, name="write_file"),
    path(A_FILE + "associer/", applications.add_partner, name="add_partner"),
    path(A_FILE + "associer/<int:number>/retirer/", applications.remove_partner, name="remove_partner"),
    path(A_FILE + "associer/<int:number>/repondre/", applications.answer_partner, name="answer_partner"),
    path(A_FILE + "deposer/", applications.hand_in, name="hand_in"),
    path(A_FILE + "dossier.pdf", applications.file_pdf, name="file_pdf"),
    path(A_FILE + "lettre.pdf", rulings.letter, name="letter"),
]
JUDGING = [
    path(A_FILE + "lire/", jury.read, name="read"),
    path(A_FILE + "lectures/<int:number>/recopier/", jury.type_reading, name="type_reading"),
    path(A_FILE + "lecture.pdf", jury.reading_paper, name="reading_paper"),
    path(A_FILE + "me-deporter/", jury.step_aside, name="step_aside"),
    path(A_FILE + "deporter/", jury.put_aside, name="put_aside"),
    path(A_FILE + "confier/", jury.assign, name="assign"),
    path(A_FILE + "faire-corriger/", jury.ask_correction, name="ask_correction"),
    path(A_FILE + "recevable/", jury.admit, name="admit"),
    path(A_FILE + "decider/", rulings.rule, name="rule"),
]
urlpatterns = [*WRITING, *JUDGING]
