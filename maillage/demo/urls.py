from django.urls import path

from maillage.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("etre/", views.enter, name="enter"),
    path("visite/quitter/", views.leave, name="leave"),
    path("visite/<slug:number>/", views.step, name="step"),
    path("visite/<slug:number>/ouvrir/", views.open_step, name="open"),
]
