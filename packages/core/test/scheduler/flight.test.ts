import { Flight } from '../../src/scheduler/flight.js';
import { Slots } from '../../src/scheduler/slots.js';
import { succeeded } from '../../src/run/run.js';

/** A row of flights over so many slots, and what is free of them. */
function setUp(concurrency: number) {
  const slots = new Slots(() => concurrency);
  const start = (): Flight<string> => {
    expect(slots.tryTake()).toBe(true);
    return new Flight(slots, 'item', () => undefined);
  };
  /** How many more could take off now. */
  const free = (): number => {
    let taken = 0;
    while (slots.tryTake()) taken++;
    for (let i = 0; i < taken; i++) slots.release();
    return taken;
  };
  return { slots, start, free };
}

describe('a flight', () => {
  it('holds its slot from take-off to landing', () => {
    const { start, free } = setUp(2);
    const flight = start();
    expect(free()).toBe(1);
    flight.land(succeeded(1));
    flight.land(succeeded(2));
    expect(free()).toBe(2);
  });

  it('gives its slot back while it waits, and goes on when it has one again', () => {
    const { start, free } = setUp(1);
    const first = start();
    first.suspend();
    const second = start();
    const goesOn: string[] = [];
    first.resume(() => goesOn.push('first'));
    expect(goesOn).toEqual([]);
    second.land(succeeded(1));
    expect(goesOn).toEqual(['first']);
    expect(free()).toBe(0);
    first.land(succeeded(1));
    expect(free()).toBe(1);
  });

  it('gives back one slot for all that it waits for, and takes one back after the last', () => {
    const { start, free } = setUp(1);
    const flight = start();
    flight.suspend();
    flight.suspend();
    expect(free()).toBe(1);
    let calls = 0;
    flight.resume(() => calls++);
    expect(calls).toBe(1);
    expect(free()).toBe(1);
    flight.resume(() => calls++);
    expect(calls).toBe(2);
    expect(free()).toBe(0);
    flight.land(succeeded(1));
    expect(free()).toBe(1);
  });

  it('that begins to wait anew while it queues for its slot neither takes two nor keeps one', () => {
    const { start, free } = setUp(1);
    const flight = start();
    flight.suspend();
    const other = start();
    const goesOn: string[] = [];
    flight.resume(() => goesOn.push('a'));
    flight.suspend();
    other.land(succeeded(1));
    expect(goesOn).toEqual(['a']);
    // It waits again: the slot is for what it waits for.
    expect(free()).toBe(1);
    flight.resume(() => goesOn.push('b'));
    expect(goesOn).toEqual(['a', 'b']);
    expect(free()).toBe(0);
    flight.land(succeeded(1));
    expect(free()).toBe(1);
  });

  it('that queues twice for its slot is served by one', () => {
    const { start, free } = setUp(1);
    const flight = start();
    flight.suspend();
    const other = start();
    const goesOn: string[] = [];
    flight.resume(() => goesOn.push('a'));
    flight.suspend();
    flight.resume(() => goesOn.push('b'));
    other.land(succeeded(1));
    expect(goesOn).toEqual(['a', 'b']);
    expect(free()).toBe(0);
    flight.land(succeeded(1));
    expect(free()).toBe(1);
  });

  it('that has landed while it waited or queued holds nothing', () => {
    const { start, free } = setUp(1);
    const waiting = start();
    waiting.suspend();
    waiting.land(succeeded(1));
    expect(free()).toBe(1);
    let calls = 0;
    waiting.resume(() => calls++);
    expect(calls).toBe(1);
    expect(free()).toBe(1);
    waiting.suspend();
    expect(free()).toBe(1);

    const queueing = start();
    queueing.suspend();
    const other = start();
    queueing.resume(() => calls++);
    queueing.land(succeeded(1));
    other.land(succeeded(1));
    expect(calls).toBe(2);
    expect(free()).toBe(1);
  });

  it('frees its slot for new work only once, however many queue that have landed', () => {
    const { slots, start, free } = setUp(1);
    const flights = Array.from({ length: 20_000 }, () => {
      const flight = start();
      flight.suspend();
      return flight;
    });
    const other = start();
    let calls = 0;
    for (const flight of flights) {
      flight.resume(() => calls++);
      flight.land(succeeded(1));
    }
    let told = 0;
    slots.onFree = () => told++;
    other.land(succeeded(1));
    expect(calls).toBe(20_000);
    expect(told).toBe(1);
    expect(free()).toBe(1);
  });
});
