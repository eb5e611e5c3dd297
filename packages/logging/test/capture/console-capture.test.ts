import { setTimeout as delay } from 'node:timers/promises';
import { configure, flow, task, type Logger, type LogRecord } from '@millrace/core';
import { createConsoleCapture, toLogger } from '../../src/index.js';
import { inlineRunner } from '../support/inline-runner.js';

const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const;
const originals = METHODS.map((method) => console[method]);
const areOriginal = (): boolean => METHODS.every((method, index) => console[method] === originals[index]);

/** Runs with a capture whose records are kept; `onWrite` is called with each. */
function capture(onWrite: (record: LogRecord) => void = () => {}): LogRecord[] {
  const records: LogRecord[] = [];
  const logger: Logger = toLogger({
    isEnabled: () => true,
    write(record: LogRecord) {
      records.push(record);
      onWrite(record);
    },
    flush: () => Promise.resolve(),
  });
  configure({ logger, observers: [createConsoleCapture(logger)] });
  return records;
}

/** What reaches the console itself while `body` runs. */
async function printed(body: () => Promise<unknown>): Promise<unknown[][]> {
  const calls: unknown[][] = [];
  const log = console.log;
  const spy = (...values: unknown[]): void => void calls.push(values);
  console.log = spy;
  try {
    await body();
    expect(console.log).toBe(spy);
  } finally {
    console.log = log;
  }
  return calls;
}

afterEach(() => {
  expect(areOriginal()).toBe(true);
  configure({ observers: [] });
});

describe('console capture', () => {
  it('makes a record of each call, by its level, as util.format writes it', async () => {
    const records = capture();
    await task({ logPrints: true, name: 'load' }, async () => {
      console.log('%d rows', 3, { a: 1 });
      console.info('i');
      console.warn('w');
      console.error('e');
      console.debug('d');
    })();
    expect(records.map(({ level, message }) => [level, message])).toEqual([
      ['info', '3 rows { a: 1 }'],
      ['info', 'i'],
      ['warn', 'w'],
      ['error', 'e'],
      ['debug', 'd'],
    ]);
    expect(records[0]!.run).toMatchObject({ kind: 'task', taskName: 'load' });
  });

  it('takes what helpers and timers of the run print, and leaves others alone', async () => {
    const records = capture();
    const helper = async (): Promise<void> => {
      await delay(1);
      console.log('helper');
    };
    const calls = await printed(async () => {
      const running = task({ logPrints: true }, async () => {
        await helper();
        await new Promise<void>((resolve) => {
          setTimeout(() => {
            console.log('timer');
            resolve();
          }, 1);
        });
      })();
      console.log('outside');
      await running;
      console.log('after');
    });
    expect(records.map(({ message }) => message)).toEqual(['helper', 'timer']);
    expect(calls).toEqual([['outside'], ['after']]);
  });

  it('does not mix runs that print at the same time', async () => {
    const records = capture();
    const print = (name: string) =>
      task({ logPrints: true, name }, async () => {
        for (let line = 0; line < 3; line++) {
          await delay(1);
          console.log(name);
        }
      })();
    const quiet = task({ logPrints: false }, async () => {
      for (let line = 0; line < 3; line++) {
        await delay(1);
        console.log('not taken');
      }
    });
    const calls = await printed(() => Promise.all([print('a'), print('b'), quiet()]));
    expect(records).toHaveLength(6);
    for (const { message, run } of records) expect(run?.taskName).toBe(message);
    expect(calls).toHaveLength(3);
  });

  it('is inherited from the flow unless the task has its own', async () => {
    const records = capture();
    const loud = task({ logPrints: false }, async () => console.log('loud'));
    const quiet = task(async () => console.log('quiet'));
    const calls = await printed(() =>
      flow({ logPrints: true, name: 'etl', runner: inlineRunner }, async () => {
        console.log('flow');
        await loud();
        await quiet();
      })(),
    );
    expect(records.map(({ message }) => message)).toEqual(['flow', 'quiet']);
    expect(calls).toEqual([['loud']]);
  });

  it('does not take what a logger prints itself, at once or later', async () => {
    const records = capture(({ message }) => {
      console.log(`logger: ${message}`);
      setTimeout(() => console.log(`later: ${message}`), 1);
    });
    const calls = await printed(async () => {
      await task({ logPrints: true }, async () => {
        console.log('once');
        await delay(20);
      })();
    });
    expect(records).toHaveLength(1);
    expect(calls).toEqual([['logger: once'], ['later: once']]);
  });

  it('leaves a console alone that somebody has replaced meanwhile', async () => {
    const records = capture();
    const calls: unknown[][] = [];
    const before = console.log;
    await task({ logPrints: true }, async () => {
      const captured = console.log;
      console.log = (...values) => {
        calls.push(values);
        captured(...values);
      };
      console.log('both');
    })();
    expect(console.log).not.toBe(before);
    console.log = before;
    expect(records).toHaveLength(1);
    expect(calls).toEqual([['both']]);
  });

  it('ends with a failed run too', async () => {
    capture();
    const failing = task({ logPrints: true }, async () => {
      throw new Error('no');
    });
    await expect(failing()).rejects.toThrow('no');
    expect(areOriginal()).toBe(true);
  });
});
