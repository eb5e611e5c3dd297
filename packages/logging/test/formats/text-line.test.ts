import { toEntry } from '../../src/formats/log-entry.js';
import { textLine } from '../../src/formats/text-line.js';
import { FLOW_RUN, record, TASK_RUN } from '../support/records.js';

const line = (...parameters: Parameters<typeof record>): string =>
  textLine(toEntry(record(...parameters)), { colour: false });

describe('a line of text', () => {
  it.each([
    [line('final result 6', { run: TASK_RUN }), "12:34:56.789 | INFO    | Task run 'transform-7' - final result 6"],
    [line('slow', { run: FLOW_RUN, level: 'warn' }), "12:34:56.789 | WARNING | Flow run 'mauve-otter' - slow"],
    [line('hello', { level: 'debug' }), '12:34:56.789 | DEBUG   | millrace - hello'],
    [
      line('bad', { level: 'error', fields: { rows: 3, file: 'a.csv' } }),
      "12:34:56.789 | ERROR   | millrace - bad { rows: 3, file: 'a.csv' }",
    ],
    [line('none', { fields: {} }), '12:34:56.789 | INFO    | millrace - none'],
  ])('is Prefect’s: %s', (actual, expected) => {
    expect(actual).toBe(expected);
  });

  it('has the stack of an error, and those of its causes, on lines of its own', () => {
    const error = new TypeError('no rows', { cause: new Error('disk') });
    const [first, ...stack] = line('failed', { fields: { error, rows: 3 } }).split('\n');
    expect(first).toBe('12:34:56.789 | INFO    | millrace - failed { rows: 3 }');
    expect(stack[0]).toBe('TypeError: no rows');
    expect(stack).toContain('Caused by: Error: disk');
  });

  it('is coloured when asked to be', () => {
    const coloured = textLine(toEntry(record('x', { run: TASK_RUN })), { colour: true });
    expect(coloured).toContain('\u001b[36mINFO   \u001b[39m');
  });
});
