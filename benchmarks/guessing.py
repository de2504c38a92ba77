"""P7 in full: receipt codes cannot be guessed, and whoever holds a right one is answered while others try.

    python benchmarks/guessing.py [--guesses 100000] [--addresses 100] [--pairs 5000] [--codes 10000]     (0 leaves a part out)

Makes an office in a temporary folder (or in the empty database that ZHITONG_DATABASE_URL names), and asks the receipt page through the
whole stack of middleware. Prints what it measured; exit code 1 when a promise does not hold:

- of the codes none is like another, and every sign is as likely as the others (chi-square, 31 degrees of freedom);
- of the guesses none hits; in each minute at most 10 of one address and 300 of all are answered as a try, the others are turned away;
- the holder of a right code is answered within 5 seconds throughout;
- a guess that is two signs beside a code that exists and one that is nowhere near are answered alike: equal status, equal length, and
  times that no test tells apart (Mann-Whitney, p > 0.01). The right code itself opens the message: that is what it is for.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import random
import re
import sys
import threading
import time
import uuid
from collections import Counter

from bench_office import prepare

PATIENCE = 5.0  # seconds the holder of a right code may wait
TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken[^:]*: ")[\w-]+')


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--guesses", type=int, default=100_000)
    arguments.add_argument("--addresses", type=int, default=100)
    arguments.add_argument("--pairs", type=int, default=5_000)
    arguments.add_argument("--codes", type=int, default=10_000)
    arguments.add_argument("--threads", type=int, default=2)
    options = arguments.parse_args()
    prepare(database=os.environ.get("ZHITONG_DATABASE_URL", ""))
    right = spoken_at_a_station()
    fair = not options.codes or codes_are_even(options.codes)
    alike = not options.pairs or guesses_are_alike(right, options.pairs)
    held = not options.guesses or flood(right, options.guesses, options.addresses, options.threads)
    return 0 if fair and alike and held else 1


def spoken_at_a_station() -> str:
    """An office, its workstation, 50 residents who spoke; the code of one of them."""
    from django.conf import settings
    from django.utils import timezone

    from zhitong.network import actions as network
    from zhitong.network.actors import system_actor
    from zhitong.network.models import Unit
    from zhitong.network.rights import RIGHTS
    from zhitong.stations import queries
    from zhitong.stations.actions import keeping, speaking

    settings.ALLOWED_HOSTS = ["testserver"]
    office = network.open_office(name="临溪区信息工作室", short_name="临溪区", rank=4, level_name="区政协")
    by = system_actor(office, RIGHTS, channel="command", at=timezone.now())
    unit = network.add_unit(by=by, name="柳岸委员工作站", kind=Unit.Kind.STATION)
    station = keeping.open_station(unit, by=by)
    for number in range(50):
        _lead, code = speaking.speak(
            station,
            by=speaking.public_actor(station),
            token=uuid.uuid4(),
            text=f"第{number}件：楼道灯坏了。",
            consent=queries.newest_consent(office.pk),
        )
    return code


def codes_are_even(count: int) -> bool:
    from zhitong.stations import receipts

    codes = [receipts.new_receipt(uuid.uuid4()).replace("-", "") for _code in range(count)]
    counts = Counter("".join(code[: receipts.DATA] for code in codes))
    expected = count * receipts.DATA / 32
    chi_square = sum((counts[sign] - expected) ** 2 / expected for sign in receipts.ALPHABET)
    equal = count - len(set(codes))
    print(
        f"{count} codes: {equal} equal, chi-square {chi_square:.1f} with 31 degrees of freedom (p > 0.001 below 61.1)"
    )
    return equal == 0 and chi_square < 61.1


def beside(code: str) -> str:
    """A wrong code that is two signs beside a right one and still passes the check sign."""
    from zhitong.stations import receipts

    bare = list(code.replace("-", ""))
    for place, sign in itertools.product(range(receipts.DATA), receipts.ALPHABET):
        if sign == bare[place]:
            continue
        for last in receipts.ALPHABET:
            guess = "".join([*bare[:place], sign, *bare[place + 1 : receipts.DATA], last])
            if receipts.read(guess):
                return guess
    raise AssertionError("every sign has a check sign")


def guesses_are_alike(right: str, pairs: int) -> bool:
    from django.test import Client
    from django.urls import reverse

    from zhitong.stations import receipts
    from zhitong.stations.models import Tries

    client, address, near = Client(), reverse("stations:receipt"), beside(right)
    times: dict[str, list[float]] = {"near": [], "far": []}
    seen: dict[str, set] = {"near": set(), "far": set()}
    for number in range(pairs):
        kinds = ["near", "far"]
        random.shuffle(kinds)
        if number % 4 == 0:
            Tries.objects.all().delete()  # the gate stays open: what is timed is a try that is looked up
        for kind in kinds:
            code = near if kind == "near" else receipts.new_receipt(uuid.uuid4()).replace("-", "")
            began = time.perf_counter()
            answer = client.post(address, {"code": code})
            times[kind].append(time.perf_counter() - began)
            seen[kind].add((answer.status_code, len(TOKEN.sub(b"", answer.content))))
    p = mann_whitney(times["near"], times["far"])
    middle = {kind: sorted(values)[len(values) // 2] * 1000 for kind, values in times.items()}
    print(
        f"{pairs} pairs: near {sorted(seen['near'])}, far {sorted(seen['far'])} (status, length);"
        f" median {middle['near']:.2f} and {middle['far']:.2f} ms, Mann-Whitney p = {p:.3f}"
    )
    return seen["near"] == seen["far"] and len(seen["near"]) == 1 and p > 0.01


def mann_whitney(left: list[float], right: list[float]) -> float:
    """The two-sided p of two samples, by the normal approximation; times are floats, ties do not matter."""
    ranked = sorted([(value, 0) for value in left] + [(value, 1) for value in right])
    ranks = sum(rank for rank, (_value, side) in enumerate(ranked, 1) if side == 0)
    n, m = len(left), len(right)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))


def flood(right: str, guesses: int, addresses: int, threads: int) -> bool:
    """Wrong guesses from many addresses at once, while one holder asks again and again from one of them."""
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from zhitong.stations import receipts
    from zhitong.stations.gates import WRONG_CODES
    from zhitong.stations.models import Tries

    address = reverse("stations:receipt")
    Tries.objects.all().delete()
    turn, statuses = itertools.count(), Counter()
    tried: Counter = Counter()  # (address, minute) of each that was answered as a try
    done, lock = threading.Event(), threading.Lock()

    def guess() -> None:
        client = Client()
        while (number := next(turn)) < guesses:
            place = f"10.{number % addresses // 250}.{number % addresses % 250}.9"
            code = receipts.new_receipt(uuid.uuid4())
            began = int(time.time() // 60)
            answer = client.post(address, {"code": code}, REMOTE_ADDR=place)
            with lock:
                statuses[answer.status_code] += 1
                # One that came in over the turn of the minute counts for either: it is left out of the tally of minutes.
                if answer.status_code == 422 and began == int(time.time() // 60):
                    tried[place, began] += 1
        connection.close()

    workers = [threading.Thread(target=guess) for _worker in range(threads)]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    waited, holder = [], Client(REMOTE_ADDR="10.0.0.9")
    while any(worker.is_alive() for worker in workers):
        asked = time.perf_counter()
        answer = holder.post(address, {"code": right})
        waited.append(time.perf_counter() - asked)
        if answer.status_code != 200:
            print(f"the holder of a right code got {answer.status_code}")
            return False
        done.wait(0.2)
    took = time.perf_counter() - began
    of_all = Counter()
    for (_place, minute), count in tried.items():
        of_all[minute] += count
    most, most_of_all = max(tried.values(), default=0), max(of_all.values(), default=0)
    print(
        f"{guesses} guesses from {addresses} addresses in {took:.0f} s ({guesses / took:.0f}/s): {statuses[200]} hits,"
        f" {dict(statuses)}; at most {most} tries of one address and {most_of_all} of all in a minute"
    )
    print(
        f"holder of a right code in the flood: asked {len(waited)} times, answered each time,"
        f" median {sorted(waited)[len(waited) // 2] * 1000:.0f} ms, longest {max(waited) * 1000:.0f} ms"
    )
    return (
        statuses[200] == 0
        and set(statuses) <= {422, 429}
        and most <= WRONG_CODES.block
        and most_of_all <= WRONG_CODES.everybody
        and max(waited) <= PATIENCE
    )


if __name__ == "__main__":
    sys.exit(main())
