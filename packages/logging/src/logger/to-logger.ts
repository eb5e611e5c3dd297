import { InvalidOptionError, type Logger } from '@millrace/core';
import type { Logger as WinstonLogger } from 'winston';
import { createLogger } from './create-logger.js';
import { fromWinston, isWinstonLogger } from './from-winston.js';
import { outsideRuns } from './outside-runs.js';
import { isWinstonTransport, type WinstonTransport } from './winston-transport.js';

/** What `configure({ logger })` takes. */
export type LoggerInput = Logger | WinstonLogger | WinstonTransport | readonly WinstonTransport[];

/**
 * Makes a logger of what the user has: a transport or several are added to the lines on stderr, a logger takes their place.
 *
 * @example toLogger(new winston.transports.File({ filename: 'runs.log' }))
 * @throws InvalidOptionError for anything else
 */
export function toLogger(value: unknown): Logger {
  if (isLogger(value)) return guard(value);
  if (isWinstonLogger(value)) return fromWinston(value);
  if (isWinstonTransport(value)) return createLogger({ transports: [value] });
  if (Array.isArray(value) && value.every(isWinstonTransport)) return createLogger({ transports: value });
  throw new InvalidOptionError(
    'logger',
    'a winston logger, a winston transport, a list of winston transports, or an object with isEnabled, write and flush',
    value,
  );
}

function isLogger(value: unknown): value is Logger {
  if (typeof value !== 'object' || value === null) return false;
  const { isEnabled, write, flush } = value as Record<string, unknown>;
  return [isEnabled, write, flush].every((member) => typeof member === 'function');
}

/** A logger written elsewhere may throw, and may print with `console`. */
function guard(logger: Logger): Logger {
  return {
    isEnabled: (level) => logger.isEnabled(level),
    write(record) {
      try {
        outsideRuns(() => logger.write(record));
      } catch {
        // A line must never stop a run.
      }
    },
    flush: async () => logger.flush(),
  };
}
