import { setImmediate as turn } from 'node:timers/promises';
import { createLogger } from '../../src/index.js';

/** Logs on after the reader of stderr has gone. */
const logger = createLogger();
for (let line = 0; line < 1_000; line++) {
  logger.write({ level: 'info', message: `line ${line}`, timestamp: Date.now() });
  await turn();
}
await logger.flush();
console.log('done');
