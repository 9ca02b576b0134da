#!/usr/bin/env node
import "tsx";

const { default: ferry } = await import("../src/cli/ferry.ts");
await ferry.main(process.argv.slice(2));
