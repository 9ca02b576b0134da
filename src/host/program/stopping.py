"""Signals: until a release is accepted they end the run, and what it has begun is taken back."""

import signal

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody wants this process to end."""


def heed() -> None:
    for each in SIGNALS:
        signal.signal(each, stop_once)


def heed_no_more() -> None:
    """From here on the run has nothing to take back; it has only to say what became of it."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)


def stop_once(number: int, _frame: object) -> None:
    """The way back takes its time; who asks twice does not shorten it."""
    heed_no_more()
    raise Stopped(signal.Signals(number).name)
