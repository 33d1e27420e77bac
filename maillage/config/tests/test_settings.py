"""What the settings make of the environment."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_files_are_kept_in_the_data_folder_that_was_asked_for(tmp_path):
    program = "from maillage.config import settings; print(settings.MAILLAGE_FILES)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"MAILLAGE_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{tmp_path / 'files'}\n"


def test_in_a_trial_mails_are_written_in_a_folder(tmp_path):
    program = "from maillage.config import settings; print(settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"MAILLAGE_MAILS": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"django.core.mail.backends.filebased.EmailBackend {tmp_path}\n"


def test_a_network_that_is_not_one_is_said_at_the_start():
    done = subprocess.run(
        [sys.executable, "-c", "from maillage.config import settings"],
        cwd=ROOT,
        env=os.environ | {"MAILLAGE_METRICS_FROM": "10.0.0.0/8,prometheus.local"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "MAILLAGE_METRICS_FROM=10.0.0.0/8,prometheus.local\u00a0: des adresses" in done.stderr
