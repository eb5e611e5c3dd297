import { map, of, throwError, type Observable, type ObservableInput } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { DONE, mergeOnDemand, NOTHING, type DemandSource, type Landed } from '../../src/scheduler/merge-on-demand.js';
import { Slots } from '../../src/scheduler/slots.js';

const ready = { isSpent: () => false, next: () => undefined };

/** Gives the items of a list, and notes how many it was asked for. */
class ListSource<T> implements DemandSource<T> {
  pulled = 0;
  wake = (): void => undefined;
  constructor(
    private readonly items: T[],
    private readonly end: typeof DONE | typeof NOTHING = DONE,
  ) {}
  add(item: T): void {
    this.items.push(item);
    this.wake();
  }
  pull(): T | typeof DONE | typeof NOTHING {
    if (this.pulled >= this.items.length) return this.end;
    return this.items[this.pulled++]!;
  }
}

/** `v` for a value, `e` for an error, as the outcome of the item tells. */
const told = (landed: Observable<Landed<unknown>>): Observable<string> =>
  landed.pipe(map(({ outcome }) => (outcome.kind === 'value' ? String(outcome.value) : `!${outcome.error.message}`)));

function marbles(test: (tools: Parameters<Parameters<TestScheduler['run']>[0]>[0]) => void): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test);
}

const optionsFor = (concurrency: number) => ({ slots: new Slots(() => concurrency), turn: ready });

describe('mergeOnDemand', () => {
  it('keeps as many in flight as there are slots, and takes the last value of each', () => {
    marbles(({ cold, expectObservable }) => {
      const inner: Record<string, Observable<string>> = {
        a: cold('x--a|', { x: 'x', a: 'a' }),
        b: cold('-b|', { b: 'b' }),
        c: cold('---c|', { c: 'c' }),
      };
      const source = new ListSource(['a', 'b', 'c']);
      const merged = mergeOnDemand(source, (item) => inner[item]!, optionsFor(2));
      // c takes the slot of b, at frame 2.
      expectObservable(told(merged)).toBe('--b-a-(c|)');
    });
  });

  it('pulls only when a slot is free', () => {
    marbles(({ cold, flush }) => {
      const source = new ListSource(['a', 'b', 'c', 'd', 'e']);
      const pulls: number[] = [];
      mergeOnDemand(source, () => cold('--(v|)'), optionsFor(2)).subscribe(() => pulls.push(source.pulled));
      expect(source.pulled).toBe(2);
      flush();
      // As each ends, those before it have been replaced, and it has not.
      expect(pulls).toEqual([2, 3, 4, 5, 5]);
    });
  });

  it('gives failures as values, and goes on', () => {
    marbles(({ cold, expectObservable }) => {
      const inner: Record<string, () => ObservableInput<string>> = {
        a: () => cold('--#', {}, new Error('a')),
        b: () => throwError(() => new Error('b')),
        c: () => {
          throw new Error('c');
        },
        d: () => cold('------d|', { d: 'd' }),
      };
      const merged = mergeOnDemand(new ListSource(['a', 'b', 'c', 'd']), (item) => inner[item]!(), optionsFor(1));
      expectObservable(told(merged)).toBe('--(xyz)--(d|)', { x: '!a', y: '!b', z: '!c', d: 'd' });
    });
  });

  it('launches thousands that complete while they are subscribed to, one after the other and not inside', () => {
    let depth = 0;
    let deepest = 0;
    let landed = 0;
    let completed = false;
    const items = Array.from({ length: 20_000 }, (_, i) => i);
    mergeOnDemand(
      new ListSource(items),
      (item) => {
        deepest = Math.max(deepest, ++depth);
        depth--;
        return of(item);
      },
      optionsFor(3),
    ).subscribe({
      next: () => landed++,
      complete: () => {
        completed = true;
      },
    });
    expect({ landed, completed, deepest }).toEqual({ landed: 20_000, completed: true, deepest: 1 });
  });

  it('waits for its source to wake it, and never completes before it is done', () => {
    marbles(({ cold, expectObservable, flush }) => {
      const source = new ListSource<string>([], NOTHING);
      expectObservable(cold('--a--b').pipe(map((item) => source.add(item)))).toBe('--u--u', { u: undefined });
      expectObservable(told(mergeOnDemand(source, (item) => cold('-v|', { v: item }), optionsFor(1)))).toBe('----a--b');
      flush();
      expect(source.pulled).toBe(2);
    });
  });

  it('completes at once when there is nothing at all', () => {
    marbles(({ expectObservable }) => {
      expectObservable(mergeOnDemand(new ListSource([]), () => of(1), optionsFor(1))).toBe('|');
    });
  });

  it('unsubscribes from what is in flight, and pulls no more', () => {
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const inner = cold('---v|', { v: 'v' });
      const source = new ListSource(['a', 'b', 'c', 'd', 'e', 'f']);
      const merged = told(mergeOnDemand(source, () => inner, optionsFor(2)));
      expectObservable(merged, '^----!').toBe('----(vv)');
      expectSubscriptions(inner.subscriptions).toBe(['^---!', '^---!', '----^!', '----^!']);
      flush();
      expect(source.pulled).toBe(4);
    });
  });

  it('ends an item from inside, unsubscribes from it, and hands its slot on', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const never = cold('------');
      const merged = mergeOnDemand(
        new ListSource(['a', 'b']),
        (item, flight) => {
          cold('--x').subscribe(() => flight.land({ kind: 'value', value: item }));
          return never;
        },
        optionsFor(1),
      );
      expectObservable(told(merged)).toBe('--a-(b|)');
      expectSubscriptions(never.subscriptions).toBe(['^-!', '--^-!']);
    });
  });

  it('stops for a spent turn, and goes on in the next', () => {
    let spent = true;
    const waiting: (() => void)[] = [];
    const turn = { isSpent: () => spent, next: (callback: () => void) => void waiting.push(callback) };
    const source = new ListSource([1, 2]);
    const values: unknown[] = [];
    mergeOnDemand(source, (item) => of(item), { slots: new Slots(() => 1), turn }).subscribe(({ item }) =>
      values.push(item),
    );
    expect(source.pulled).toBe(0);
    spent = false;
    for (const callback of waiting) callback();
    expect(values).toEqual([1, 2]);
  });
});
