"""How many tests passed, for the bar that runs them."""

import os
from pathlib import Path


def pytest_terminal_summary(terminalreporter) -> None:
    passed = len(terminalreporter.stats.get("passed", []))
    Path(os.environ["MAILLAGE_BAR_REPORT"]).write_text(str(passed), encoding="utf-8")
