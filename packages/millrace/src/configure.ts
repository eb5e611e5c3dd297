import { configure as configureCore, type Settings as CoreSettings } from '@millrace/core';
import { toLogger, type LoggerInput } from '@millrace/logging';

/** What `configure()` takes. */
export interface Settings extends Omit<CoreSettings, 'logger'> {
  /**
   * Where log records go: winston transports are added to the lines on stderr; a winston logger, or one of your own,
   * takes their place.
   */
  readonly logger?: LoggerInput;
}

/**
 * Changes settings of this process; what is not named stays as it is. Runs that are under way keep theirs.
 *
 * @example
 * configure({ runner: new ConcurrentTaskRunner({ concurrency: 10 }), gracePeriod: '30s' });
 * configure({ logger: new winston.transports.File({ filename: 'runs.log' }) });
 * @throws UnknownOptionError, InvalidOptionError
 */
export function configure({ logger, ...settings }: Settings): void {
  configureCore(logger === undefined ? settings : { ...settings, logger: toLogger(logger) });
}
