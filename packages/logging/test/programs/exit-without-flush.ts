import { createLogger } from '../../src/index.js';

/** Ends in the turn of the event loop in which it logged. */
const logger = createLogger();
logger.write({ level: 'info', message: 'first', timestamp: Date.now() });
logger.write({ level: 'info', message: 'last', timestamp: Date.now() });
process.exit(0);
