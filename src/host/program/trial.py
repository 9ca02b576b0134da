"""A trial: a service of the new release once beside the old one, reached by nobody."""

from definition import Definition
from engine import Container, Unhealthy, containers, put_away, trial_name, wait_healthy
from process import Failed
from release import Release
from report import Refused, Report

START_SEC = 120


def tried(release: Release, definition: Definition, changed: list[str], there: list[Container]) -> list[str]:
    """Those that may run twice, and whose needs run already: one that needs what is new is tried by its take-over."""
    services, jobs = release.host["services"], release.host["jobs"]
    running = {each.service for each in there if each.runs and not each.one_off}

    def can_be(name: str) -> bool:
        return all(need in running or need in jobs for need in definition.needs[name])

    return [name for name in changed if services[name]["tried"] and can_be(name)]


def try_out(release: Release, definition: Definition, name: str, env: dict[str, str], report: Report) -> None:
    """Healthy, or the release is refused. Gone afterwards in every case, also when this process is told to stop."""
    trial = trial_name(release.project, name)
    put_away(release.project, trial)
    # Without --use-aliases and --service-ports: no name and no port leads to it.
    start = ["run", "--detach", "--no-deps", "--name", trial, name]
    try:
        definition.compose(*start, timeout=START_SEC, env=env)
        found = next(each for each in containers(release.project) if each.name == trial)
        seconds = wait_healthy(found.id, float(release.host["services"][name]["patienceSec"]))
    except Failed as failed:
        raise Refused(f"{name} does not start beside what runs: {failed.reason}") from failed
    except Unhealthy as fault:
        raise Refused(f"{name} was tried first, beside what runs: {fault}") from fault
    finally:
        put_away(release.project, trial)
    report.say(f"{name} was tried first, beside what runs: healthy after {seconds:.0f} s")
