import os

from django.db import connection
from django.http import HttpResponse
from django.urls import path


def page(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user || ' ' || count(*) FROM procrastinate_jobs")
        return HttpResponse(f"{cursor.fetchone()[0]} {os.getpid()}")


urlpatterns = [path("", page)]
