from django import forms

LEFT_OUT = "-"


class ColumnsForm(forms.Form):
    """One choice a header; a context says what may be chosen. `chosen`, once valid: header → code, "" when left out."""

    def __init__(self, *args, columns, choices, **kwargs):
        """`columns`: (header, code proposed or "", help)."""
        super().__init__(*args, **kwargs)
        self.headers = [header for header, *_ in columns]
        for place, (header, code, help_text) in enumerate(columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header,
                choices=choices,
                initial=code or LEFT_OUT,
                help_text=help_text,
                error_messages={"required": "Choisissez une donnée, ou «\u00a0Ne pas reprendre\u00a0»."},
            )

    def columns(self):
        return [self[f"column_{place}"] for place in range(len(self.headers))]

    @property
    def chosen(self):
        told = (self.cleaned_data.get(f"column_{place}", LEFT_OUT) for place in range(len(self.headers)))
        return {
            header: "" if code == LEFT_OUT else code for header, code in zip(self.headers, told, strict=True)
        }

    def refuse_twice(self, mapping, several=()):
        """Two columns of one file say two things, but for what may be said in `several`."""
        first = {}
        for place, (header, code) in enumerate(mapping.items()):
            if code and code in first and code not in several:
                self.add_error(
                    f"column_{place}",
                    f"La colonne «\u00a0{first[code]}\u00a0» dit déjà la même chose\u00a0: ne gardez que l’une des deux.",
                )
            first.setdefault(code, header)
