from maillage.referrals.commissions_urls import urlpatterns_commissions

app_name = "referrals"
urlpatterns = [*urlpatterns_commissions]
