"""The command: `python -m tokenseal`, or `tokenseal` where scripts are installed. It is that of Rust; `--help` says what it does."""

import json
import signal
import sys

from ._native import _main  # pyright: ignore[reportPrivateUsage]  # the package is its own


def main() -> int:
    """Carries out the command that the process was given, and returns its exit code: 0, 1 (refused) or 2 (wrong arguments, options or files)."""
    # Ctrl-C ends the process at once, as it ends any other command: Python's own handler would wait until the command is done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _main(sys.argv[1:], fetched, asked)


def fetched(request: str) -> tuple[str, bytes]:
    """Makes one request of the core's, for keys that an issuer publishes."""
    # Imported when it is needed: most commands fetch nothing.
    from ._drivers import exchange, flights

    fetch = json.loads(request)
    try:
        answer, body = flights.answered(fetch, *exchange.get(fetch, [(name, value) for name, value in fetch["headers"]], None))
    except flights.Failed as reason:
        answer, body = flights.failed(fetch, str(reason))
    return json.dumps(answer), body


def asked(url: str, request: str) -> str | None:
    """Sends the core's commands to the Redis or Valkey server at a URL; None if no client of such servers is installed."""
    from ._drivers import addresses, stores

    store = addresses.store_at(url)
    return None if store is None else json.dumps(stores.answer(store, json.loads(request))[0])


if __name__ == "__main__":
    sys.exit(main())
