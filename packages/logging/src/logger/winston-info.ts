import type { LogRecord } from '@millrace/core';
import { entryAttributes } from '../formats/entry-attributes.js';
import { toEntry, type LogEntry } from '../formats/log-entry.js';

// The symbols of the package triple-beam, by which winston, its formats and its transports understand one another.
const LEVEL = Symbol.for('level');
const MESSAGE = Symbol.for('message');
const ENTRY = Symbol('millrace.entry');

/** What winston passes from a logger through formats to transports. */
export interface WinstonInfo {
  level: string;
  message: string;
  [key: string]: unknown;
  [LEVEL]: string;
  [MESSAGE]?: string;
  [ENTRY]: LogEntry;
}

/** A record the way winston wants it: run ids, names and fields beside level and message. */
export function toInfo(record: LogRecord): WinstonInfo {
  const entry = toEntry(record);
  return { ...entryAttributes(entry), [LEVEL]: entry.level, [ENTRY]: entry };
}

/** A record with nothing but what Millrace's own line needs, for when nobody else reads it: half the cost. */
export function toBareInfo(record: LogRecord): WinstonInfo {
  const entry = toEntry(record);
  return { level: entry.level, message: entry.message, [LEVEL]: entry.level, [ENTRY]: entry };
}

/** The record's line, which winston's formats keep under a symbol. */
export function lineOf(info: WinstonInfo): string {
  return info[MESSAGE] ?? info.message;
}

/** A winston format that makes Millrace's line of a record. */
export function createLineFormat(line: (entry: LogEntry) => string): { transform(info: WinstonInfo): WinstonInfo } {
  return {
    transform(info) {
      info[MESSAGE] = line(info[ENTRY]);
      return info;
    },
  };
}
