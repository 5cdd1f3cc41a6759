import { configFlag, couldNotRun, languageFlag, withHelp, type Declare } from "../command.js";

export interface GenerateFlags {
  readonly config?: string;
  readonly output?: string;
  readonly lang?: string;
}

export const generateCommand: Declare = (program, perform) => {
  const generate = program.command("generate").description("write files for other tools");
  const rules = generate
    .command("prometheus-rules")
    .description("recording and alerting rules of the SLOs, for Prometheus, Thanos or Mimir")
    .option("--output <file>", "the file to write; if left out, standard output");
  languageFlag(configFlag(rules)).action((flags: GenerateFlags) =>
    perform(flags, async (...given) => (await import("./generate.js")).runPrometheusRules(flags, ...given)),
  );
  withHelp(rules, {
    examples: { "release-gate generate prometheus-rules --output rules.yaml": "then check it with promtool" },
    exits: { 0: "written", 2: couldNotRun },
  });
};
