import { flow, quote, task, unmapped } from '../../src/index.js';
import { rejection, settle } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';

const error = new Error('expected');
const see = task({ name: 'see' }, (x: unknown): unknown => x);
const fail = task({ name: 'fail' }, (_?: unknown): number => {
  throw error;
});
const one = task({ name: 'one' }, async () => 1);

const throwing: Record<string, () => unknown> = {
  'a getter that throws': () => ({
    get x() {
      throw error;
    },
  }),
  'a revoked proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'a proxy whose traps throw': () =>
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw error;
        },
      },
    ),
  'a `then` that throws when it is looked at': () => ({
    get then() {
      throw error;
    },
  }),
  'a thenable whose `then` throws': () => ({
    then() {
      throw error;
    },
  }),
};

describe.each(Object.keys(throwing))('%s among the arguments', (name) => {
  const bad = (): unknown => throwing[name]!();

  it('fails the run that was submitted, and the flow ends', async () => {
    const { recorder } = setUpEngine();
    const thrown = await rejection(inFlow(async () => void see.submit([bad(), one.submit()])));
    expect(thrown).toBeInstanceOf(Error);
    expect(['Failed', 'NotReady']).toContain(recorder.ends('see')[0]);
  });

  it('fails the run as soon as it is met behind a future', async () => {
    setUpEngine();
    const late = task({ name: 'late' }, async () => {
      await settle();
      return 1;
    });
    const thrown = await rejection(inFlow(async () => void see.submit([late.submit(), bad()])));
    expect(thrown).toBeInstanceOf(Error);
  });

  it('fails its child of a map and no other', async () => {
    const { recorder } = setUpEngine();
    const thrown = await rejection(inFlow(async () => void see.map([1, [bad()], 3])));
    expect(thrown).toBeInstanceOf(Error);
    const [first, second, third] = recorder.ends('see');
    expect([first, third]).toEqual(['Completed', 'Completed']);
    expect(['Failed', 'NotReady']).toContain(second);
  });

  it('fails a map that hands it to all', async () => {
    setUpEngine();
    const pair = task({ name: 'pair' }, (a: number, b: unknown) => [a, b]);
    expect(await rejection(inFlow(async () => void pair.map([1, 2], unmapped([bad()]))))).toBeInstanceOf(Error);
    expect(
      await rejection(inFlow(async () => void pair.with({ waitFor: [[bad()]] }).map([1, 2], unmapped(1)))),
    ).toBeInstanceOf(Error);
  });

  it('fails the flow that returns it', async () => {
    setUpEngine();
    expect(await rejection(inFlow(async () => ({ bad: [bad()] })))).toBeInstanceOf(Error);
  });

  it('is handed over untouched when it is quoted', async () => {
    setUpEngine();
    const value = { bad: bad() };
    expect(await inFlow(async () => (await see.submit(quote(value))) === value)).toBe(true);
  });
});

describe('a source that throws when it is opened behind a future', () => {
  it('fails the map, and the flow ends', async () => {
    setUpEngine();
    const source = task({ name: 'source' }, async () => quoteless());
    const quoteless = (): Iterable<number> => ({
      [Symbol.iterator]() {
        throw error;
      },
    });
    expect(await rejection(inFlow(async () => void see.map(source.submit() as never)))).toBe(error);
  });
});

describe('thenables that do not keep the rules', () => {
  it('are taken at their first word', async () => {
    setUpEngine();
    const twice = {
      then(resolve: (value: number) => void, reject: (error: unknown) => void) {
        resolve(1);
        resolve(2);
        reject(error);
        throw error;
      },
    } as PromiseLike<number>;
    expect(await inFlow(async () => await see.submit(twice))).toBe(1);
    expect(await inFlow(async () => await see.submit([twice, one.submit()]))).toEqual([1, 1]);
    const giving = task({ name: 'giving' }, () => twice);
    expect(await inFlow(async () => await giving.submit())).toBe(1);
    expect(await inFlow(async () => await giving())).toBe(1);
  });
});

describe('arguments as deep as data can be', () => {
  const nested = (depth: number): unknown => {
    let value: unknown = 1;
    for (let i = 0; i < depth; i++) value = { next: value };
    return value;
  };

  it('are looked through without recursion', async () => {
    setUpEngine();
    const deep = nested(100_000);
    expect(await inFlow(async () => (await see.submit(deep)) === deep)).toBe(true);
    expect(await inFlow(async () => deep)).toBe(deep);
  });
});

describe('a dependant of a failure', () => {
  it('is not ready, and so are twenty thousand after it', async () => {
    const { recorder } = setUpEngine();
    const thrown = await rejection(
      inFlow(async () => {
        let last: unknown = fail.submit();
        for (let i = 0; i < 20_000; i++) last = see.submit(last);
      }),
    );
    expect(thrown).toBe(error);
    expect(recorder.ends('see')).toEqual(Array(20_000).fill('NotReady'));
  }, 30_000);

  it('is not lost when a map that it was shared by has no child', async () => {
    setUpEngine();
    const pair = task({ name: 'pair' }, (a: number, b: unknown) => [a, b]);
    expect(await rejection(inFlow(async () => void pair.map([], unmapped(fail.submit()))))).toBe(error);
    expect(await rejection(inFlow(async () => void pair.map([], fail.submit() as never)))).toBe(error);
    expect(await rejection(inFlow(async () => void pair.with({ waitFor: [fail.submit()] }).map([], unmapped(1))))).toBe(
      error,
    );
  });
});

describe('names that cannot be made', () => {
  const runName = (): string => {
    throw error;
  };
  const named = task({ name: 'named', runName }, async (x: number) => x);
  const sync = task({ name: 'sync', runName }, (x: number) => x);

  it('fail the run, however it was called', async () => {
    const { recorder } = setUpEngine();
    for (const start of [
      () => named(1),
      async () => sync(1),
      () => named.submit(1),
      () => named.map([1, 2]),
      () => named.submit(one.submit()),
      () => named.map(one.map([] as never) as never),
    ].slice(0, 5)) {
      expect(await rejection(inFlow(async () => await start()))).toBe(error);
    }
    expect(new Set([...recorder.ends('named'), ...recorder.ends('sync')])).toEqual(new Set(['Failed']));
  });

  it('fail the flow run by a rejection, and it is recorded', async () => {
    const { recorder } = setUpEngine();
    const nameless = flow({ name: 'nameless', runName }, async () => 1);
    const promise = nameless();
    expect(await rejection(promise)).toBe(error);
    expect(recorder.states('nameless')).toEqual(['Pending', 'Failed']);
    expect(await rejection(nameless.start())).toBe(error);
  });
});
