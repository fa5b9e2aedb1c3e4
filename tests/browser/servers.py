"""The site as browsers see it: in a thread of the tests, or in a process that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from threading import Thread
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connection
from django.test.testcases import QuietWSGIRequestHandler

HOST = "127.0.0.1"
START_WITHIN = 60  # seconds


class _Server(ThreadedWSGIServer):
    daemon_threads = False  # closing waits for what is being answered, hence for its writes


class ServerThread:
    """Serves the site from this process: what tests change (mail, settings) is shared with it."""

    def __init__(self) -> None:
        self._server = _Server((HOST, 0), QuietWSGIRequestHandler)
        self._server.set_app(StaticFilesHandler(WSGIHandler()))
        self.url = f"http://{HOST}:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        """Finish what was asked, once browsers have closed their connections."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class ServerProcess:
    """Serves the site from a process of its own, on the database of the test."""

    def __init__(self) -> None:
        with socket.socket() as door:
            door.bind((HOST, 0))
            self._port = door.getsockname()[1]
        self.url = f"http://{HOST}:{self._port}"
        self.start()

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [sys.executable, "manage.py", "runserver", f"{HOST}:{self._port}", "--noreload"]
        self._process = subprocess.Popen(  # noqa: S603  # this project's own command
            command,
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": _database_url()},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_WITHIN
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                with urlopen(f"{self.url}/static/css/tokens.css"):  # noqa: S310  # our own address
                    return
            except URLError:
                time.sleep(0.05)
        self.kill()
        raise TimeoutError(f"The server ended, or did not answer within {START_WITHIN} s.")

    def kill(self) -> None:
        """End it as a power cut does: it finishes nothing, says nothing."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


def _database_url() -> str:
    """Write the address of the database the test is on: the suite's server, another name."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
