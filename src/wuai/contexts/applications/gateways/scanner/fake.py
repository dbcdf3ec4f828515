"""A scanner that knows one virus: the test file of the trade. Answers like the real daemon."""

import socket
import threading
from types import TracebackType

from wuai.contexts.applications.gateways.scanner.client import TEST_FILE as EICAR


class Scanner:
    """Listens on 127.0.0.1 while used as a context manager; ``address`` says where."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._server.getsockname()[1]}"
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Scanner":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()

    def _run(self) -> None:
        while True:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            with line:
                self._serve(line)

    def _serve(self, line: socket.socket) -> None:
        held = bytearray()
        with line.makefile("rb") as source:
            source.read(len(b"zINSTREAM\0"))
            while size := int.from_bytes(told := source.read(4)):
                held += source.read(size)
        if not told:
            return  # hung up before the end
        found = EICAR in held
        line.sendall(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")
