from django.urls import path

from maillage.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("metier/", views.profession, name="profession"),
    path("mon-espace/simplement/", views.simple, name="simple"),
]
