from maillage.consultations.urls.answering import urlpatterns as answering
from maillage.consultations.urls.making import urlpatterns as making
from maillage.consultations.urls.reading import urlpatterns as reading

app_name = "consultations"
urlpatterns = [*making, *answering, *reading]
