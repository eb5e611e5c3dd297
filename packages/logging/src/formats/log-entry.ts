import type { LogLevel, LogRecord, LogRun } from '@millrace/core';
import { errorStack } from './error-text.js';
import { isErrorLike, shorten, toPlain, type PlainObject } from './plain-value.js';

const MOST_MESSAGE_CHARACTERS = 65_536;

/** A log record made safe to format: bounded, without circles and without anything that could throw. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly run: LogRun | undefined;
  readonly fields: PlainObject;
  /** The stacks of the fields that are errors, by field. */
  readonly stacks: Readonly<Record<string, string>>;
}

const NOTHING = Object.freeze({});

export function toEntry({ level, message, timestamp, run, fields }: LogRecord): LogEntry {
  return {
    level,
    message: shorten(String(message), MOST_MESSAGE_CHARACTERS),
    timestamp,
    run,
    fields: fields === undefined ? NOTHING : plainFields(fields),
    stacks: fields === undefined ? NOTHING : stacksOf(fields),
  };
}

function plainFields(fields: object): PlainObject {
  const plain = toPlain(fields);
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain) && !isErrorLike(fields)
    ? (plain as PlainObject)
    : { fields: plain };
}

function stacksOf(fields: object): Record<string, string> {
  const stacks: Record<string, string> = {};
  if (isErrorLike(fields)) return { fields: errorStack(fields) ?? '' };
  try {
    for (const [key, value] of Object.entries(fields)) {
      const stack = errorStack(value);
      if (stack !== undefined) stacks[key] = stack;
    }
  } catch {
    // A getter that throws; `toPlain` has told of it in the field itself.
  }
  return stacks;
}
