import { LOG_LEVELS, type Logger, type LogLevel, type LogRecord } from '../../src/index.js';

/** Keeps the records that it is given. */
export class RecordingLogger implements Logger {
  readonly records: LogRecord[] = [];
  readonly #waiters = new Set<{ pattern: RegExp; resolve: (record: LogRecord) => void }>();

  constructor(private readonly level: LogLevel = 'debug') {}

  isEnabled(level: LogLevel): boolean {
    return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(this.level);
  }

  write(record: LogRecord): void {
    this.records.push(record);
    for (const waiter of this.#waiters) {
      if (!waiter.pattern.test(record.message)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(record);
    }
  }

  async flush(): Promise<void> {}

  at(level: LogLevel): LogRecord[] {
    return this.records.filter((record) => record.level === level);
  }

  matching(pattern: RegExp): LogRecord[] {
    return this.records.filter(({ message }) => pattern.test(message));
  }

  /** Resolves with the first record whose message matches. */
  wrote(pattern: RegExp): Promise<LogRecord> {
    const [found] = this.matching(pattern);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve) => this.#waiters.add({ pattern, resolve }));
  }
}
