import { DefinitionError, InvalidOptionError, UnknownOptionError } from '../errors/definition-errors.js';
import type { Logger } from '../ports/logger.js';
import type { RunObserver } from '../ports/run-observer.js';
import type { RunStore } from '../ports/run-store.js';
import type { TaskRunner } from '../ports/task-runner.js';
import { systemClock, type Clock } from '../util/clock.js';
import { parseDuration, type Duration } from '../util/duration.js';

/** What `configure()` takes. Each setting that a word can express has an environment variable as well. */
export interface Settings {
  /** Where flows run their tasks unless they name a runner. @default ConcurrentTaskRunner */
  readonly runner?: TaskRunner;
  /** What remembers the runs. @default MemoryStore */
  readonly store?: RunStore;
  /** Where log records go. @default the run logger on stderr */
  readonly logger?: Logger;
  /** Told of every event, beside those that Millrace has itself. @default none */
  readonly observers?: readonly RunObserver[];
  /** `console` calls inside runs become log records. `MILLRACE_LOG_PRINTS`. @default false */
  readonly logPrints?: boolean;
  /** How long a cancelled body may go on before its run counts as ended. `MILLRACE_GRACE_PERIOD`. @default '5s' */
  readonly gracePeriod?: Duration;
  /**
   * How long the store may refuse events before what is waiting for it is given up. `MILLRACE_STORE_TIMEOUT`.
   * @default '30s'
   */
  readonly storeTimeout?: Duration;
  /** Ctrl-C and SIGTERM cancel what runs and end the process. `MILLRACE_HANDLE_SIGNALS`. @default true */
  readonly handleSignals?: boolean;
  /** The engine's time; for tests. @default the system's */
  readonly clock?: Clock;
}

/** What fills in for settings that nobody has made; built only when it is first needed. */
export interface DefaultSettings {
  runner(): TaskRunner;
  store(): RunStore;
  logger(): Logger;
  observers(logger: Logger): readonly RunObserver[];
}

const KNOWN = [
  'runner',
  'store',
  'logger',
  'observers',
  'logPrints',
  'gracePeriod',
  'storeTimeout',
  'handleSignals',
  'clock',
] as const satisfies readonly (keyof Settings)[];

const SILENT: Logger = { isEnabled: () => false, write: () => {}, flush: () => Promise.resolve() };

const BARE: DefaultSettings = {
  runner() {
    throw new DefinitionError('There is no task runner.', {
      hint: `Import from 'millrace', which brings one, or call configure({ runner }).`,
    });
  },
  store: () => NO_STORE,
  logger: () => SILENT,
  observers: () => [],
};

/** Forgets everything. */
export const NO_STORE: RunStore = {
  name: 'none',
  append: () => {},
  getFlowRun: () => Promise.resolve(undefined),
  getTaskRun: () => Promise.resolve(undefined),
  listFlowRuns: () => Promise.resolve([]),
  listTaskRuns: () => Promise.resolve([]),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/** The settings as they are now: what was configured, else the environment, else the defaults. */
export class CurrentSettings {
  #given: Settings = {};
  #defaults: DefaultSettings = BARE;
  #runner: TaskRunner | undefined;
  #store: RunStore | undefined;
  #logger: Logger | undefined;
  #observers: readonly RunObserver[] | undefined;
  #isChecked = false;

  /** @throws UnknownOptionError, InvalidOptionError */
  configure(settings: Settings): void {
    for (const name of Object.keys(settings)) {
      if (!(KNOWN as readonly string[]).includes(name)) throw new UnknownOptionError(name, 'configure()', KNOWN);
    }
    if (settings.gracePeriod !== undefined) parseDuration(settings.gracePeriod, 'gracePeriod');
    if (settings.storeTimeout !== undefined) parseDuration(settings.storeTimeout, 'storeTimeout');
    if (settings.runner !== undefined && typeof settings.runner.execute !== 'function') {
      throw new InvalidOptionError('runner', 'a task runner', settings.runner);
    }
    if (settings.store !== undefined && typeof settings.store.append !== 'function') {
      throw new InvalidOptionError('store', 'a run store', settings.store);
    }
    if (settings.logger !== undefined && typeof settings.logger.write !== 'function') {
      throw new InvalidOptionError('logger', 'a logger', settings.logger);
    }
    this.#given = { ...this.#given, ...settings };
    this.#isChecked = false;
  }

  setDefaults(defaults: Partial<DefaultSettings>): void {
    this.#defaults = { ...BARE, ...defaults };
  }

  /**
   * Makes what is behind the settings, so that one that is wrong is told by the first call and not in the midst of a run.
   *
   * @throws InvalidOptionError
   */
  check(): void {
    if (this.#isChecked) return;
    void this.store;
    void this.observers;
    void this.#currentLogger;
    void [this.gracePeriod, this.storeTimeout, this.handleSignals, this.logPrints];
    this.#isChecked = true;
  }

  get runner(): TaskRunner {
    return this.#given.runner ?? (this.#runner ??= this.#defaults.runner());
  }
  get store(): RunStore {
    return this.#given.store ?? (this.#store ??= this.#defaults.store());
  }
  /** One object for the life of the process, so that observers can keep it while users change what is behind it. */
  readonly logger: Logger = {
    isEnabled: (level) => this.#currentLogger.isEnabled(level),
    write: (record) => this.#currentLogger.write(record),
    flush: () => this.#currentLogger.flush(),
  };
  /** The built-in observers first, then those that were configured. */
  get observers(): readonly RunObserver[] {
    const own = (this.#observers ??= this.#defaults.observers(this.logger));
    return this.#given.observers === undefined ? own : [...own, ...this.#given.observers];
  }
  get #currentLogger(): Logger {
    return this.#given.logger ?? (this.#logger ??= this.#defaults.logger());
  }
  get logPrints(): boolean {
    return this.#given.logPrints ?? readFlag('MILLRACE_LOG_PRINTS') ?? false;
  }
  /** Milliseconds. */
  get gracePeriod(): number {
    const period = this.#given.gracePeriod ?? fromEnvironment(process.env['MILLRACE_GRACE_PERIOD']) ?? '5s';
    return parseDuration(period, 'gracePeriod');
  }
  /** Milliseconds. */
  get storeTimeout(): number {
    const timeout = this.#given.storeTimeout ?? fromEnvironment(process.env['MILLRACE_STORE_TIMEOUT']) ?? '30s';
    return parseDuration(timeout, 'storeTimeout');
  }
  get handleSignals(): boolean {
    return this.#given.handleSignals ?? readFlag('MILLRACE_HANDLE_SIGNALS') ?? true;
  }
  get clock(): Clock {
    return this.#given.clock ?? systemClock;
  }
}

/** A bare number in the environment is in milliseconds, as it is in code. */
function fromEnvironment(value: string | undefined): Duration | undefined {
  if (value === undefined || value === '') return undefined;
  return Number.isNaN(Number(value)) ? value : Number(value);
}

function readFlag(name: string): boolean | undefined {
  const value = process.env[name];
  switch (value?.toLowerCase()) {
    case undefined:
    case '':
      return undefined;
    case '1':
    case 'true':
    case 'yes':
      return true;
    case '0':
    case 'false':
    case 'no':
      return false;
    default:
      throw new InvalidOptionError(name, 'true or false', value, 'environment');
  }
}
