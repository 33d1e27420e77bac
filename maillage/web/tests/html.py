"""A page as tests look at it: its elements, their attributes, their ids."""

from html.parser import HTMLParser


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def all(self, tag, **wanted):
        return [attrs for name, attrs in self.elements if name == tag and wanted.items() <= attrs.items()]

    def values(self, attribute):
        return [attrs[attribute] for _, attrs in self.elements if attribute in attrs]

    def dangling(self):
        """Ids that something of the page points to and that no element has."""
        pointed = [link.removeprefix("#") for link in self.values("href") if link.startswith("#")]
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            pointed += [ident for value in self.values(attribute) for ident in value.split()]
        return sorted(set(pointed) - set(self.values("id")))

    def repeated_ids(self):
        ids = self.values("id")
        return sorted({ident for ident in ids if ids.count(ident) > 1})
