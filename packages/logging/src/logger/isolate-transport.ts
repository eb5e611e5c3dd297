import { drainTransport } from './drain.js';
import { outsideRuns } from './outside-runs.js';
import type { Winston } from '../load-winston.js';
import type { WinstonTransport } from './winston-transport.js';

/** More lines than this wait for no transport: what it cannot take any more is lost to it, not to the process. */
const MOST_WAITING = 10_000;
const MOST_FLUSH_MILLISECONDS = 2_000;

export interface IsolatedTransport {
  readonly transport: WinstonTransport;
  /** The stream for winston to pipe into. */
  connect(winston: Winston): WinstonTransport;
  /** Resolves when its lines are written, it has failed, or it has taken too long. */
  flush(): Promise<void>;
}

/**
 * Keeps a transport from hurting the others and the flow. In winston a transport that throws stops the caller, and one
 * that does not call back stops all the others, since winston pipes into them in step.
 *
 * @param report told of the transport's first failure
 */
export function isolateTransport(transport: WinstonTransport, report: (error: unknown) => void): IsolatedTransport {
  let broken = false;
  const fail = (error: unknown): void => {
    if (broken) return;
    broken = true;
    report(error);
  };
  transport.on('error', fail);

  // A queue of our own, since winston's transports are built to be given a few lines at a time: `File` adds a listener
  // for each one more, and Node warns of a leak.
  let waiting: unknown[] = [];
  let isFull = false;
  const hand = (info: unknown): void => {
    if (isFull) {
      if (waiting.length < MOST_WAITING) waiting.push(info);
      else fail(new Error(`${MOST_WAITING} lines wait for it; more are left out`));
      return;
    }
    try {
      isFull = !outsideRuns(() => transport.write(info));
    } catch (error) {
      fail(error);
    }
  };
  transport.on('drain', () => {
    isFull = false;
    const lines = waiting;
    waiting = [];
    for (const line of lines) hand(line);
  });

  return {
    transport,
    connect({ TransportStream }) {
      const guard = new TransportStream({
        log(info: unknown, next: () => void) {
          hand(info);
          next();
        },
      });
      // winston asks the stream that it pipes into for its level, and transports learn of their logger by being piped.
      Object.defineProperty(guard, 'level', { get: () => transport.level });
      guard.once('pipe', (source) => transport.emit('pipe', source));
      return guard;
    },
    async flush() {
      // A transport that has failed may hold its lines for ever; waiting for it again and again helps nobody.
      if (broken) return;
      const inTime = await drainTransport(transport, MOST_FLUSH_MILLISECONDS, () => waiting.length === 0);
      if (!inTime) fail(new Error(`its lines were not written within ${MOST_FLUSH_MILLISECONDS / 1_000} seconds`));
    },
  };
}
