"""When somebody else saved in between: what they wrote beside what is being typed."""

from maillage.people.wording import UNKNOWN, shown_value


def differences(form, current, names):
    """[(label, value saved in between, value typed)] for the fields that differ; the form now bears the new version."""
    form.at_version(current.version)
    typed = form.cleaned_data
    return [
        (form.fields[name].label, shown_value(current, name), _typed(form, name))
        for name in names
        if name in typed and typed[name] != getattr(current, name)
    ]


def _typed(form, name):
    raw = form.data.get(form.add_prefix(name), "")
    choices = dict(getattr(form.fields[name], "choices", ()))
    return choices.get(raw, raw) or UNKNOWN
