from django.urls import path

from maillage.governance.views import comments

A_TEXT = "textes/<uuid:public_id>/"

urlpatterns = [
    path(A_TEXT + "commentaires/", comments.text_comments, name="text_comments"),
    path(A_TEXT + "commentaires/ecrire/", comments.comment, name="comment_text"),
    path("commentaires/<uuid:public_id>/repondre/", comments.reply, name="reply_comment"),
    path("commentaires/<uuid:public_id>/examiner/", comments.settle, name="settle_comment"),
]
