import { couldNotRun, languageFlag, withHelp, type Declare } from "../command.js";

export interface ExplainFlags {
  readonly all?: boolean;
  readonly format?: string;
  readonly lang?: string;
  readonly color?: boolean;
}

export const explainCommand: Declare = (program, perform) => {
  const command = program
    .command("explain")
    .description("explain a rule, with examples")
    .argument("[id]", "a rule, such as require-concurrent-index")
    .option("--all", "list every rule")
    .option("--format <name>", "pretty or json")
    .option("--no-color", "print no colors");
  languageFlag(command).action((id: string | undefined, flags: ExplainFlags) =>
    perform(flags, async (options) => (await import("./explain.js")).runExplain(id, flags, options)),
  );
  withHelp(command, {
    examples: {
      "release-gate explain no-table-rewrite": "what it finds, why, and what to do instead",
      "release-gate explain --all --format json": "every rule, for other tools",
    },
    exits: { 0: "printed", 2: `${couldNotRun}; there is no such rule` },
  });
};
