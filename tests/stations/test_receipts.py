"""P7 in a fast form: codes cannot be guessed, mistakes are caught, nothing that opens a message is stored, the gates keep no holder out."""

from __future__ import annotations

import itertools
import re
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from zhitong.errors import Conflict
from zhitong.network.throttle import block_of_address
from zhitong.stations import gates, receipts
from zhitong.stations.models import Lead, Tries

SIGNS = receipts.ALPHABET
TOKEN = re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken[^:]*: ")[\w-]+')


def some_codes(count: int) -> list[str]:
    return [receipts.new_receipt(uuid.uuid4()) for _code in range(count)]


def test_ten_thousand_codes_differ_and_every_sign_is_as_likely_as_the_others():
    codes = [code.replace("-", "") for code in some_codes(10_000)]
    assert len(set(codes)) == 10_000
    counts = Counter("".join(code[: receipts.DATA] for code in codes))
    expected = 10_000 * receipts.DATA / 32
    chi_square = sum((counts[sign] - expected) ** 2 / expected for sign in SIGNS)
    assert chi_square < 80  # 31 degrees of freedom: more comes once in a hundred thousand runs


def test_one_form_has_one_code_and_another_key_another(settings):
    token = uuid.uuid4()
    code = receipts.new_receipt(token)
    assert receipts.new_receipt(token) == code
    settings.JOURNAL_KEY = "another"
    assert receipts.new_receipt(token) != code


@settings(max_examples=40, deadline=None)
@given(st.uuids(), st.integers(0, 24), st.sampled_from(SIGNS))
def test_every_wrong_sign_is_caught(token, place, sign):
    code = receipts.new_receipt(token).replace("-", "")
    wrong = code[:place] + sign + code[place + 1 :]
    assert receipts.read(wrong) == (code if wrong == code else None)


@settings(max_examples=20, deadline=None)
@given(st.uuids())
def test_any_two_signs_that_changed_places_are_caught(token):
    code = receipts.new_receipt(token).replace("-", "")
    for left, right in itertools.combinations(range(receipts.LENGTH), 2):
        if code[left] != code[right]:
            swapped = list(code)
            swapped[left], swapped[right] = code[right], code[left]
            assert receipts.read("".join(swapped)) is None, (left, right)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_not_and_never_breaks(typed):
    assert receipts.read(typed) is None or len(receipts.read(typed)) == receipts.LENGTH


def test_small_and_wide_letters_spaces_and_look_alikes_do_not_matter():
    code = some_codes(1)[0]
    bare = code.replace("-", "")
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in bare)
    for typed in (
        code.lower(),
        f"  {code} ",
        code.replace("-", " "),
        code.replace("-", "—"),
        wide,
        bare.replace("0", "O").replace("1", "l"),
    ):
        assert receipts.read(typed) == bare, typed


@pytest.mark.django_db
def test_nothing_stored_or_logged_holds_code_or_token(spoken, caplog):
    caplog.set_level("DEBUG")
    token = uuid.uuid4()
    lead, code = spoken(token=token)
    Client().post(reverse("stations:receipt"), {"code": code})
    Client().post(reverse("stations:receipt"), {"code": "wrong"})
    row = " ".join(str(value) for value in Lead.objects.filter(pk=lead.pk).values()[0].values())
    for secret in (code, code.replace("-", ""), str(token), token.hex):
        assert secret not in row
        assert secret not in caplog.text


@pytest.mark.django_db
def test_the_same_form_twice_is_one_message_with_one_code_and_other_words_are_refused(spoken):
    token = uuid.uuid4()
    first, code = spoken(token=token)
    assert spoken(token=token) == (first, code)
    with pytest.raises(Conflict):
        spoken("另一件事。", token=token)
    assert Lead.objects.count() == 1


@pytest.mark.django_db
def test_a_flood_of_wrong_codes_is_braked_and_the_holder_of_a_right_one_is_still_answered(spoken):
    _lead, code = spoken()
    address = reverse("stations:receipt")
    flood = [Client(REMOTE_ADDR=f"10.0.{block}.9") for block in range(3)]
    answers = Counter(client.post(address, {"code": wrong}).status_code for client in flood for wrong in some_codes(14))
    assert answers == {422: 3 * gates.WRONG_CODES.block, 429: 3 * (14 - gates.WRONG_CODES.block)}

    Tries.objects.update(count=gates.WRONG_CODES.everybody)  # the brake for all is on
    assert Client(REMOTE_ADDR="192.0.2.1").post(address, {"code": some_codes(1)[0]}).status_code == 429
    for client in (flood[0], Client(REMOTE_ADDR="192.0.2.1")):
        assert client.post(address, {"code": code}).status_code == 200


@pytest.mark.django_db
def test_a_guess_that_is_turned_away_costs_two_reads_no_write_and_a_small_page(spoken, django_assert_num_queries):
    """A brake that costs as much as an answer would itself be a way to bring the house to a halt."""
    spoken()
    Tries.objects.all().delete()
    resident, address, wrong = Client(), reverse("stations:receipt"), some_codes(1)[0]
    tried = [resident.post(address, {"code": code}) for code in some_codes(gates.WRONG_CODES.block)]
    with django_assert_num_queries(2) as asked:
        page = resident.post(address, {"code": wrong})
    assert {answer.status_code for answer in tried} == {422}
    assert page.status_code == 429
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
    assert len(page.content) < 3_000 < len(tried[0].content)
    assert wrong in page.content.decode()  # nothing typed is lost


def beside(code: str) -> str:
    """A wrong code that differs from a right one in its first sign and its check sign alone."""
    bare = code.replace("-", "")
    first = SIGNS[SIGNS.index(bare[0]) - 1]
    return next(guess for sign in SIGNS if receipts.read(guess := first + bare[1:-1] + sign))


@pytest.mark.django_db
def test_a_wrong_code_close_to_a_right_one_and_one_far_from_all_are_answered_alike(spoken):
    """The whole of P7, with its 100,000 guesses and 5,000 timed pairs: benchmarks/guessing.py."""
    _lead, right = spoken()
    codes = [*some_codes(1), beside(right)]
    pages = [Client().post(reverse("stations:receipt"), {"code": code}) for code in codes]
    bare = {TOKEN.sub("", page.content.decode().replace(code, "")) for page, code in zip(pages, codes, strict=True)}
    assert ({page.status_code for page in pages}, len(bare)) == ({422}, 1)


def test_one_block_is_a_neighbourhood():
    for address, block in (
        ("198.51.100.7", "198.51.100.0/24"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("2001:db8:1:22ff::5", "2001:db8:1:2200::/56"),
        ("no address", "no address"),
    ):
        assert block_of_address(address) == block


@pytest.mark.django_db
def test_of_tries_at_one_moment_no_more_are_counted_than_the_gate_allows(rf):
    """Each looked before any was counted, as requests at once do: the count itself then says no."""
    now = timezone.now()
    tries = [gates.count(gates.WRONG_CODES, rf.get("/", REMOTE_ADDR="198.51.100.7"), now) for _try in range(12)]
    assert tries == [True] * gates.WRONG_CODES.block + [False] * 2


@pytest.mark.django_db
def test_counts_are_forgotten_and_no_address_is_stored(rf):
    request = rf.get("/", REMOTE_ADDR="198.51.100.7")
    now = timezone.now()
    gates.count(gates.MESSAGES, request, now)
    gates.count(gates.MESSAGES, request, now + timedelta(hours=5))
    assert Tries.objects.count() == 2
    assert not any("198.51" in key for key in Tries.objects.values_list("key", flat=True))
