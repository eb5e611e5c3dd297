import { configure, task, type RunEvent, type RunStore } from '../../src/index.js';
import { NO_STORE } from '../../src/engine/settings.js';
import { deferred, settle } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';
import { ManualClock } from '../support/manual-clock.js';

const double = task({ name: 'double' }, (x: number) => x * 2);

/** A store that does with each batch what the test says. */
function storeThat(append: RunStore['append']): RunStore {
  return { ...NO_STORE, name: 'disk', append };
}

const tell = (event: RunEvent): string => ('run' in event ? `${event.run.name} ${event.state.name}` : event.type);

describe('a store that refuses events', () => {
  it('gets the same batch again, and the log says so once', async () => {
    const clock = new ManualClock();
    const { log } = setUpEngine({ clock });
    const taken: string[] = [];
    let refusals = 3;
    configure({
      store: storeThat((events) => {
        if (refusals-- > 0) throw new Error('disk full');
        taken.push(...events.map(tell));
      }),
    });
    const result = inFlow(async () => await double.submit(1));
    for (let i = 0; i < 10; i++) await clock.advance(1_000);
    expect(await result).toBe(2);
    expect(taken.slice(1, 6)).toEqual([
      expect.stringMatching(/ Running$/),
      'double-0 Pending',
      'double-0 Running',
      'double-0 Completed',
      expect.stringMatching(/ Completed$/),
    ]);
    expect(log.matching(/^Store/).map(({ message }) => message)).toEqual([
      "Store 'disk' refuses events, and is asked again: Error: disk full",
      "Store 'disk' takes events again.",
    ]);
  });

  it('for too long makes the flow end with an error that names what is not recorded', async () => {
    const clock = new ManualClock();
    setUpEngine({ clock });
    configure({ storeTimeout: '10s', store: storeThat(() => Promise.reject(new Error('server gone'))) });
    const thrown = inFlow(async () => await double.submit(1), { runName: 'nightly' }).catch((error: Error) => error);
    for (let i = 0; i < 20; i++) await clock.advance(1_000);
    expect(await thrown).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      events: 6,
      runs: ['nightly', 'double-0'],
      cause: expect.objectContaining({ message: 'server gone' }),
    });
  });

  it('and one that never answers are the same in the end', async () => {
    const clock = new ManualClock();
    setUpEngine({ clock });
    const answer = deferred<undefined>();
    let appends = 0;
    configure({
      storeTimeout: '10s',
      store: storeThat(() => {
        appends++;
        return appends === 1 ? answer.promise : undefined;
      }),
    });
    const thrown = inFlow(async () => await double.submit(1)).catch((error: Error) => error);
    for (let i = 0; i < 11; i++) await clock.advance(1_000);
    expect(await thrown).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: { code: 'TIMEOUT' } });
    // One call at a time: until the first is answered there is no second.
    await expect(inFlow(async () => await double.submit(1))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(appends).toBe(1);
    answer.resolve(undefined);
    await settle();
    expect(await inFlow(async () => await double.submit(1))).toBe(2);
    expect(appends).toBeGreaterThan(1);
  });

  it('does not hide the error of a flow that failed by itself', async () => {
    const clock = new ManualClock();
    const { log } = setUpEngine({ clock });
    configure({ storeTimeout: '1s', store: storeThat(() => Promise.reject(new Error('server gone'))) });
    const thrown = inFlow(() => Promise.reject(new Error('own'))).catch((error: Error) => error);
    for (let i = 0; i < 10; i++) await clock.advance(1_000);
    expect(await thrown).toMatchObject({ message: 'own' });
    expect(log.matching(/did not take/)).toHaveLength(1);
  });
});

describe('a store that is slow', () => {
  it('holds back new work before too many events wait for it', async () => {
    setUpEngine({ concurrency: 10 });
    const gate = deferred<undefined>();
    configure({ store: storeThat(() => gate.promise) });
    let pulled = 0;
    function* source(): Generator<number> {
      for (; pulled < 40_000; pulled++) yield pulled;
    }
    const result = inFlow(async () => (await double.map(source())).length);
    for (let turns = 0; turns < 2_000; turns++) await settle();
    // Three events a run, and 50 000 may wait.
    expect(pulled).toBeGreaterThan(10_000);
    expect(pulled).toBeLessThan(20_000);
    gate.resolve(undefined);
    expect(await result).toBe(40_000);
  });
});
