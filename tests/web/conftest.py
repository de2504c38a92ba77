"""The gallery: addresses and a menu that only these tests have."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import gallery as gallery_module

from zhitong.web import pages


@pytest.fixture
def gallery(settings, monkeypatch):
    settings.ROOT_URLCONF = "gallery"
    monkeypatch.setattr(pages, "_NAV", gallery_module.MENU)
    return gallery_module
