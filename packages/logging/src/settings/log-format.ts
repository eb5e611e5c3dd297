import { InvalidOptionError } from '@millrace/core';
import type { Environment } from './environment.js';

/** `text` is for people, `json` for programs: one record a line. */
export type LogFormat = 'text' | 'json';

/** @throws InvalidOptionError for anything but `text` and `json` */
export function parseFormat(value: unknown, name: string): LogFormat {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (word !== 'text' && word !== 'json') throw new InvalidOptionError(name, "'text' or 'json'", value);
  return word;
}

/** The format of `MILLRACE_LOG_FORMAT`, `text` when it is not set. */
export function formatOf(env: Environment): LogFormat {
  const value = env['MILLRACE_LOG_FORMAT'];
  return value === undefined || value === '' ? 'text' : parseFormat(value, 'MILLRACE_LOG_FORMAT');
}
