import { refusal } from "../helpers/moving";

/** Situations that are refused, each with the reason as it is printed, without the place. */
const REFUSED: [string, Parameters<typeof refusal>, string][] = [
  [
    "the exporter in two places",
    [{ metrics: "warm" }],
    "migration.phases.metrics.state: warm is refused: metrics may run only once, and in state warm both places run it; allowed: planned, standby, moved, retired",
  ],
  [
    "a share of the exporter",
    [{ metrics: 50 }],
    "migration.phases.metrics.state: shared is refused: metrics may run only once, and in state shared both places run it; allowed: planned, standby, moved, retired",
  ],
  [
    "traffic before the phase in front has moved",
    [{ metrics: "standby", ingress: 10 }],
    "migration.phases.ingress.state: shared takes traffic while phase metrics before it is only standby; allowed until that has moved: planned, standby, warm",
  ],
  [
    "the last phase overtaking",
    [{ metrics: "retired", ingress: "moved", edge: "moved" }],
    "migration.phases.edge.state: moved takes traffic while phase proc before it is only planned; allowed until that has moved: planned, standby, warm",
  ],
];

describe("an illegal state", () => {
  it.each(REFUSED)("%s is refused with the reason", (_name, [situation, change], text) => {
    const lines = refusal(situation, change);
    expect(lines.map((line) => line.replace(/^\S+ /, ""))).toContain(text);
  });
});

const PHASE = (name: string, services: string[], state = "planned" as const) => ({ name, services, state });

describe("an illegal division", () => {
  const cases: [string, ReturnType<typeof PHASE>[], string[], RegExp][] = [
    [
      "one phase of all kinds",
      [PHASE("all", ["metrics", "chat-ingress", "chat-proc", "web-ui"])],
      [],
      /mixes services that move in different ways: chat-ingress, web-ui \(freely many\); chat-proc \(a queue consumer\); metrics \(one at a time\)/,
    ],
    ["a service in two phases", [PHASE("a", ["web-ui"]), PHASE("b", ["web-ui"])], [], /web-ui is in phase a already/],
    [
      "a service nobody mentions",
      [PHASE("a", ["web-ui"])],
      ["metrics", "chat-proc"],
      /chat-ingress, clamav is in no phase/,
    ],
    [
      "a service that is none",
      [PHASE("a", ["web-uu"])],
      [],
      /web-uu is not a service of kdcube; known: chat-ingress, .*did you mean web-ui/,
    ],
    ["two phases of one name", [PHASE("a", ["web-ui"]), PHASE("a", ["chat-ingress"])], [], /a names two phases/],
    [
      "a companion on its own",
      [PHASE("a", ["chat-ingress"]), PHASE("b", ["clamav"])],
      [],
      /clamav runs alongside chat-ingress, which is in phase a; leave clamav out/,
    ],
  ];
  it.each(cases)("%s is refused", (_name, phases, stays, text) => {
    expect(refusal({}, { phases, stays }).join("\n")).toMatch(text);
  });

  it("a share outside shared is refused, and shared without one", () => {
    const phases = [{ ...PHASE("edge", ["web-ui"]), share: 10 }];
    expect(refusal({}, { phases }).join("\n")).toMatch(/share: 10 has no meaning in state planned/);
    const bare = [{ name: "edge", services: ["web-ui"], state: "shared" as const }];
    expect(refusal({}, { phases: bare }).join("\n")).toMatch(/shared needs a share: add share: 1 to 99/);
  });

  it("the host is removed only when nothing needs it", () => {
    expect(refusal({ metrics: "retired" }, { host: "removed" }).join("\n")).toMatch(
      /removed while the host is needed: ingress is planned; proc is planned; edge is planned/,
    );
    const all = { metrics: "retired", ingress: "retired", proc: "retired", edge: "retired" } as const;
    expect(refusal(all, { host: "removed" })).toEqual([]);
  });
});
