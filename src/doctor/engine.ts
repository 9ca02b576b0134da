import type { EngineFact, RunningEngine, Trouble } from "./facts";
import { about, type Finding } from "./finding";
import { byVersion } from "./terraform";

/** Engine 20.10, the oldest that Docker provider 3.6.2 was run against. */
export const API_MIN = "1.41";

const { fine, fault, advice } = about("engine");

export function judgeEngine(engine: EngineFact): Finding {
  if (engine.kind === "answers") return judgeVersion(engine);
  if (engine.kind === "not asked") return advice("engine", `${engine.address} is not looked at`, engine.how);
  const { detail, remedy } = TROUBLE[engine.kind];
  return fault("engine", detail(engine.address, engine.message), remedy);
}

/** What a check says that would have asked the engine. */
export const whyNotLookedAt = "not looked at: no engine";

/** Why this machine's ports and paths would say nothing of the engine's. One that is off is taken to be here. */
export function whyNotThisMachine(engine: EngineFact): string | undefined {
  if (engine.kind === "not asked") return whyNotLookedAt;
  if (engine.kind === "answers" && !engine.onThisMachine) return "not looked at: the engine is on another machine";
  return undefined;
}

function judgeVersion({ version, apiVersion, address }: RunningEngine): Finding {
  const text = `${version}, API ${apiVersion}, ${address}`;
  if (byVersion(`${apiVersion}.0`, `${API_MIN}.0`) >= 0) return fine("engine", text);
  return fault("engine", `${text}: API ${API_MIN} is needed`, "update Docker to 20.10 or newer");
}

const TROUBLE: Readonly<Record<Trouble, { detail: (address: string, message: string) => string; remedy: string }>> = {
  off: {
    detail: (address) => `nothing answers at ${address}`,
    remedy: "start Docker Desktop, or: sudo systemctl start docker; another socket: export DOCKER_HOST=unix://…",
  },
  denied: {
    detail: (address) => `${address} is not open to this user`,
    remedy: "sudo usermod -aG docker $USER, then log in again",
  },
  silent: {
    detail: (address, message) => `${address} does not answer: ${message}`,
    remedy: "restart Docker Desktop, or: sudo systemctl restart docker",
  },
  strange: {
    detail: (address, message) => `${address} is no engine that can be asked: ${message}`,
    remedy: "set DOCKER_HOST to the engine's unix:// or tcp:// address, or unset it; DOCKER_CONTEXT goes before it",
  },
};
