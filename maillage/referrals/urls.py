from maillage.referrals.places_urls import urlpatterns_places

app_name = "referrals"
urlpatterns = [*urlpatterns_places]
