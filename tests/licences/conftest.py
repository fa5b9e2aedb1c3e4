"""The licences as the site has them."""

import pytest

from licences.loading import LoadSummary, load_licences


@pytest.fixture
def loaded(db: None) -> LoadSummary:
    """Load the real files."""
    return load_licences()
