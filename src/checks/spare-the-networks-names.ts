import { ENDPOINTS, HOST, INSTANCES, INTERNET, LOAD_BALANCER, S3 } from "../model/calls";
import type { Check, CheckInput } from "./check";
import { inPlatform } from "./check";

/** A bucket has no address of its own, so it may be called s3. */
const hasAddress =
  (stores: CheckInput["platform"]["stores"]) =>
  (name: string): boolean =>
    stores[name]?.kind !== "bucket";

const TAKEN = [ENDPOINTS, HOST, INSTANCES, INTERNET, LOAD_BALANCER, S3];

/** 54 · Two groups of one name would be one, and a service called internet would be open to it. */
export const spareTheNetworksNames: Check = {
  id: 54,
  title: "on AWS no service, task or store is called as a part of the network is",
  severity: "breaks",
  run: ({ environment, platform: { services, tasks, stores } }) =>
    environment.target === "devenv"
      ? []
      : [...Object.keys({ ...services, ...tasks }), ...Object.keys(stores).filter(hasAddress(stores))]
          .filter((name) => TAKEN.includes(name))
          .sort()
          .map((name) => inPlatform(`${name} is a part of every network; rename it (taken: ${TAKEN.join(", ")})`)),
};
