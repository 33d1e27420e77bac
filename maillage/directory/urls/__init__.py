"""All addresses of the directory, by part."""

from maillage.directory.urls import cards, exchange, ground, search, territory

app_name = "directory"
urlpatterns = [
    *cards.urlpatterns,
    *exchange.urlpatterns,
    *ground.urlpatterns,
    *search.urlpatterns,
    *territory.urlpatterns,
]
