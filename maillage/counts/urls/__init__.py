urlpatterns = []
app_name = "counts"
