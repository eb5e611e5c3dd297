// Logger
export { createLogger, type LoggerOptions } from './logger/create-logger.js';
export { toLogger, type LoggerInput } from './logger/to-logger.js';
export type { LineStream } from './logger/line-stream.js';
export type { WinstonTransport } from './logger/winston-transport.js';
// Settings
export type { Environment } from './settings/environment.js';
export type { LogFormat } from './settings/log-format.js';
export type { LogThreshold } from './settings/log-threshold.js';
// Observers
export { createRunLogObserver } from './run-log/run-log-observer.js';
export { createConsoleCapture } from './capture/console-capture.js';
export { createProgress, type ProgressOptions } from './progress/create-progress.js';
export type { Ticker } from './progress/ticker.js';
