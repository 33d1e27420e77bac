from django.urls import path

from maillage.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("structure/", views.choose_structure, name="structure"),
]
