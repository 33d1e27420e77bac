from django.urls import path

from maillage.governance.views import articles, charters

A_TEXT = "textes/<uuid:public_id>/"

urlpatterns = [
    path("textes/a-relire/", articles.to_review, name="texts_to_review"),
    path(A_TEXT + "<int:number>/depuis/<int:since>/", articles.compare, name="compare_text"),
    path(A_TEXT + "liens/nouveau/", articles.link_text, name="link_text"),
    path(A_TEXT + "liens/<int:pk>/retirer/", articles.unlink_text, name="unlink_text"),
    path(A_TEXT + "remplacer/", articles.supersede_text, name="supersede_text"),
    path(A_TEXT + "relecture/", articles.review_text, name="review_text"),
    path(A_TEXT + "adapter/", charters.adapt_text, name="adapt_text"),
    path(A_TEXT + "ecart/", charters.gap, name="gap"),
    path(A_TEXT + "ecart/suivre/", charters.follow_model, name="follow_model"),
]
