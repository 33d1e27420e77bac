import pytest

from maillage.config.cluster import Cluster


@pytest.fixture
def make_cluster(tmp_path):
    """`make_cluster(name, fast=True)`: an embedded server of this test alone, erased when the test ends."""
    made = []

    def make(name="base", *, fast=True):
        cluster = Cluster(tmp_path / name, fast=fast)
        made.append(cluster)
        return cluster

    yield make
    for cluster in made:
        if cluster.directory.is_dir():
            cluster.destroy()


@pytest.fixture(scope="module")
def lasting_cluster(tmp_path_factory):
    cluster = Cluster(tmp_path_factory.mktemp("lasting") / "base", fast=True)
    yield cluster
    cluster.destroy()


@pytest.fixture
def served(lasting_cluster):
    """A quick server that runs when the test begins; one for the whole module, a test may stop or kill it."""
    lasting_cluster.ensure()
    return lasting_cluster
