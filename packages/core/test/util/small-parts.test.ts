import fc from 'fast-check';
import { LazyAbort } from '../../src/util/abort.js';
import { Deque } from '../../src/util/deque.js';
import { parseDuration } from '../../src/util/duration.js';
import { createId, formatId, nextSequence } from '../../src/util/ids.js';

describe('Deque', () => {
  it('does what a list does', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer(), { nil: undefined }), { maxLength: 400 }), (steps) => {
        const deque = new Deque<number>();
        const list: number[] = [];
        for (const step of steps) {
          if (step === undefined) expect(deque.shift()).toBe(list.shift());
          else {
            deque.push(step);
            list.push(step);
          }
          expect(deque.size).toBe(list.length);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('grows while it is wrapped around', () => {
    const deque = new Deque<number>();
    for (let i = 0; i < 10; i++) deque.push(i);
    for (let i = 0; i < 10; i++) deque.shift();
    for (let i = 0; i < 1_000; i++) deque.push(i);
    for (let i = 0; i < 1_000; i++) expect(deque.shift()).toBe(i);
    expect(deque.shift()).toBeUndefined();
  });
});

describe('run ids', () => {
  it('are UUIDs of version 7, unique, and sort as they were made', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => createId(1_700_000_000_000 + Math.floor(i / 100)));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });

  it('keep their form and order across the whole range of the sequence', () => {
    const sequences = [0, 1, 2 ** 30 - 1, 2 ** 30, 2 ** 41, 2 ** 42 - 1];
    const ids = sequences.map((sequence) => formatId(1_700_000_000_000.75, sequence));
    for (const id of ids) expect(id).toMatch(/^018bcfe5-6800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([...ids].sort()).toEqual(ids);
    expect(nextSequence()).toBe(nextSequence() - 1);
  });
});

describe('durations', () => {
  it.each([
    [0, 0],
    [1.5, 1.5],
    ['0ms', 0],
    ['250ms', 250],
    ['1.5s', 1_500],
    [' 2 m ', 120_000],
    ['1h', 3_600_000],
    ['1d', 86_400_000],
  ])('%j are %d milliseconds', (duration, milliseconds) => {
    expect(parseDuration(duration, 'timeout')).toBe(milliseconds);
  });

  it.each([-1, NaN, Infinity, '', '5', '-1s', '1 week', '1e3s', '1s2', null, undefined, {}, [1]])(
    '%j is refused, and the option named',
    (duration) => {
      expect(() => parseDuration(duration as never, 'retryDelay')).toThrow(/^retryDelay must be/);
    },
  );
});

describe('a lazy abort', () => {
  it('is seen by who looked before and by who looks after', () => {
    const before = new LazyAbort();
    const { signal } = before;
    before.abort('why');
    before.abort('again');
    const after = new LazyAbort();
    after.abort('why');
    for (const abort of [before, after]) {
      expect(abort.aborted).toBe(true);
      expect(abort.reason).toBe('why');
      expect(abort.signal.aborted).toBe(true);
      expect(abort.signal.reason).toBe('why');
    }
    expect(before.signal).toBe(signal);
  });
});
