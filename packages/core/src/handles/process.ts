import { getEngine } from '../engine/engine.js';
import { createRunLogger } from '../engine/run-logger.js';
import type { DefaultSettings, Settings } from '../engine/settings.js';
import type { RunLogger } from '../ports/logger.js';

/**
 * Changes settings of this process; what is not named stays as it is. Runs that are under way keep theirs.
 *
 * @example configure({ gracePeriod: '30s', logPrints: true });
 * @throws UnknownOptionError, InvalidOptionError
 */
export function configure(settings: Settings): void {
  getEngine().configure(settings);
}

/** Says what fills in for settings that nobody has made; for packages that compose Millrace. */
export function setDefaults(defaults: Partial<DefaultSettings>): void {
  getEngine().settings.setDefaults(defaults);
}

let logger: RunLogger | undefined;

/**
 * The logger of the run in which it is used; outside of runs its records belong to none.
 *
 * @example getRunLogger().info('loaded', { rows: 300 });
 */
export function getRunLogger(): RunLogger {
  return (logger ??= createRunLogger(getEngine().settings));
}
