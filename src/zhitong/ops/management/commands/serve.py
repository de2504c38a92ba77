"""``zhitong serve``: the web server; with --with-worker also the job worker, with --prepare also the tables and the demo office."""

from __future__ import annotations

import ipaddress
import logging
import multiprocessing
import os
import socket
from multiprocessing.process import BaseProcess

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.utils.translation import gettext as _
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from zhitong.network.queries import all_offices
from zhitong.ops import static_files


class Command(BaseCommand):
    help = _("Serve the office.")

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--workers",
            type=int,
            default=_processors(),
            help=_("server processes; unless said, one for each processor, at most four"),
        )
        parser.add_argument("--threads", type=int, default=8, help=_("requests at work at once in each process"))
        parser.add_argument(
            "--public",
            action="store_true",
            help=_("serve the residents' pages and nothing else, for a process of their own"),
        )
        parser.add_argument("--with-worker", action="store_true", help=_("run the job worker beside the server"))
        parser.add_argument(
            "--prepare",
            action="store_true",
            help=_(
                "make or renew the tables; in demo mode load the demo office into an empty database; take the next free port"
            ),
        )

    def handle(self, **options):
        host, port = options["host"], options["port"]
        if settings.DEMO and not _is_loopback(host):
            said = _(
                "The demo signs people in with one click; it is served on a loopback address only, not on %(host)s."
            )
            raise CommandError(said % {"host": host})
        if settings.PUBLIC_SIDE:
            self.refuse_a_strong_side(options)
        if options["prepare"]:
            port = _free_port(host, port)
            self.prepare()
        if not settings.WHITENOISE_USE_FINDERS:
            static_files.renew()
        worker = _start_worker() if options["with_worker"] else None
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{port}/"
        self.stdout.write(_("Zhitong 直通  →  %(address)s   (Ctrl+C stops it)") % {"address": address})
        self.stdout.flush()
        try:
            _server(host, port, options).serve()
        finally:
            if worker:
                worker.terminate()
                worker.join(timeout=30)

    def refuse_a_strong_side(self, options: dict) -> None:
        """The residents' process starts only with a database user that can do nothing else. SQLite has none: that is said."""
        if options["prepare"] or options["with_worker"]:
            raise CommandError(
                _("The residents' process neither makes tables nor does jobs: leave out --prepare and --with-worker.")
            )
        if connection.vendor != "postgresql":
            self.stderr.write(
                _(
                    "On SQLite the residents' process opens the same database file as the office: its pages are apart, its rights are not."
                )
            )
            return
        from zhitong.ops import public_role  # noqa: PLC0415  slow import: psycopg, which SQLite does not need

        connection.ensure_connection()
        role = connection.settings_dict["USER"] or connection.connection.info.user
        faults = public_role.too_much(role)
        if not faults and not public_role.fences_stand():
            faults = [_("the fences around residents' messages are not up")]
        connection.close()
        if faults:
            raise CommandError(
                _(
                    "The residents' pages are not served: of the database user %(role)s, %(faults)s. Give one of its own its rights with `zhitong public-role NAME --apply`, run by the office, and name it in this process's ZHITONG_DATABASE_URL."
                )
                % {"role": role, "faults": "；".join(faults)}
            )

    def prepare(self) -> None:
        settings.HOME.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        if settings.DEMO and not all_offices().exists():
            self.stdout.write(_("Loading the demo office ..."))
            self.stdout.flush()
            call_command("demo")


def _processors() -> int:
    """A process computes on one processor at a time. More than four would only stand in line for the one writer of SQLite."""
    return min(4, os.cpu_count() or 1)


def _server(host: str, port: int, options: dict) -> Granian:
    logging.getLogger("_granian").setLevel(logging.ERROR)
    return Granian(
        "zhitong.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=options["workers"],
        blocking_threads=options["threads"],
        backlog=1024,
        websockets=False,
        log_level="error",
        http1_settings=HTTP1Settings(header_read_timeout=20_000),
        workers_kill_timeout=30,
        respawn_failed_workers=True,
    )


def _start_worker() -> BaseProcess:
    """The job worker as a fork of this process, as the server's own processes are: reading the program once more would take longer
    than everything else at the start, and the memory it lies in is shared. Must be called before any thread is started."""
    connections.close_all()  # a connection belongs to one process
    worker = multiprocessing.get_context("fork").Process(target=call_command, args=("worker",))
    worker.start()
    return worker


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _free_port(host: str, port: int) -> int:
    """The port asked for, or the next that nobody listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, port + 50):
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    said = _("No free port between %(first)s and %(last)s on %(host)s.")
    raise CommandError(said % {"first": port, "last": port + 49, "host": host})
