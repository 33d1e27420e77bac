"""Personal pages are never kept by a browser or a proxy."""

PUBLIC_PREFIX = "/static/"


class NoStore:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.path.startswith(PUBLIC_PREFIX):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
