app_name = "diplomas"
urlpatterns: list = []
