/** Rules of the list that would break something and cannot be judged here: number → why (kdcube reference §8). */
export const NOT_JUDGED: Readonly<Record<string, string>> = {
  "29a": "pgAdmin is a tool of the laptop, and is not deployed",
  "61": "TLS ends at the load balancer; synthesis refuses one without a certificate and a domain",
  "66": "config.json is a variable and never a file of the host",
  "84":
    "what a run of code is started with is made by the application while it runs; the seed era puts the whole of it, " +
    "REDIS_URL and API keys among it, into the overrides of the task, which take 8192 characters",
  "120": "the size of a group of instances is none of the output's own; it is looked at where capacity is chosen",
  "135": "the secrets' sidecar came after the seed era: nothing deploys it",
  "136": "SECRETS_PROVIDER is not read by the seed era's code",
  "148":
    "synthesis gives each service one owner in each phase, and refuses a migration behind the compose host's proxy",
};
