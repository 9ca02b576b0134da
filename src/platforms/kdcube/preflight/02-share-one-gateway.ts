import { rule, inSettings, running, named, READERS } from "./rule";

export const shareOneGateway = rule({
  id: 2,
  group: "gateway",
  title: "ingress, processor and exporter have the same gateway configuration, byte for byte",
  severity: "degrades",
  consequence: "admission counts with another capacity than the processors have, and utilisation is exported wrong",
  fix: "give all of them the one text of the model; set nothing of it by hand",
  source: "documents",
  looksAt: "GATEWAY_CONFIG_JSON in every place",
  run: (input) => {
    const values = running(input, ...READERS).map((each) => ({
      who: named(each),
      value: each.environment["GATEWAY_CONFIG_JSON"],
    }));
    return new Set(values.map(({ value }) => value)).size > 1
      ? [inSettings("gateway", `${values.map(({ who }) => who).join(", ")} do not have the same GATEWAY_CONFIG_JSON`)]
      : [];
  },
});
