/** What a command gets from outside: the process that runs it, or a test. */
export interface CommandEnvironment {
  readonly folder: string;
  /** The variables of the process. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly clock: () => number;
  readonly readStdin: () => string;
  /** Writes to standard error at once: progress, warnings and questions while a command runs. */
  readonly tell: (text: string) => void;
  /** Whether standard error is a terminal, where a line can be written over. */
  readonly terminal: boolean;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Resolves when the user asks to stop (SIGINT, SIGTERM); from the first call on, the signal no longer ends the process. */
  readonly interruption: () => Promise<void>;
}
