import type { Winston } from '../load-winston.js';
import type { LogEntry } from '../formats/log-entry.js';
import { isOpen, type LineStream } from './line-stream.js';
import { createLineFormat, lineOf, type WinstonInfo } from './winston-info.js';
import type { WinstonTransport } from './winston-transport.js';

/**
 * The winston transport behind the lines on stderr. winston's own would bring all of `winston.transports` with it, and
 * takes a closed stream badly.
 *
 * @param line how a line looks here, where that differs from the logger's format
 */
export function createStderrTransport(
  { TransportStream }: Winston,
  stream: LineStream,
  line: ((entry: LogEntry) => string) | undefined,
): WinstonTransport {
  return new TransportStream({
    format: line === undefined ? undefined : createLineFormat(line),
    log(info: WinstonInfo, next: () => void) {
      if (isOpen(stream)) stream.write(`${lineOf(info)}\n`);
      next();
    },
  } as ConstructorParameters<Winston['TransportStream']>[0]);
}
