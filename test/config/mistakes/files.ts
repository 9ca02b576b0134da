import type { Mistake } from "./mistake";
import { BASE, DEV } from "./mistake";

/** Files that are not there, or lead in a circle. */
export const files: readonly Mistake[] = [
  {
    mistake: "a release that does not exist",
    file: BASE,
    from: "releases/1.0.0.yaml",
    to: "releases/1.0.1.yaml",
    lines: ["envs/shop/base.yaml:2:10 release: envs/shop/releases/1.0.1.yaml does not exist; did you mean 1.0.0.yaml"],
  },
  {
    mistake: "a release that is a folder",
    file: BASE,
    from: "releases/1.0.0.yaml",
    to: "releases",
    lines: ["envs/shop/base.yaml:2:10 release: envs/shop/releases is a folder, not a file"],
  },
  {
    mistake: "an absolute path",
    file: BASE,
    from: "release: releases/1.0.0.yaml",
    to: "release: /releases/1.0.0.yaml",
    lines: [
      "envs/shop/base.yaml:2:10 release: /releases/1.0.0.yaml is an absolute path; write it relative to this file",
    ],
  },
  {
    mistake: "a base file that does not exist",
    file: DEV,
    from: "extends: base.yaml",
    to: "extends: bsae.yaml",
    lines: ["envs/shop/dev.yaml:1:10 extends: envs/shop/bsae.yaml does not exist; did you mean base.yaml"],
  },
  {
    mistake: "a file that extends itself",
    file: DEV,
    from: "extends: base.yaml",
    to: "extends: dev.yaml",
    lines: [
      "envs/shop/dev.yaml:1:10 extends: files extend each other in a loop: envs/shop/dev.yaml → envs/shop/dev.yaml",
    ],
  },
  {
    mistake: "files that extend each other in a loop",
    file: BASE,
    from: "release: releases/1.0.0.yaml",
    to: "extends: dev.yaml\nrelease: releases/1.0.0.yaml",
    lines: [
      "envs/shop/base.yaml:2:10 extends: files extend each other in a loop: envs/shop/dev.yaml → envs/shop/base.yaml → envs/shop/dev.yaml",
      "envs/shop/dev.yaml:1:10 extends: files extend each other in a loop: envs/shop/base.yaml → envs/shop/dev.yaml → envs/shop/base.yaml",
    ],
  },
  {
    mistake: "two files to extend",
    file: DEV,
    from: "extends: base.yaml",
    to: "extends: [base.yaml, other.yaml]",
    lines: ["envs/shop/dev.yaml:1:10 extends: must be the path of one file, relative to this one, such as base.yaml"],
  },
];
