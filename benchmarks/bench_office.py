"""A throw-away office for benchmarks and torture: its own folder, its own server, people who are signed in.

Importing this module sets up Django in a fresh temporary folder; call :func:`make` once, then :class:`Server`.
"""

from __future__ import annotations

import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import Pipe
from pathlib import Path
from urllib.parse import urlencode

HOST = "127.0.0.1"


def prepare(journal: str = "", database: str = "", kept: str = "") -> Path:
    """A folder with a database of its own, or the one named (``kept``: a folder to use again); must be called before anything of
    Django is imported."""
    home = Path(kept or tempfile.mkdtemp(prefix="zhitong-bench-"))
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        ZHITONG_HOME=str(home),
        ZHITONG_SQLITE_JOURNAL=journal,
        ZHITONG_LOG_LEVEL="ERROR",
        DJANGO_SETTINGS_MODULE="zhitong.site.settings",
    )
    os.environ.pop("ZHITONG_DATABASE_URL", None)
    if database:
        os.environ["ZHITONG_DATABASE_URL"] = database
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return home


@dataclass(frozen=True)
class Source:
    """Somebody who may send in, with a session of theirs."""

    name: str
    cookie: str


def make(count: int) -> list[Source]:
    """One district office, one street group, ``count`` sources who are signed in."""
    from datetime import date

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from zhitong.network import actions
    from zhitong.network.accounts import sessions
    from zhitong.network.actors import system_actor
    from zhitong.network.models import Person
    from zhitong.network.rights import RIGHTS

    office = actions.open_office(name="临溪区政协信息工作室", short_name="临溪区", rank=4, level_name="区政协")
    by = system_actor(office, RIGHTS, channel="command")
    unit = actions.add_unit(by=by, name="柳岸街道联络组", kind="street_group")
    sources = []
    for n in range(count):
        person = actions.add_person(by=by, name=f"来稿人{n}", is_member=True)
        actions.join_unit(person, unit, by=by, starts_on=date(2024, 1, 1))
        actions.give_role(person, "source", by=by, starts_on=date(2024, 1, 1), unit=unit)
        account = actions.open_account(person, by=by, username=f"source{n}", password=None)
        session = sessions.SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        sessions.begin(session, place="127.0.0.1", browser="benchmark")
        session.save()
        sources.append(Source(Person.objects.get(pk=person.pk).name, session.session_key))
    return sources


class Read:
    """A process that has read the whole program and does nothing but fork it. What it forks is a server like any other, with its own
    connections, threads and process group; only the reading of some two thousand modules, most of a start, is not done again.

    Must be made before any thread is started, after the database is as it should be.
    """

    def __init__(self):
        from django.db import connections

        connections.close_all()  # a connection belongs to one process
        self._ours, theirs = Pipe()
        if os.fork() == 0:
            self._ours.close()
            try:
                _fork_servers(theirs)
            finally:  # whoever made it is gone
                os._exit(0)
        theirs.close()

    def start(self, arguments: list[str]) -> int:
        """Fork ``zhitong`` with these arguments; gives the process, which leads a group of its own."""
        self._ours.send(arguments)
        return self._ours.recv()

    def buried(self) -> None:
        """Wait until the last one forked is gone."""
        self._ours.send(None)
        self._ours.recv()


def _fork_servers(pipe) -> None:
    from django.core.management import call_command, load_command_class

    load_command_class("zhitong.ops", "serve")
    import_module("zhitong.site.wsgi")
    import_module("zhitong.site.urls")  # every room's views
    last = 0
    while True:
        arguments = pipe.recv()
        if arguments is None:
            pipe.send(os.waitpid(last, 0))
            continue
        last = os.fork()
        if last == 0:
            os.setsid()
            with open(os.devnull, "w") as nowhere:
                os.dup2(nowhere.fileno(), 1)
                os.dup2(nowhere.fileno(), 2)
            call_command(*arguments)
            os._exit(0)
        pipe.send(last)


class Server:
    """``zhitong serve`` with its worker in a process group of its own, so that all of it can be killed at once."""

    def __init__(self, home: Path, *, with_worker: bool = True, read: Read | None = None):
        self.home, self.with_worker, self.read = home, with_worker, read
        self.port = _free_port()
        self.process: subprocess.Popen | None = None
        self.forked = 0

    def start(self, *, cold: bool = True) -> float:
        """Start it; gives the seconds until it answers. Not ``cold``: forked from ``read``."""
        begun = time.monotonic()
        arguments = ["serve", "--port", str(self.port), *(["--with-worker"] if self.with_worker else [])]
        if cold or self.read is None:
            command = [sys.executable, "-m", "zhitong.site.command", *arguments]
            self.process = subprocess.Popen(
                command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        else:
            self.forked = self.read.start(arguments)
        while time.monotonic() - begun < 180:
            try:
                with socket.create_connection((HOST, self.port), timeout=0.2):
                    connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
                    connection.request("GET", "/ops/alive/")
                    if connection.getresponse().status == 200:
                        return time.monotonic() - begun
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("the server did not answer within 180 s")

    def kill(self) -> None:
        """SIGKILL to the whole group, as a power cut of the program would be."""
        if self.forked:
            os.killpg(self.forked, signal.SIGKILL)
            self.read.buried()
            self.forked = 0
        else:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        if self.forked:
            os.killpg(self.forked, signal.SIGTERM)
            self.read.buried()
            self.forked = 0
        elif self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


class Browser:
    """One source's browser: keeps its connection, sends forms, follows nothing."""

    def __init__(self, port: int, source: Source):
        self.port, self.source = port, source
        self.token = secrets.token_hex(16)
        self.connection: http.client.HTTPConnection | None = None

    def submit(self, token: str, title: str, body: str) -> str:
        """Send the form; gives the receipt's address. OSError or HTTPException when no answer came; RuntimeError for a refusal."""
        form = {
            "csrfmiddlewaretoken": self.token,
            "token": token,
            "title": title,
            "style": "free",
            "body": body,
            "scope": "one",
            "matter_kind": "work",
            "origin": "own",
        }
        answer = self._post("/submissions/new/", urlencode(form))
        location = answer.getheader("Location") or ""
        answer.read()
        if answer.status != 302 or "/receipt/" not in location:
            raise RuntimeError(f"refused with {answer.status} {location}")
        return location

    def _post(self, address: str, body: str) -> http.client.HTTPResponse:
        if self.connection is None:
            self.connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"session={self.source.cookie}; csrf={self.token}",
        }
        try:
            self.connection.request("POST", address, body, headers)
            return self.connection.getresponse()
        except (OSError, http.client.HTTPException):
            self.hang_up()
            raise

    def hang_up(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def text_of(n: int) -> tuple[str, str]:
    """A title and a text of usual length, different for each number."""
    body = f"第{n}件：我所在的小区电梯自上月起停运，老人和孩子上下楼很不方便。" * 8
    return f"老旧小区电梯停运三周无人处理（{n}）", body


def remove(home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
