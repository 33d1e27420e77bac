"""When somebody else saved in between: what they wrote beside what is being typed."""

NOTHING = "rien"


def differences(form, current, names):
    """[(label, saved in between, typed)] where they differ. `current`: an unbound form of the row as it is now.

    The form that was sent keeps all that was typed, and now bears the version of what is shown.
    """
    form.at_version(current.initial["version"])
    pairs = [(form.fields[name].label, _shown(current, name), _shown(form, name)) for name in names]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _shown(form, name):
    """As its field shows it: words of a choice, a date as it is typed."""
    value = form[name].value()
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value in getattr(form, "words_of", {}):
        return form.words_of[value]
    choices = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", ())}
    if choices:
        return choices.get(str(value or ""), str(value)) if value else NOTHING
    shown = form.fields[name].widget.format_value(value)
    return "\n".join(str(shown).split("\r\n")).strip() if shown not in (None, "") else NOTHING
