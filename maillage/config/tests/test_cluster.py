import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from maillage.config.cluster import Cluster, ClusterError
from maillage.config.processes import processes_in
from maillage.config.server_programs import WHEEL, _wheel_folder
from maillage.config.tests.killing import kill_everything_in

pytestmark = pytest.mark.whole

ROOT = Path(__file__).resolve().parents[3]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change user")

HOLD = """
import sys, time
from pathlib import Path
from maillage.config.cluster import Cluster
cluster = Cluster(Path(sys.argv[1]), fast=True)
cluster.ensure()
print(cluster.data, flush=True)
time.sleep(60)
"""


def one(url, query):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()[0]


def holder(directory, **more):
    """Another process that starts the server and keeps it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} | more
    command = [sys.executable, "-P", "-c", HOLD, str(directory)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd="/")


def wait_until(condition, seconds=10):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_every_role_signs_in_with_its_own_password(served):
    names = {name: one(url, "SELECT current_user::text") for name, url in served.urls().items()}
    assert names == {
        "owner": "maillage_owner",
        "app": "maillage_app",
        "maintenance": "maillage_maintenance",
        "backup": "maillage_backup",
        "superuser": "maillage_superuser",
        "test": "maillage_test",
    }


def test_a_wrong_password_is_refused(served):
    urls = served.urls()
    password = psycopg.conninfo.conninfo_to_dict(urls["app"])["password"]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(urls["owner"].replace(urls["owner"].split(":")[2].split("@")[0], password))


def test_a_durable_server_has_no_test_role_and_loses_nothing(make_cluster):
    cluster = make_cluster(fast=False)
    cluster.ensure()
    url = cluster.urls()["superuser"]
    safe = [one(url, f"SHOW {name}") for name in ("fsync", "full_page_writes", "synchronous_commit")]
    assert safe == ["on", "on", "on"]
    assert "test" not in cluster.urls()
    assert one(url, "SELECT count(*) FROM pg_roles WHERE rolname = 'maillage_test'") == 0
    assert one(url, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'") == 0


def test_nothing_is_open_to_others(served):
    assert mode(served.data) == 0o700
    assert mode(served.home / "socket") == 0o700
    assert mode(served.home / "credentials.json") == 0o600
    assert one(served.urls()["superuser"], "SHOW listen_addresses") == ""


def test_text_is_utf8_and_sorted_the_same_on_every_machine(served):
    made = "SELECT concat(pg_encoding_to_char(encoding), datlocprovider, datlocale) FROM pg_database WHERE datname = 'maillage'"
    assert one(served.urls()["superuser"], made) == "UTF8bC.UTF-8"
    assert one(served.urls()["app"], "SELECT upper('élève œuvre')") == "ÉLÈVE ŒUVRE"


def test_stop_leaves_no_process_and_the_data_is_there_again(served):
    with psycopg.connect(served.urls()["owner"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS value")
    served.stop()
    assert processes_in(served.data) == []
    assert not served.is_running()
    began = time.monotonic()
    served.ensure()
    assert one(served.urls()["app"], "SELECT value FROM kept") == 42
    assert time.monotonic() - began < 5


def test_a_connected_client_does_not_hold_the_stop_back(served):
    with psycopg.connect(served.urls()["app"]) as connection:
        connection.execute("SELECT 1")
        began = time.monotonic()
        served.stop()
        assert time.monotonic() - began < 5
        connection.close()
    assert processes_in(served.data) == []


def test_a_second_process_uses_the_running_server(served):
    second = Cluster(served.directory, fast=True)
    with second:
        assert not second.started_here
        assert second.urls() == served.urls()
    assert served.is_running()


def test_two_processes_that_start_together_share_one_server(make_cluster):
    cluster = make_cluster()
    holders = [holder(cluster.directory) for _ in range(2)]
    try:
        assert [process.stdout.readline().strip() for process in holders] == [str(cluster.data)] * 2
        assert one(cluster.urls()["app"], "SELECT 1") == 1
    finally:
        for process in holders:
            process.kill()
            process.communicate()


def test_killing_its_parent_stops_the_server(served):
    served.stop()
    process = holder(served.directory)
    process.stdout.readline()
    assert len(processes_in(served.data)) > 3
    process.kill()
    process.communicate()
    wait_until(lambda: processes_in(served.data) == [])


def test_an_interrupted_creation_is_done_again(make_cluster):
    cluster = make_cluster()
    for delay in (0.25, 0.4, 0.6, 0.8, 1.0):
        process = holder(cluster.directory)
        time.sleep(delay)
        process.kill()
        process.communicate()
    cluster.ensure()
    assert one(cluster.urls()["app"], "SELECT current_user::text") == "maillage_app"
    assert not (cluster.home / "data.new").exists()
    assert not (cluster.home / "password.new").exists()


def test_a_half_made_server_is_never_taken_for_a_whole_one(make_cluster):
    cluster = make_cluster()
    cluster.ensure()
    cluster.stop()
    cluster.data.rename(cluster.home / "data.new")
    (cluster.home / "data.new" / "global" / "pg_control").unlink()
    cluster.ensure()
    assert one(cluster.urls()["owner"], "SELECT 1") == 1


def test_a_stale_lock_file_that_names_a_stranger_does_not_matter(served):
    lock = (served.data / "postmaster.pid").read_text()
    kill_everything_in(served.data)
    wait_until(lambda: processes_in(served.data) == [])
    (served.data / "postmaster.pid").write_text(lock.replace(lock.split("\n")[0], str(os.getpid()), 1))
    assert not served.is_running()
    served.stop()
    served.ensure()
    assert one(served.urls()["app"], "SELECT 1") == 1


def test_orphans_of_a_killed_postmaster_are_put_away(served):
    busy = psycopg.connect(served.urls()["app"], autocommit=True)
    sleeper = busy.info.backend_pid
    os.kill(sleeper, signal.SIGSTOP)
    os.kill(served._postmaster(), signal.SIGKILL)
    served.ensure()
    busy.close()
    assert sleeper not in processes_in(served.data)
    assert one(served.urls()["app"], "SELECT 1") == 1


def test_a_path_too_long_for_a_socket_still_serves(make_cluster):
    cluster = make_cluster("n" * 120)
    cluster.ensure()
    socket = Path(psycopg.conninfo.conninfo_to_dict(cluster.urls()["app"])["host"])
    assert len(str(socket)) < 100
    assert mode(socket) == 0o700
    assert one(cluster.urls()["app"], "SELECT 1") == 1
    cluster.destroy()
    assert not socket.exists()


def test_quick_and_durable_servers_do_not_share_a_folder(make_cluster):
    cluster = make_cluster(fast=False)
    cluster.ensure()
    cluster.stop()
    with pytest.raises(ClusterError, match="ne se mélangent pas"):
        Cluster(cluster.directory, fast=True).ensure()


def test_lost_passwords_are_told_in_french(make_cluster):
    cluster = make_cluster()
    cluster.ensure()
    cluster.stop()
    (cluster.home / "credentials.json").unlink()
    with pytest.raises(ClusterError, match=r"Les mots de passe de la base de .* sont introuvables"):
        cluster.ensure()


def test_destroy_leaves_no_data(make_cluster):
    cluster = make_cluster()
    cluster.ensure()
    home = cluster.home
    cluster.destroy()
    assert sorted(path.name for path in cluster.directory.iterdir()) == ["lock"]
    assert home == cluster.directory or not home.exists()


@as_root
def test_root_serves_from_a_folder_nobody_else_may_enter(tmp_path):
    """The checkout, its data and the programs lie in a 0700 folder of root's; nothing above them changes."""
    closed = tmp_path / "closed"
    packages = closed / "checkout" / "packages"
    packages.mkdir(parents=True)
    closed.chmod(0o700)
    wheel = _wheel_folder()
    for name in (WHEEL, f"{WHEEL}.libs"):
        shutil.copytree(
            wheel.parent / name, packages / name, symlinks=True, ignore=shutil.ignore_patterns("pginstall")
        )
    cluster = Cluster(closed / "checkout" / "var" / "demo" / "postgres", fast=True)
    folders = [closed, closed / "checkout", *packages.rglob("*")]
    before = {path: (mode(path), path.stat().st_uid) for path in folders}
    process = holder(cluster.directory, PYTHONPATH=f"{packages}:{ROOT}")
    try:
        assert process.stdout.readline().strip() == str(cluster.data)
        assert one(cluster.urls()["app"], "SELECT current_user::text") == "maillage_app"
        postmaster = cluster._postmaster()
        assert Path(f"/proc/{postmaster}").stat().st_uid != 0
        assert str(Path(f"/proc/{postmaster}/exe").readlink()).startswith(f"{cluster.home}/binaries/")
        assert {path: (mode(path), path.stat().st_uid) for path in folders} == before
        assert {
            (mode(path), path.stat().st_uid) for path in (closed / "checkout" / "var").rglob("*.json")
        } <= {(0o600, 0)}
    finally:
        process.kill()
        process.communicate()
        cluster.destroy()
    assert not (cluster.directory / "location").exists()


@as_root
def test_root_keeps_the_data_where_it_was_asked_when_the_server_can_come_there(tmp_path_factory):
    directory = Path(f"/var/tmp/maillage-test-{os.getpid()}/postgres")
    cluster = Cluster(directory, fast=True)
    try:
        cluster.ensure()
        assert cluster.home == directory
        assert cluster.data.stat().st_uid != 0
        assert (directory / "credentials.json").stat().st_uid == 0
    finally:
        cluster.destroy()
        shutil.rmtree(directory.parent)
