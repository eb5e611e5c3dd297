export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Which run a log record belongs to. */
export interface LogRun {
  readonly kind: 'flow' | 'task';
  readonly id: string;
  readonly name: string;
  readonly flowRunId?: string | undefined;
  readonly flowRunName?: string | undefined;
  readonly flowName?: string | undefined;
  readonly taskName?: string | undefined;
}

export interface LogRecord {
  readonly level: LogLevel;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Undefined for what Millrace has to say outside of every run. */
  readonly run?: LogRun | undefined;
  /** What the caller added; any value, also circular ones. */
  readonly fields?: object | undefined;
}

/**
 * Where log records go. One for the process: a logger for each run would cost more than the run.
 *
 * `isEnabled` is asked before a record is made, since even a line below the level costs more than a task.
 */
export interface Logger {
  isEnabled(level: LogLevel): boolean;
  /** Never throws. */
  write(record: LogRecord): void;
  /** Resolves when everything written so far has left the process. */
  flush(): Promise<void>;
}

/** The logger that belongs to a run, as `getRunLogger()` gives it. */
export interface RunLogger {
  debug(message: unknown, fields?: object): void;
  info(message: unknown, fields?: object): void;
  warn(message: unknown, fields?: object): void;
  error(message: unknown, fields?: object): void;
}
