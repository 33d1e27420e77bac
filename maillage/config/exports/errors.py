class ExportError(RuntimeError):
    """Nothing can be written out; the message says why and what to do."""
