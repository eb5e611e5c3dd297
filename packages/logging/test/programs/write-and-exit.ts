import { createLogger } from '../../src/index.js';

/** Writes more than a pipe can hold, flushes and exits at once. */
const logger = createLogger();
for (let line = 0; line < 5_000; line++) {
  logger.write({ level: 'info', message: `line ${line} ${'x'.repeat(100)}`, timestamp: Date.now() });
}
await logger.flush();
process.exit(0);
