import { phaseOf } from "../migration/ownership";
import { hasReached } from "../migration/resolve";
import type { Check } from "./check";
import { at } from "./check";
import { has } from "./walk";

/** 83 · A door that leads nowhere is only a door. */
export const scrapeWhatIsThere: Check = {
  id: 83,
  title: "aws.scrapers has a metrics page to read",
  severity: "breaks",
  run: ({ environment: { aws, target }, platform: { name, scraped, services } }) => {
    if (!aws?.scrapers || aws.scrapers.length === 0 || target === "devenv") return [];
    if (!scraped) return [at("aws.scrapers").is(`${name} has no page of metrics; remove it`)];
    if (has(services, scraped.service)) return [];
    return [at(["services", scraped.service, "enabled"]).is("false, but aws.scrapers may read its metrics")];
  },
};

/** 84 · On the host the page is for the containers beside it: its port is not published. */
export const scrapeOnEcs: Check = {
  id: 84,
  title: "what is scraped from outside runs on ECS",
  severity: "degrades",
  run: ({ environment: { aws, target }, platform: { scraped }, migration }) => {
    if (!scraped || !aws?.scrapers || aws.scrapers.length === 0 || target !== "ec2-compose") return [];
    const phase = phaseOf(migration, scraped.service);
    if (phase && hasReached(phase, "moved")) return [];
    return [at("aws.scrapers").is(`reach nothing until ${scraped.service} has moved to ECS`)];
  },
};
