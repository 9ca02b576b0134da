"""What a run tells: lines for a human as it goes, a table, a metric, and one last line."""

import json
import time
from dataclasses import dataclass, field

from process import Failed, run


class Refused(Exception):
    """The release cannot be taken; its text is the line a human reads. Nothing that runs was touched."""


@dataclass(frozen=True)
class Row:
    """What became of one service; seconds until it was healthy, if it was waited for."""

    service: str
    outcome: str
    seconds: float | None = None


@dataclass
class Report:
    """Everything that is printed goes through here, so that no secret does."""

    hidden: set[str] = field(default_factory=set)
    started: float = field(default_factory=time.monotonic)

    def hide(self, value: str) -> None:
        """Keeps a secret out of whatever a program says of it. A word of five letters is no secret."""
        for text in (value, json.dumps(value)[1:-1], *value.splitlines()):
            if len(text) > 5:
                self.hidden.add(text)

    def clean(self, text: str) -> str:
        """The longest first, for one value may be the beginning of another."""
        for value in sorted(self.hidden, key=len, reverse=True):
            text = text.replace(value, "***")
        return text

    def say(self, text: str) -> None:
        """Printed at once: who waits for a deployment wants to see where it stands."""
        print(self.clean(text), flush=True)

    def table(self, rows: list[Row]) -> None:
        """One line a service, in the order of their names."""
        width = max([len(row.service) for row in rows], default=0)
        for row in sorted(rows, key=lambda row: row.service):
            seconds = "" if row.seconds is None else f"  healthy after {row.seconds:.0f} s"
            self.say(f"  {row.service.ljust(width)}  {row.outcome}{seconds}")

    def metric(self, name: str, metrics: dict, region: str) -> None:
        """One count in CloudWatch. A run's outcome does not depend on whether it could be told there."""
        dimensions = ",".join(f"{key}={value}" for key, value in sorted(metrics.get("dimensions", {}).items()))
        command = ["aws", "cloudwatch", "put-metric-data", "--region", region, "--namespace", metrics["namespace"]]
        command += ["--metric-name", name, "--value", "1", "--unit", "Count"]
        try:
            run(command + (["--dimensions", dimensions] if dimensions else []), timeout=60, alone=True)
        except Failed as failed:
            self.say(f"warning: the metric {name} was not sent: {failed.reason}")
