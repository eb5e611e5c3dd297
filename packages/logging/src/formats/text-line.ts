import { inspect, styleText } from 'node:util';
import type { LogLevel, LogRun } from '@millrace/core';
import type { LogEntry } from './log-entry.js';
import type { PlainValue } from './plain-value.js';

type Style = Parameters<typeof styleText>[0];

const LABELS = { debug: 'DEBUG  ', info: 'INFO   ', warn: 'WARNING', error: 'ERROR  ' } as const satisfies Record<
  LogLevel,
  string
>;
const STYLES = { debug: 'blue', info: 'cyan', warn: 'yellow', error: 'red' } as const satisfies Record<LogLevel, Style>;

/**
 * The entry as Prefect prints it; fields follow the message, the stacks of errors follow on lines of their own.
 *
 * @example textLine(entry, { colour: false }) // "12:34:56.789 | INFO    | Task run 'transform-7' - final result 6"
 */
export function textLine(entry: LogEntry, { colour }: { readonly colour: boolean }): string {
  const paint = (style: Style, text: string): string => (colour ? paintAlways(style, text) : text);
  const level = paint(STYLES[entry.level], LABELS[entry.level]);
  const head = `${localTime(entry.timestamp)} | ${level} | ${paint('magenta', origin(entry.run))} - ${entry.message}`;
  return head + fieldsText(entry, colour) + stacksText(entry);
}

function origin(run: LogRun | undefined): string {
  if (run === undefined) return 'millrace';
  return run.kind === 'flow' ? `Flow run '${run.name}'` : `Task run '${run.name}'`;
}

function fieldsText(entry: LogEntry, colour: boolean): string {
  const shown: Record<string, PlainValue> = {};
  let any = false;
  for (const [key, value] of Object.entries(entry.fields)) {
    if (Object.hasOwn(entry.stacks, key)) continue;
    shown[key] = value;
    any = true;
  }
  // The fields are bounded already, so all of what is left of them is shown.
  return any
    ? ` ${inspect(shown, { colors: colour, breakLength: Infinity, compact: true, depth: null, maxArrayLength: null, maxStringLength: null })}`
    : '';
}

function stacksText(entry: LogEntry): string {
  let text = '';
  for (const stack of Object.values(entry.stacks)) text += `\n${stack}`;
  return text;
}

/** Hours to milliseconds in the process's time zone: `12:34:56.789`. */
function localTime(timestamp: number): string {
  const date = new Date(timestamp);
  const two = (value: number): string => (value < 10 ? `0${value}` : String(value));
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}

/** Whether to colour was decided before; later Nodes would ask stdout again, and lines go to stderr. */
function paintAlways(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}
