import { entryAttributes } from './entry-attributes.js';
import type { LogEntry } from './log-entry.js';

/** The entry as one line of JSON. */
export function jsonLine(entry: LogEntry): string {
  return JSON.stringify(entryAttributes(entry));
}
