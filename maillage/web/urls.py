from django.urls import path

from maillage.web import views

app_name = "web"
urlpatterns = [
    path("composants", views.gallery, name="gallery"),
    path("composants/travail", views.sample_job, name="sample-job"),
    path("composants/confirmer", views.sample_confirm, name="sample-confirm"),
    path("composants/feuille.pdf", views.sample_pdf, name="sample-pdf"),
]
