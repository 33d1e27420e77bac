from django.urls import include, path

from maillage.support.views import (
    appointments,
    circle,
    data,
    documents,
    erasing,
    goals,
    handing_over,
    notes,
    orientations,
    own,
    own_work,
    promises,
    question_door,
    questions,
    referents,
    retention,
)
from maillage.support.views import path as timeline

app_name = "support"
GOAL = "<uuid:pk>/objectifs/<uuid:goal>"
QUESTION = "<uuid:pk>/questions/<uuid:question>"
MEETING = "<uuid:pk>/rendez-vous/<uuid:appointment>"
of_person = [
    path("<uuid:pk>/suivi/", notes.notes, name="notes"),
    path("<uuid:pk>/suivi/nouvelle/", notes.write, name="write"),
    path("<uuid:pk>/suivi/brouillon/", notes.draft, name="draft"),
    path("<uuid:pk>/suivi/brouillon/jeter/", notes.discard_draft, name="discard_draft"),
    path("<uuid:pk>/suivi/<uuid:note>/", notes.note, name="note"),
    path("<uuid:pk>/suivi/<uuid:note>/repondre/", notes.reply, name="reply"),
    path("<uuid:pk>/suivi/<uuid:note>/corriger/", notes.edit, name="edit"),
    path("<uuid:pk>/parcours/", timeline.path, name="path"),
    path("<uuid:pk>/parcours/imprimer/", timeline.print_path, name="print_path"),
    path("<uuid:pk>/parcours/ajouter/", timeline.add, name="add_act"),
    path("<uuid:pk>/parcours/passage/", timeline.visit, name="visit"),
    path("<uuid:pk>/parcours/<uuid:act>/suite/", timeline.outcome, name="outcome"),
    path("<uuid:pk>/annuaire/", orientations.search, name="find_service"),
    path("<uuid:pk>/orienter/", orientations.orient, name="orient"),
    path("<uuid:pk>/cercle/", circle.circle, name="circle"),
    path("<uuid:pk>/cercle/accompagner/", circle.accompany, name="accompany"),
    path("<uuid:pk>/cercle/passer-la-main/", circle.hand_over, name="hand_over"),
    path("<uuid:pk>/cercle/remplacer/", circle.substitute, name="substitute"),
    path("<uuid:pk>/cercle/terminer/", circle.close, name="close"),
    path("<uuid:pk>/cercle/confiance/", circle.add_trusted, name="add_trusted"),
    path("<uuid:pk>/cercle/confiance/<uuid:trusted>/retirer/", circle.end_trusted, name="end_trusted"),
    path("<uuid:pk>/demandes/<uuid:asked>/", data.answer, name="data_request"),
    path("<uuid:pk>/donnees/", handing_over.data, name="data"),
    path("<uuid:pk>/demandes/<uuid:asked>/effacer/", erasing.erase, name="erase"),
    path("<uuid:pk>/conservation/", retention.hold, name="hold"),
    path("<uuid:pk>/conservation/<uuid:hold>/lever/", retention.lift, name="lift_hold"),
    path("<uuid:pk>/conservation/contact/", retention.contact, name="retention_contact"),
    path("conservation/", retention.retention, name="retention"),
    path("conservation/rouvrir/", retention.reopen, name="reopen"),
    path("passations/<uuid:handover>/", circle.answer_handover, name="handover"),
]
under_way = [
    path("<uuid:pk>/objectifs/", goals.goals, name="goals"),
    path("<uuid:pk>/objectifs/nouveau/", goals.new_goal, name="new_goal"),
    path(f"{GOAL}/revoir/", goals.revise, name="revise_goal"),
    path(f"{GOAL}/etapes/<uuid:step>/", goals.tick, name="tick_step"),
    path(f"{GOAL}/avancee/", goals.mark, name="mark_goal"),
    path(f"{GOAL}/signature/", goals.sign, name="sign_goal"),
    path(f"{GOAL}/terminer/", goals.close, name="close_goal"),
    path(f"{GOAL}/accord.pdf", goals.paper, name="goal_paper"),
    path("<uuid:pk>/rendez-vous/", appointments.appointments, name="appointments"),
    path("<uuid:pk>/rendez-vous/nouveau/", appointments.new_appointment, name="new_appointment"),
    path(f"{MEETING}/deplacer/", appointments.move, name="move_appointment"),
    path(f"{MEETING}/annuler/", appointments.cancel, name="cancel_appointment"),
    path(f"{MEETING}/suite/", appointments.tell, name="tell_appointment"),
    path(f"{MEETING}/agenda.ics", appointments.calendar, name="calendar"),
    path("<uuid:pk>/engagements/", promises.promises, name="promises"),
    path("<uuid:pk>/engagements/nouveau/", promises.new_promise, name="new_promise"),
    path("<uuid:pk>/engagements/<uuid:promise>/tenu/", promises.keep, name="keep_promise"),
    path("<uuid:pk>/documents/", documents.documents, name="documents"),
    path("<uuid:pk>/documents/nouveau/", documents.new_document, name="new_document"),
    path("<uuid:pk>/documents/<uuid:document>/fichier/", documents.download, name="document"),
]
asked = [
    path("<uuid:pk>/questions/", questions.questions, name="questions"),
    path("<uuid:pk>/questions/nouvelle/", questions.ask, name="ask_question"),
    path(f"{QUESTION}/", questions.question, name="question"),
    path(f"{QUESTION}/rouvrir/", questions.ask_again, name="ask_again"),
    path(f"{QUESTION}/reponse/", questions.note, name="note_answer"),
    path(f"{QUESTION}/reponse/<uuid:answer>/montrer/", questions.withhold, name="withhold_answer"),
    path(f"{QUESTION}/utile/", questions.judge, name="judge_answer"),
    path(f"{QUESTION}/arreter/", questions.end, name="end_question"),
    path(f"{QUESTION}/lien/", questions.send_again, name="send_question_again"),
]
directory = [
    path("", referents.referents, name="referents"),
    path("nouveau/", referents.new_referent, name="new_referent"),
    path("<uuid:referent>/corriger/", referents.correct_referent, name="correct_referent"),
    path("<uuid:referent>/verifier/", referents.confirm_referent, name="confirm_referent"),
    path("<uuid:referent>/signaler/", referents.wrong_referent, name="wrong_referent"),
]
doors = [
    path("merci/", question_door.answered, name="question_answered"),
    path("<str:token>/", question_door.door, name="question_door"),
]
own_space = [
    path("ecrit/", own.written, name="own_notes"),
    path("ecrit/<uuid:note>/repondre/", own.answer, name="own_reply"),
    path("fait/", own.acts, name="own_path"),
    path("donnees/", own.data, name="own_data"),
    path("passation/<uuid:handover>/", own.handover, name="own_handover"),
    path("objectifs/<uuid:goal>/", own_work.mark, name="own_mark"),
    path("questions/", own_work.questions, name="own_questions"),
    path("questions/<uuid:question>/arreter/", own_work.withdraw_question, name="own_end_question"),
    path("documents/", own_work.papers, name="own_documents"),
    path("documents/<uuid:document>/", own_work.paper, name="own_document"),
]
urlpatterns = [
    path("personnes/", include(of_person + under_way + asked)),
    path("mon-espace/", include(own_space)),
    path("referents/", include(directory)),
    path("question/", include(doors)),
]
