"""GATEWAY_CONFIG_JSON, and the names that follow from its tenant and project."""

import json
import os
import re
from dataclasses import dataclass

USER_ROLES = ("anonymous", "registered", "paid", "privileged")


@dataclass(frozen=True)
class Gateway:
    tenant: str
    project: str
    config: dict

    def key(self, rest: str) -> str:
        return f"{self.tenant}:{self.project}:kdcube:chat:{rest}"

    def queue(self, user_role: str) -> str:
        return self.key(f"prompt:queue:{user_role}")

    def claimed(self, user_role: str) -> str:
        """Of our own naming: what a processor has taken and not finished."""
        return self.key(f"prompt:inflight:{user_role}")

    def channel(self, stream_id: str) -> str:
        """Answers come back only where ingress and processor have the same CB_RELAY_IDENTITY."""
        relay = os.environ.get("CB_RELAY_IDENTITY", "kdcube.relay.chatbot")
        return f"{relay}:{self.tenant}:{self.project}:{stream_id}"

    @property
    def schemas(self) -> tuple[str, str]:
        return "kdcube_control_plane", project_schema(self.tenant, self.project)


def gateway() -> Gateway:
    """The real ones go on with defaults where this raises; nobody notices there, and here the service is unhealthy."""
    config = json.loads(os.environ["GATEWAY_CONFIG_JSON"])
    tenant, project = (config.get(key) or config.get(f"{key}_id") for key in ("tenant", "project"))
    if not tenant or not project:
        raise ValueError("GATEWAY_CONFIG_JSON names no tenant or no project")
    return Gateway(tenant, project, config)


def project_schema(tenant: str, project: str) -> str:
    return "kdcube_" + re.sub(r"[^A-Za-z0-9]", "_", f"{tenant}_{project}")


async def gateway_config() -> None:
    gateway()
