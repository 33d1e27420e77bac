from django.urls import include, path

from maillage.support.views import circle, data, notes, own
from maillage.support.views import path as timeline

app_name = "support"
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
    path("<uuid:pk>/parcours/<uuid:act>/suite/", timeline.outcome, name="outcome"),
    path("<uuid:pk>/cercle/", circle.circle, name="circle"),
    path("<uuid:pk>/cercle/accompagner/", circle.accompany, name="accompany"),
    path("<uuid:pk>/cercle/passer-la-main/", circle.hand_over, name="hand_over"),
    path("<uuid:pk>/cercle/remplacer/", circle.substitute, name="substitute"),
    path("<uuid:pk>/cercle/terminer/", circle.close, name="close"),
    path("<uuid:pk>/cercle/confiance/", circle.add_trusted, name="add_trusted"),
    path("<uuid:pk>/cercle/confiance/<uuid:trusted>/retirer/", circle.end_trusted, name="end_trusted"),
    path("<uuid:pk>/demandes/<uuid:asked>/", data.answer, name="data_request"),
    path("passations/<uuid:handover>/", circle.answer_handover, name="handover"),
]
own_space = [
    path("ecrit/", own.written, name="own_notes"),
    path("ecrit/<uuid:note>/repondre/", own.answer, name="own_reply"),
    path("fait/", own.done, name="own_path"),
    path("donnees/", own.data, name="own_data"),
    path("passation/<uuid:handover>/", own.handover, name="own_handover"),
]
urlpatterns = [path("personnes/", include(of_person)), path("mon-espace/", include(own_space))]
