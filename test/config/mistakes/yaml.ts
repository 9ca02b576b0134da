import type { Mistake } from "./mistake";
import { BASE, DEV, PROD, RELEASE } from "./mistake";

/** What YAML reads otherwise than a person, or not at all. */
export const yaml: readonly Mistake[] = [
  {
    mistake: "a tab for indentation",
    file: DEV,
    from: "  backend: local",
    to: "\tbackend: local",
    lines: ["envs/shop/dev.yaml:6:1 a tab indents this line; use spaces"],
  },
  {
    mistake: "a key twice",
    file: DEV,
    from: "target: devenv\n",
    to: "target: devenv\ntarget: ecs\n",
    lines: ["envs/shop/dev.yaml:3:1 target: the key is there twice; the first is on line 2"],
  },
  {
    mistake: "a key twice, far below",
    file: PROD,
    from: "    scale: { min: 1, max: 2 }",
    to: "    size: { cpu: 1024 }",
    lines: ["envs/shop/prod.yaml:27:5 services.api.size: the key is there twice; the first is on line 25"],
  },
  {
    mistake: "a quote that is never closed",
    file: DEV,
    from: "profile: development",
    to: "profile: 'development",
    lines: ["envs/shop/dev.yaml:3:10 a quote is opened and never closed"],
  },
  {
    mistake: "a bracket that is never closed",
    file: BASE,
    from: "languages: [de, en]",
    to: "languages: [de, en",
    lines: [
      "envs/shop/base.yaml:16:1 a bracket or brace before this line is not closed, or its lines are not indented",
    ],
  },
  {
    mistake: "no space after the colon",
    file: DEV,
    from: "profile: development",
    to: "profile:development",
    lines: ["envs/shop/dev.yaml:3:1 expected `key: value` with a space after the colon"],
  },
  {
    mistake: "a colon inside unquoted text",
    file: BASE,
    from: "greeting: good morning",
    to: "greeting: note: good morning",
    lines: [
      "envs/shop/base.yaml:14:13 this line is indented differently from its neighbours, or holds a second colon; put text with a colon in quotes",
    ],
  },
  {
    mistake: "a line that is indented too little",
    file: DEV,
    from: "    cache: 6379",
    to: "   cache: 6379",
    lines: ["envs/shop/dev.yaml:12:1 this line is indented differently from its neighbours"],
  },
  {
    mistake: "a value that begins with @",
    file: BASE,
    from: "greeting: good morning",
    to: "greeting: @all",
    lines: ["envs/shop/base.yaml:14:13 a value cannot begin with @; put it in quotes"],
  },
  {
    mistake: "a value that begins with %",
    file: BASE,
    from: "greeting: good morning",
    to: "greeting: %name",
    lines: ["envs/shop/base.yaml:14:13 a value cannot begin with %; put it in quotes"],
  },
  {
    mistake: "two documents in one file",
    file: DEV,
    from: "profile: development\n",
    to: "profile: development\n---\n",
    lines: [
      "envs/shop/dev.yaml:4:1 a second document begins here; one file holds one: remove the line of dashes or dots",
    ],
  },
  {
    mistake: "an anchor and its alias",
    file: PROD,
    from: "    storageGiB: 100",
    to: "    storageGiB: &size 100\n    maxStorageGiB: *size",
    lines: [
      "envs/shop/prod.yaml:31:23 stores.db.storageGiB: anchors and aliases are not used here; write the value out, or share it between files with extends",
      "envs/shop/prod.yaml:32:20 stores.db.maxStorageGiB: anchors and aliases are not used here; write the value out, or share it between files with extends",
    ],
  },
  {
    mistake: "a merge key",
    file: DEV,
    from: "  mode: all",
    to: "  <<: { mode: all }",
    lines: ["envs/shop/dev.yaml:9:3 devenv: merge keys are not used here; share values between files with extends"],
  },
  {
    mistake: "a tag",
    file: DEV,
    from: "  mode: all",
    to: "  mode: !env MODE",
    lines: ["envs/shop/dev.yaml:9:14 devenv.mode: tags that begin with ! are not used here; write the value itself"],
  },
  {
    mistake: "a number as a key",
    file: DEV,
    from: "    db: 5432",
    to: "    5432: db",
    lines: ['envs/shop/dev.yaml:11:5 devenv.hostPorts: a key must be text; put it in quotes: "5432"'],
  },
  {
    mistake: "a list as a key",
    file: DEV,
    from: "    db: 5432",
    to: "    ? [db]\n    : 5432",
    lines: ["envs/shop/dev.yaml:11:7 devenv.hostPorts: a key must be text, not a list or a map"],
  },
  {
    mistake: "no key before the colon",
    file: DEV,
    from: "    db: 5432",
    to: "    : 5432",
    lines: ["envs/shop/dev.yaml:11:5 devenv.hostPorts: a key is missing before the colon"],
  },
  {
    mistake: "a YAML version line",
    file: DEV,
    from: "extends: base.yaml",
    to: "%YAML 1.1\n---\nextends: base.yaml",
    lines: ["envs/shop/dev.yaml:1:1 a %YAML line is not needed; remove it"],
  },
  {
    mistake: "an account number without quotes",
    file: PROD,
    from: '"444455556666"',
    to: "444455556666",
    lines: [
      'envs/shop/prod.yaml:9:12 aws.account: got 444455556666; allowed: twelve digits, in quotes; put it in quotes: "444455556666"',
    ],
  },
  {
    mistake: "an account number without quotes that begins with zero",
    file: PROD,
    from: '"444455556666"',
    to: "044455556666",
    lines: [
      'envs/shop/prod.yaml:9:12 aws.account: 044455556666 begins with a zero and would be read as 44455556666; write 44455556666, or "044455556666" in quotes where text is meant',
    ],
  },
  {
    mistake: "a number with a leading zero",
    file: PROD,
    from: "rootGiB: 50",
    to: "rootGiB: 050",
    lines: [
      'envs/shop/prod.yaml:17:14 aws.host.rootGiB: 050 begins with a zero and would be read as 50; write 50, or "050" in quotes where text is meant',
    ],
  },
  {
    mistake: "a hexadecimal number",
    file: PROD,
    from: "rootGiB: 50",
    to: "rootGiB: 0x32",
    lines: [
      'envs/shop/prod.yaml:17:14 aws.host.rootGiB: 0x32 would be read as 50; write 50, or "0x32" in quotes where text is meant',
    ],
  },
  {
    mistake: "a number with an exponent",
    file: PROD,
    from: "storageGiB: 100",
    to: "storageGiB: 1e2",
    lines: [
      'envs/shop/prod.yaml:31:17 stores.db.storageGiB: 1e2 would be read as 100; write 100, or "1e2" in quotes where text is meant',
    ],
  },
  {
    mistake: "a commit that looks like a number with an exponent",
    file: RELEASE,
    from: "ref: v1.0.0",
    to: "ref: 12345e67",
    lines: [
      'envs/shop/releases/1.0.0.yaml:2:8 platform.ref: 12345e67 would be read as 1.2345e+71; write it out, or "12345e67" in quotes where text is meant',
    ],
  },
  {
    mistake: "a number with underscores",
    file: PROD,
    from: "storageGiB: 100",
    to: "storageGiB: 1_000",
    lines: [
      'envs/shop/prod.yaml:31:17 stores.db.storageGiB: 1_000 is a number in some YAML and text in other; write 1000, or "1_000" in quotes where text is meant',
    ],
  },
  {
    mistake: "a number too long to be kept",
    file: RELEASE,
    from: "ref: v1.0.0",
    to: "ref: 12345678901234567890",
    lines: [
      'envs/shop/releases/1.0.0.yaml:2:8 platform.ref: 12345678901234567890 is too long for a number and would be rounded; put it in quotes: "12345678901234567890"',
    ],
  },
  {
    mistake: "a version that is read as a number",
    file: RELEASE,
    from: "ref: v1.0.0",
    to: "ref: 1.10",
    lines: [
      'envs/shop/releases/1.0.0.yaml:2:8 platform.ref: got 1.10; allowed: text, not empty; put it in quotes: "1.10"',
    ],
  },
  {
    mistake: "yes where true is meant",
    file: BASE,
    from: "  greeting: good morning",
    to: "  search: yes",
    lines: ['envs/shop/base.yaml:14:11 settings.search: got "yes"; allowed: true or false; write true'],
  },
  {
    mistake: "off where false is meant",
    file: BASE,
    from: "  greeting: good morning",
    to: "  search: off",
    lines: ['envs/shop/base.yaml:14:11 settings.search: got "off"; allowed: true or false; write false'],
  },
  {
    mistake: "a quoted boolean",
    file: BASE,
    from: "  greeting: good morning",
    to: '  search: "true"',
    lines: ['envs/shop/base.yaml:14:11 settings.search: got "true"; allowed: true or false; write true'],
  },
  {
    mistake: "a quoted number",
    file: PROD,
    from: "rootGiB: 50",
    to: 'rootGiB: "50"',
    lines: [
      'envs/shop/prod.yaml:17:14 aws.host.rootGiB: got "50"; allowed: a whole number, 8 or more; write 50 without quotes',
    ],
  },
  {
    mistake: "true where text is meant",
    file: BASE,
    from: "greeting: good morning",
    to: "greeting: true",
    lines: [
      'envs/shop/base.yaml:14:13 settings.greeting: got true; allowed: text, not empty; put it in quotes: "true"',
    ],
  },
];
