"""After a reboot: the last good release again, from secrets that have to be read anew."""

import time

from acceptance import settle
from engine import remove_trials
from process import Failed
from release import Place, check_whole
from report import Refused, Report
from takeover import NotHealthy
from way_back import bring_back

PATIENCE_SEC = 600
"""The network, the host's role and its secrets come up while the host does, and so do those that services ask."""
PAUSE_SEC = 10


def boot(place: Place, report: Report) -> str:
    """Nothing is tried and no job is run: this very release ran here before."""
    current = place.current()
    if current is None:
        return "no release has run here yet: nothing to bring up"
    release = place.open(current)
    check_whole(release)
    until = time.monotonic() + PATIENCE_SEC
    while True:
        try:
            remove_trials(release.project)
            report.table(bring_back(place, current, report))
            settle(place, report)
            return f"release {current} runs"
        except (NotHealthy, Refused, Failed) as error:
            if time.monotonic() > until:
                raise Refused(str(error)) from error
            report.say(f"not yet: {error}")
            time.sleep(PAUSE_SEC)
