import type { Logger, LogLevel } from '@millrace/core';
import type { Logger as WinstonLogger } from 'winston';
import { drainTransport } from './drain.js';
import { surviveErrors } from './line-stream.js';
import { outsideRuns } from './outside-runs.js';
import { toInfo } from './winston-info.js';

const MOST_WAITING = 10_000;
const MOST_FLUSH_MILLISECONDS = 2_000;

/** What other people's levels are called, the best match first. */
const NAMES = {
  debug: ['debug', 'verbose', 'trace', 'silly'],
  info: ['info', 'notice'],
  warn: ['warn', 'warning'],
  error: ['error', 'err', 'critical', 'crit', 'fatal'],
} as const satisfies Record<LogLevel, readonly string[]>;

export function isWinstonLogger(value: unknown): value is WinstonLogger {
  if (typeof value !== 'object' || value === null) return false;
  const { log, isLevelEnabled, levels } = value as Record<string, unknown>;
  return typeof log === 'function' && typeof isLevelEnabled === 'function' && typeof levels === 'object';
}

/** Writes to a winston logger that belongs to the user: its levels, formats and transports stay as they are. */
export function fromWinston(winston: WinstonLogger): Logger {
  surviveErrors(winston);
  const names = {
    debug: levelName(winston, 'debug'),
    info: levelName(winston, 'info'),
    warn: levelName(winston, 'warn'),
    error: levelName(winston, 'error'),
  };
  let stuck = false;
  return {
    isEnabled: (level) => !winston.silent && winston.isLevelEnabled(names[level]),
    write(record) {
      // Behind a transport that does not call back winston would keep lines without end.
      if (winston.writableLength + winston.readableLength >= MOST_WAITING) return;
      try {
        outsideRuns(() => winston.log({ ...toInfo(record), level: names[record.level] }));
      } catch {
        // A format or transport of the user's that throws must not stop a run.
      }
    },
    async flush() {
      if (stuck) return;
      const streams = [winston, ...winston.transports];
      const drained = await Promise.all(streams.map((stream) => drainTransport(stream, MOST_FLUSH_MILLISECONDS)));
      stuck = drained.includes(false);
    },
  };
}

function levelName({ levels }: WinstonLogger, level: LogLevel): string {
  const known = NAMES[level].find((name) => Object.hasOwn(levels, name));
  if (known !== undefined) return known;
  const byWeight = Object.entries(levels).sort(([, a], [, b]) => a - b);
  const nearest = level === 'error' || level === 'warn' ? byWeight[0] : byWeight.at(-1);
  return nearest?.[0] ?? level;
}
