// Loaded into every Node process of a measured command (NODE_OPTIONS=--import): leaves its peak memory in a file.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { isMainThread } from "node:worker_threads";

const folder = process.env.FERRY_BENCH_PEAKS;
if (isMainThread && folder) {
  process.on("exit", () => writeFileSync(join(folder, String(process.pid)), String(process.resourceUsage().maxRSS)));
}
