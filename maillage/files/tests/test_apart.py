"""What brings the reader down, fills its memory or takes its time is refused; the next file finds a new one."""

import os
import signal
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import psutil
import pytest

from maillage.files import apart, refusals
from maillage.files.apart import APART
from maillage.files.checks import checked
from maillage.files.kinds import Kind
from maillage.files.refusals import Refused
from maillage.files.tests import samples

ROOT = Path(__file__).resolve().parents[3]


def kept():
    return checked("a.pdf", samples.pdf()).kind == Kind.PDF


def test_a_reader_that_died_is_replaced():
    assert kept()
    first = APART.process.pid
    os.kill(first, signal.SIGKILL)
    APART.process.wait()
    assert kept()
    assert APART.process.pid != first


def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    assert kept()
    os.kill(APART.process.pid, signal.SIGSTOP)
    monkeypatch.setattr(apart, "SECONDS", 0.2)
    with pytest.raises(Refused) as refused:
        kept()
    assert refused.value.reason == refusals.TOO_COSTLY
    monkeypatch.undo()
    assert kept()


PAGES = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
)


def greedy():
    """A PDF of one page and some 35 KB, whose two object streams each hold an array of nine million numbers."""
    streams = range(4, 6)
    parts = {number: content + b"\n" for number, content in enumerate(PAGES, 1)}
    for number in streams:
        packed = zlib.compress(b"%02d 0 [" % (number + 20) + b"1 " * 9_000_000 + b"]", 9)
        head = b"<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
        parts[number] = head + packed + b"\nendstream\n"
    body, rows = b"%PDF-1.7\n", b"\0" * 6
    for number, part in parts.items():
        rows += b"\x01" + len(body).to_bytes(4, "big") + b"\0"
        body += b"%d 0 obj\n" % number + part + b"endobj\n"
    rows += b"".join(b"\x02" + number.to_bytes(4, "big") + b"\0" for number in streams)
    head = b"44 0 obj\n<</Type/XRef/Size 45/Index[0 6 24 2]/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(
        rows
    )
    return body + head + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(body)


def test_a_file_that_would_fill_the_memory_is_refused_and_the_next_is_not():
    content = greedy()
    assert len(content) < 50_000
    with pytest.raises(Refused) as refused:
        checked("a.pdf", content)
    assert refused.value.reason in (refusals.BROKEN_PDF, refusals.TOO_COSTLY)
    assert kept()
    assert psutil.Process(APART.process.pid).memory_info().rss < apart.GROWN_KILOBYTES * 1024


def test_a_reader_that_has_grown_is_replaced():
    target = samples.picture("PNG", size=(7000, 7000), mode="RGBA")
    checked("a.png", target)
    assert APART.process is None
    assert kept()


def test_several_files_at_once_wait_for_each_other():
    found = []
    threads = [threading.Thread(target=lambda: found.append(kept())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8


def test_an_interrupted_file_leaves_no_answer_for_the_next(monkeypatch):
    def interrupted(stream):
        raise KeyboardInterrupt

    monkeypatch.setattr(apart, "_read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        checked("a.png", samples.picture("PNG"))
    monkeypatch.undo()
    assert kept()


def test_it_knows_neither_the_keys_nor_the_database(monkeypatch):
    monkeypatch.setenv("MAILLAGE_MASTER_KEYS", "secret")
    APART.stop()
    assert kept()
    assert set(psutil.Process(APART.process.pid).environ()) <= {*apart.HANDED_DOWN, "PYTHONPATH", "LC_CTYPE"}


def test_it_ends_with_the_process_that_started_it():
    """Even when that one is killed and can say nothing."""
    program = (
        "import os, sys; from maillage.files.apart import APART; from maillage.files.tests import samples\n"
        "APART.rewritten('pdf', samples.pdf()); print(APART.process.pid, flush=True); sys.stdin.read()"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    child = psutil.Process(int(started.stdout.readline()))
    started.kill()
    started.communicate()
    assert psutil.wait_procs([child], timeout=10)[1] == []


def test_a_large_parent_does_not_make_a_process_look_grown():
    """What starts it holds half a gigabyte: files still go to the same process, one after the other."""
    weight = bytearray(b"\1") * 500_000_000
    APART.stop()
    seen = set()
    for _ in range(3):
        assert kept()
        assert APART.process is not None
        seen.add(APART.process.pid)
    APART.stop()
    assert len(seen) == 1
    assert len(weight) == 500_000_000
