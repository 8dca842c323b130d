"""A planted and an honest province of the same seed, made once."""

import pytest

from tests.simulation.provinces import Province, made

SEED = 11


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Province:
    return made(tmp_path_factory.mktemp("provinces") / "planted", dossiers=20_000, seed=SEED)


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Province:
    return made(tmp_path_factory.mktemp("provinces") / "honest", dossiers=20_000, seed=SEED, honest=True)
