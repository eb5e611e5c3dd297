import { InvalidOptionError, type Logger, type LogRecord } from '@millrace/core';
import type { Logger as WinstonLogger } from 'winston';
import { errorLine } from '../formats/error-text.js';
import { jsonLine } from '../formats/json-line.js';
import type { LogEntry } from '../formats/log-entry.js';
import { textLine } from '../formats/text-line.js';
import { loadWinston } from '../load-winston.js';
import type { Environment } from '../settings/environment.js';
import { formatOf, parseFormat, type LogFormat } from '../settings/log-format.js';
import { parseThreshold, thresholdOf, type LogThreshold } from '../settings/log-threshold.js';
import { wantsColour } from '../settings/wants-colour.js';
import { isolateTransport } from './isolate-transport.js';
import { LEVELS, reaches, reachesTransport } from './levels.js';
import { flushStream, surviveErrors, type LineStream } from './line-stream.js';
import { createStderrTransport } from './stderr-transport.js';
import { endsWithin } from './time-limit.js';
import { createLineFormat, toBareInfo, toInfo } from './winston-info.js';
import { isWinstonTransport, nameOf, type WinstonTransport } from './winston-transport.js';

const MOST_FLUSH_MILLISECONDS = 2_000;

export interface LoggerOptions {
  /** From which level on records are written. A transport with a level of its own goes by that. @default MILLRACE_LOG_LEVEL, or 'info' */
  readonly level?: LogThreshold | 'warning';
  /** @default MILLRACE_LOG_FORMAT, or 'text' */
  readonly format?: LogFormat;
  /** Whether lines are written to stderr. @default true */
  readonly stderr?: boolean;
  /** winston transports that get every record too. */
  readonly transports?: readonly WinstonTransport[];
  /** What takes the place of stderr. @default process.stderr */
  readonly stream?: LineStream;
  /** @default process.env */
  readonly env?: Environment;
}

/**
 * The logger of the process: one winston logger that writes to stderr and to the user's transports.
 *
 * @example
 * const logger = createLogger({ level: 'debug', transports: [new winston.transports.File({ filename: 'runs.log' })] });
 * @throws InvalidOptionError for a level or format that does not exist, also where the environment names it
 */
export function createLogger(options: LoggerOptions = {}): Logger {
  const env = options.env ?? process.env;
  const level = options.level === undefined ? thresholdOf(env) : parseThreshold(options.level, 'level');
  const format = options.format === undefined ? formatOf(env) : parseFormat(options.format, 'format');
  const stream = options.stderr === false ? undefined : (options.stream ?? process.stderr);
  const isolated = (options.transports ?? []).map((transport) => {
    if (!isWinstonTransport(transport)) throw new InvalidOptionError('transports', 'winston transports', transport);
    return isolateTransport(transport, (error) => tellOfFailure(transport, error));
  });
  if (stream !== undefined) surviveErrors(stream);

  let winston: WinstonLogger | undefined;
  const open = (): WinstonLogger => {
    const parts = loadWinston();
    const plain = format === 'json' ? jsonLine : (entry: LogEntry) => textLine(entry, { colour: false });
    const coloured =
      format === 'text' && stream !== undefined && wantsColour(stream, env)
        ? (entry: LogEntry) => textLine(entry, { colour: true })
        : undefined;
    const transports = isolated.map((one) => one.connect(parts));
    if (stream !== undefined) transports.unshift(createStderrTransport(parts, stream, coloured));
    return parts.createLogger({
      level,
      levels: LEVELS,
      transports,
      // Without transports winston complains on stderr for every line.
      silent: transports.length === 0,
      format: createLineFormat(plain) as unknown as WinstonLogger['format'],
    });
  };

  const logger: Logger = {
    isEnabled(asked) {
      if (reaches(asked, level)) return true;
      for (const { transport } of isolated) if (reachesTransport(asked, transport)) return true;
      return false;
    },
    write(record) {
      if (!logger.isEnabled(record.level)) return;
      try {
        winston ??= open();
        winston.write(isolated.length === 0 ? toBareInfo(record) : toInfo(record));
      } catch {
        // A line must never stop a run, and the logger is the only place that could tell of it.
      }
    },
    async flush() {
      const streams = stream === undefined ? true : endsWithin(MOST_FLUSH_MILLISECONDS, flushStream(stream));
      await Promise.all([streams, ...isolated.map((one) => one.flush())]);
    },
  };

  function tellOfFailure(transport: WinstonTransport, error: unknown): void {
    const message = `The log transport ${nameOf(transport)} failed: ${errorLine(error)}`;
    const record: LogRecord = { level: 'error', message, timestamp: Date.now() };
    // Not from within the transport's own call: what follows it in the line would be written before it.
    queueMicrotask(() => logger.write(record));
  }

  return logger;
}
