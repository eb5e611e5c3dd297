import { jsonLine } from '../../src/formats/json-line.js';
import { toEntry } from '../../src/formats/log-entry.js';
import { NOON, record, TASK_RUN } from '../support/records.js';

const parsed = (...parameters: Parameters<typeof record>): unknown =>
  JSON.parse(jsonLine(toEntry(record(...parameters))));

describe('a line of JSON', () => {
  it('holds the record, the run and the fields, flat', () => {
    expect(parsed('loaded', { run: TASK_RUN, fields: { rows: 3 } })).toEqual({
      timestamp: new Date(NOON).toISOString(),
      level: 'info',
      message: 'loaded',
      flowRunId: 'flow-id',
      flowRunName: 'mauve-otter',
      flowName: 'etl',
      taskRunId: 'task-id',
      taskRunName: 'transform-7',
      taskName: 'transform',
      rows: 3,
    });
  });

  it('keeps a field whose name is taken under a name beside it', () => {
    expect(parsed('m', { fields: { level: 9, message: 'mine' } })).toMatchObject({
      level: 'info',
      level_: 9,
      message_: 'mine',
    });
  });

  it('is one line whatever the message holds', () => {
    expect(jsonLine(toEntry(record('two\nlines')))).not.toContain('\n');
  });

  it('keeps an error given in the place of fields', () => {
    expect(parsed('m', { fields: new Error('boom') })).toMatchObject({ fields: { name: 'Error', message: 'boom' } });
  });
});
