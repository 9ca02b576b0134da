import type { Mistake } from "./mistake";
import { BASE, PROD, RELEASE } from "./mistake";

/** What the platform's own schemas and rules refuse. */
export const platform: readonly Mistake[] = [
  {
    mistake: "an unknown setting",
    file: BASE,
    from: "greeting: good morning",
    to: "greetings: good morning",
    lines: [
      "envs/shop/base.yaml:14:3 settings.greetings: unknown key; allowed: greeting, search, languages, mail, limits; did you mean greeting",
    ],
  },
  {
    mistake: "a setting out of its choices",
    file: BASE,
    from: "languages: [de, en]",
    to: "languages: [de, es]",
    lines: ['envs/shop/base.yaml:15:19 settings.languages.1: got "es"; allowed: de, en, fr'],
  },
  {
    mistake: "a setting out of its range",
    file: PROD,
    from: "orders: 20",
    to: "orders: 2000",
    lines: ["envs/shop/prod.yaml:51:13 settings.limits.orders: got 2000; allowed: a whole number from 1 to 100"],
  },
  {
    mistake: "a kind of setting that there is none of",
    file: PROD,
    from: "settings:\n",
    to: "settings:\n  mail: { via: pigeon }\n",
    lines: ['envs/shop/prod.yaml:50:16 settings.mail.via: got "pigeon"; allowed: smtp, none'],
  },
  {
    mistake: "settings that exclude each other",
    file: BASE,
    from: "  greeting: good morning",
    to: "  search: true",
    lines: ["envs/shop/base.yaml:14:11 settings.search: true takes one language; remove the others or set false"],
  },
  {
    mistake: "an unknown key in the release",
    file: RELEASE,
    from: "  ref: v1.0.0",
    to: "  ref: v1.0.0\n  tag: v1",
    lines: ["envs/shop/releases/1.0.0.yaml:3:3 platform.tag: unknown key; allowed: ref"],
  },
  {
    mistake: "a moving tag in production",
    file: RELEASE,
    from: "ref: v1.0.0",
    to: "ref: main",
    lines: [
      "envs/shop/releases/1.0.0.yaml:2:8 platform.ref: main moves (images: app); production allows a digest, a commit or a release number",
    ],
  },
  {
    mistake: "latest in production",
    file: RELEASE,
    from: "tag: web-1.4.2",
    to: "tag: latest",
    lines: [
      "envs/shop/releases/1.0.0.yaml:5:10 images.web.tag: latest moves (images: web); production allows a digest, a commit or a release number",
    ],
  },
];
