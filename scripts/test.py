"""Run the whole suite on each database engine that is here, and say in the last lines what ran and what did not.

SQLite always; PostgreSQL when ZHITONG_TEST_POSTGRES holds an address, or a local server lets this user make databases.
Arguments are given on to pytest. Exit code 1 when anything failed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

LOCAL_SERVER = "postgres:///postgres"
# Rooms of plain Python: no test of theirs touches a database, so that one run says all. tests/site/test_house.py holds them to it.
WITHOUT_DATABASE = ("tests/text", "tests/sheets", "tests/paper", "tests/workdays")


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


def run(engine: str, address: str, arguments: list[str]) -> tuple[int, str]:
    """Run pytest once; its exit code and its closing line."""
    print(f"== {engine} ==", flush=True)
    environment = os.environ | {"ZHITONG_DATABASE_URL": address, "PYTHONHASHSEED": "random"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        os.environ.get("ZHITONG_TEST_PROCESSES", "2"),
        "--dist",
        "loadfile",
        "-rs",
        *arguments,
    ]
    closing = "nothing"
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            if re.search(r"\b\d+ (passed|failed|error)", line):
                closing = line.strip(" =\n")
    return process.returncode, closing


def main() -> int:
    arguments = sys.argv[1:]
    results = [("SQLite", *run("SQLite", "", arguments))]
    address, why_not = postgres_address()
    if address:
        left_out = [] if arguments else [f"--ignore={folder}" for folder in WITHOUT_DATABASE]
        results.append(("PostgreSQL", *run("PostgreSQL", address, [*left_out, *arguments])))
    print()
    for engine, _code, closing in results:
        print(f"{engine}: {closing}")
    if address and not arguments:
        print(f"Without a database, and so run once, with SQLite: {', '.join(WITHOUT_DATABASE)}")
    if why_not:
        print(f"PostgreSQL: skipped, {why_not}")
    return int(any(code for _engine, code, _closing in results))


if __name__ == "__main__":
    sys.exit(main())
