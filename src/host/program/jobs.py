"""Jobs: run to their end once for each definition. The container that is left says which one it was."""

import time

from definition import Definition
from engine import POLL_SEC, Container, containers, inspected, remove, renewing, stop
from process import Failed
from release import Release
from report import Refused, Report

UP_SEC = 300


def is_done(definition: Definition, name: str, there: list[Container]) -> bool:
    """It completed, as this definition and with this image."""
    return any(
        each.service == name
        and not each.one_off
        and each.definition == definition.hashes[name]
        and each.status == "exited"
        and each.exit_code == 0
        for each in there
    )


def run_job(release: Release, definition: Definition, name: str, env: dict[str, str], report: Report) -> float:
    """Seconds until it ended well. One that does not is stopped, and stays to be looked at."""
    begun = time.monotonic()
    limit = float(release.host["jobs"][name]["timeoutSec"])
    report.say(f"job {name} runs")
    try:
        up = ["up", "--detach", "--no-deps", "--no-build", "--pull", "never"]
        with renewing(release.project, name):
            definition.compose(*up, "--force-recreate", "--renew-anon-volumes", name, timeout=UP_SEC, env=env)
    except Failed as failed:
        raise Refused(f"job {name} does not start: {failed.reason}") from failed
    found = [each for each in containers(release.project) if each.service == name and not each.one_off]
    try:
        while found and found[0].status in {"created", "running", "restarting"}:
            if time.monotonic() - begun > limit:
                raise Refused(f"job {name} did not end within {limit:.0f} seconds; docker logs {found[0].name}")
            time.sleep(POLL_SEC)
            found = inspected([found[0].id])
    except BaseException:
        put_down(found[0])
        raise
    if not found or found[0].exit_code != 0:
        code = found[0].exit_code if found else "none"
        said = f"docker logs {release.project}-{name}-1"
        raise Refused(f"job {name} ended with exit code {code}; its own words: {said}")
    return time.monotonic() - begun


def put_down(job: Container) -> None:
    """Stopped, and left to be looked at; but not one that ends as if all had been well, for it would count as done."""
    stop(job)
    if inspected([job.id])[0].exit_code == 0:
        remove(job)
