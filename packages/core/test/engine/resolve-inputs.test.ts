import { allowFailure, quote, unmapped, task, type TaskFuture } from '../../src/index.js';
import { resolveInputs } from '../../src/engine/resolve-inputs.js';
import { inFlow, setUpEngine } from '../support/engine.js';

const one = task({ name: 'one' }, () => 1);
const fail = task({ name: 'fail' }, (): number => {
  throw new Error('expected');
});

/** What a task would get for this input. */
async function resolved<T>(input: (future: TaskFuture<number>) => T): Promise<{ given: T; got: unknown }> {
  setUpEngine();
  return await inFlow(async () => {
    const future = one.submit();
    await future;
    const given = input(future);
    return quote({ given, got: resolveInputs([given])?.build()[0] });
  });
}

describe('inputs without anything to wait for', () => {
  it.each<[string, () => unknown]>([
    ['leaves', () => 1],
    ['containers', () => [{ a: new Map([[1, new Set([2])]]) }]],
    ['a cycle', () => Object.assign([] as unknown[], { 0: [] }).concat()],
    [
      'a class instance',
      () =>
        new (class {
          future = one;
        })(),
    ],
    ['a buffer', () => [Buffer.from('a'), new Float64Array(3), new Date(), /x/]],
  ])('are left as they are: %s', (_name, make) => {
    expect(resolveInputs([make()])).toBeUndefined();
  });
});

describe('inputs with futures', () => {
  it('keep the kind of every container, its prototype, symbols and strange keys', async () => {
    const symbol = Symbol('key');
    const { given, got } = await resolved((future) => ({
      list: [future, [future]],
      map: new Map<unknown, unknown>([
        [future, 'key'],
        ['value', future],
      ]),
      set: new Set([future, 2]),
      bare: Object.assign(Object.create(null) as object, { future }),
      [symbol]: 'kept',
      ['__proto__']: future,
    }));
    expect(got).not.toBe(given);
    const copy = got as Record<PropertyKey, unknown>;
    expect(copy['list']).toEqual([1, [1]]);
    expect(copy['map']).toEqual(
      new Map<unknown, unknown>([
        [1, 'key'],
        ['value', 1],
      ]),
    );
    expect(copy['set']).toEqual(new Set([1, 2]));
    expect(Object.getPrototypeOf(copy['bare'])).toBeNull();
    expect(copy[symbol]).toBe('kept');
    expect(Object.getOwnPropertyDescriptor(copy, '__proto__')?.value).toBe(1);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it('are copied only where a future is inside, and shared parts stay shared', async () => {
    const plain = { x: 1 };
    const { got } = await resolved((future) => {
      const shared = { future };
      return { plain, again: plain, holder: { plain }, shared: [shared, shared] };
    });
    const copy = got as { plain: object; again: object; holder: { plain: object }; shared: object[] };
    expect(copy.plain).toBe(plain);
    expect(copy.again).toBe(plain);
    expect(copy.holder.plain).toBe(plain);
    expect(copy.shared[0]).toBe(copy.shared[1]);
    expect(copy.shared[0]).toEqual({ future: 1 });
  });

  it("keep a container that has none, beside one that has, as the caller's own", async () => {
    const cyclic: { self?: object; list: object[] } = { list: [] };
    cyclic.self = cyclic;
    cyclic.list.push(cyclic, cyclic.list);
    const { got } = await resolved((future) => [future, cyclic]);
    expect((got as unknown[])[1]).toBe(cyclic);
  });

  it('may contain themselves', async () => {
    const { got } = await resolved((future) => {
      const cyclic: { self?: object; future: unknown; deep: unknown[] } = { future, deep: [] };
      cyclic.self = cyclic;
      cyclic.deep.push([cyclic]);
      return cyclic;
    });
    const copy = got as { self: object; future: number; deep: [[object]] };
    expect(copy.future).toBe(1);
    expect(copy.self).toBe(copy);
    expect(copy.deep[0][0]).toBe(copy);
  });

  it('may be frozen, or proxies', async () => {
    const { got } = await resolved((future) => Object.freeze([Object.freeze({ future }), new Proxy({ future }, {})]));
    expect(got).toEqual([{ future: 1 }, { future: 1 }]);
  });

  it('see through markers, one inside of another', async () => {
    const { got } = await resolved((future) => [
      unmapped([future]) as unknown,
      allowFailure({ list: [future] }) as unknown,
      quote(future) as unknown,
      unmapped(allowFailure(future)) as unknown,
    ]);
    expect((got as unknown[])[0]).toEqual([1]);
    expect((got as unknown[])[1]).toEqual({ list: [1] });
    expect((got as unknown[])[2]).toHaveProperty('state');
    expect((got as unknown[])[3]).toBe(1);
  });

  it('let failures through that are allowed at any depth, in lists too', async () => {
    setUpEngine();
    const see = task({ name: 'see' }, (x: unknown) => x);
    const half = task({ name: 'half' }, (x: number) => {
      if (x % 2 === 1) throw new Error(`odd ${x}`);
      return x / 2;
    });
    const got = await inFlow(
      async () => await see.submit({ a: { b: [allowFailure(half.map([2, 3])), allowFailure([fail.submit()])] } }),
    );
    expect(got).toEqual({ a: { b: [[1, new Error('odd 3')], [new Error('expected')]] } });
  });
});
