"""The frame and the error pages in a real browser."""

import pytest

from browser import faults_of, overflow_of

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("width", [320, 390, 1440])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_sign_in_and_missing_page_have_no_faults_that_axe_finds(new_page, width, colours):
    page = new_page(width, color_scheme=colours)
    for address in ("/sign-in/", "/nothing-here/"):
        page.goto(address)

        assert page.locator("h1").count() == 1
        assert faults_of(page) == []
        assert overflow_of(page) == []
