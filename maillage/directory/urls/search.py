from django.urls import path

from maillage.directory.views import search

urlpatterns = [
    path("annuaire/", search.find, name="search"),
    path("annuaire/themes/", search.themes, name="themes"),
]
