import { createRequire } from 'node:module';
import type { createLogger } from 'winston';
import type TransportStream from 'winston-transport';

/** What `winston.cjs` exports. */
export interface Winston {
  readonly createLogger: typeof createLogger;
  readonly TransportStream: typeof TransportStream;
}

let winston: Winston | undefined;

/** Loads winston at the first call. This file lies beside `winston.cjs` both as a source and when built. */
export function loadWinston(): Winston {
  winston ??= createRequire(import.meta.url)('./winston.cjs') as Winston;
  return winston;
}
