"""Run the whole suite on each database engine that is here, and say in the last lines what ran and what did not.

SQLite always, and where ZHITONG_TEST_OFFLINE is set with no network but the loopback; PostgreSQL when ZHITONG_TEST_POSTGRES holds an address, or a local server lets this user make databases.
Arguments are given on to pytest. Exit code 1 when anything failed.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys

LOCAL_SERVER = "postgres:///postgres"
# Rooms of plain Python: no test of theirs touches a database, so that one run says all. tests/site/test_house.py holds them to it.
WITHOUT_DATABASE = ("tests/text", "tests/sheets", "tests/paper", "tests/workdays")
# The operator's commands and the torture make an SQLite office in a folder of their own; pages in a browser look the same on any engine.
# The journey of twenty matters is shorter with PostgreSQL, where it walks the desk with four.
ALWAYS_SQLITE = (
    "tests/ops/test_commands.py",
    "tests/site/test_command_language.py",
    "tests/journeys/test_torture.py",
    "tests/network/test_every_page.py",
    "tests/assessment/test_assessment_in_browser.py",
    "tests/desk/test_desk_journey.py",
    "tests/figures/test_scheme_form_in_browser.py",
    "tests/outcomes/test_answers_in_browser.py",
    "tests/reports/test_reports_in_browser.py",
    "tests/web/test_look_in_browser.py",
    "tests/web/test_scripts_in_browser.py",
)


def postgres_address() -> tuple[str, str]:
    """(address, "") or ("", why there is none)."""
    if address := os.environ.get("ZHITONG_TEST_POSTGRES"):
        return address, ""
    import psycopg  # noqa: PLC0415  slow import

    try:
        with psycopg.connect("dbname=postgres connect_timeout=2") as connection:
            may = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
    except psycopg.Error:
        return "", "no local server answers this user, and ZHITONG_TEST_POSTGRES is not set"
    return (LOCAL_SERVER, "") if may and may[0] else ("", "the local server does not let this user make databases")


def is_loopback_up() -> bool:
    with socket.create_server(("127.0.0.1", 0)) as server:
        try:
            socket.create_connection(server.getsockname(), timeout=5).close()
        except OSError:
            return False
    return True


def without_network(command: list[str]) -> list[str]:
    """The same command in a network of its own that has nothing but the loopback. Whoever is not root becomes it in there only."""
    own = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    return [*own, "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *command]


def run(engine: str, address: str, arguments: list[str], *, offline: bool = False) -> tuple[int, str]:
    """Run pytest once; its exit code and its closing line."""
    print(f"== {engine} =={' with no network but the loopback' if offline else ''}", flush=True)
    # Written bytecode: a command that a test starts reads a thousand modules, which costs two seconds more where each is compiled anew.
    environment = os.environ | {
        "ZHITONG_DATABASE_URL": address,
        "PYTHONHASHSEED": "random",
        "PYTHONDONTWRITEBYTECODE": "",
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        os.environ.get("ZHITONG_TEST_PROCESSES", "2"),
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",  # the order is that of tests/conftest.py: long files first
        "-rs",
        "--durations=25",  # where the minutes go is in every log
        "--durations-min=4",
        *arguments,
    ]
    if offline:
        command = without_network(command)
    closing = "nothing"
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            if re.search(r"\b\d+ (passed|failed|error)", line):
                closing = line.strip(" =\n")
    return process.returncode, closing


def main() -> int:
    arguments = sys.argv[1:]
    offline = bool(os.environ.get("ZHITONG_TEST_OFFLINE"))
    if not is_loopback_up():  # as in ``unshare --net make test``
        subprocess.run(["ip", "link", "set", "lo", "up"], check=False)  # noqa: S607  where it lies differs
    results = [("SQLite, no network" if offline else "SQLite", *run("SQLite", "", arguments, offline=offline))]
    address, why_not = postgres_address()
    if address:
        left_out = [] if arguments else [f"--ignore={path}" for path in WITHOUT_DATABASE + ALWAYS_SQLITE]
        results.append(("PostgreSQL", *run("PostgreSQL", address, [*left_out, *arguments])))
    print()
    for engine, _code, closing in results:
        print(f"{engine}: {closing}")
    if address and not arguments:
        print(
            f"Run once, with SQLite, because the engine makes no difference: {', '.join(WITHOUT_DATABASE + ALWAYS_SQLITE)}"
        )
        print("Shorter with PostgreSQL: tests/journeys/test_twenty_matters.py (4 of 20)")
    if why_not:
        print(f"PostgreSQL: skipped, {why_not}")
    return int(any(code for _engine, code, _closing in results))


if __name__ == "__main__":
    sys.exit(main())
