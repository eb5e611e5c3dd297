import { createContext, runInContext } from 'node:vm';
import { shorten, toPlain } from '../../src/formats/plain-value.js';

const circular: Record<string, unknown> = { a: 1 };
circular['self'] = circular;

describe('the plain copy of a value', () => {
  it.each<[string, unknown, unknown]>([
    ['a circle', circular, { a: 1, self: '[Circular]' }],
    ['a bigint', { n: 5n }, { n: '5n' }],
    [
      'what JSON has no word for',
      [NaN, undefined, Symbol('s'), () => 1],
      ['NaN', '[undefined]', 'Symbol(s)', '[Function]'],
    ],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an invalid date', new Date(NaN), 'Invalid Date'],
    ['a map and a set', { m: new Map([['a', 1]]), s: new Set([2]) }, { m: [['a', 1]], s: [2] }],
    ['bytes', new Uint8Array(1_000_000), '[Uint8Array(1000000 bytes)]'],
    [
      'a getter that throws',
      {
        get x(): never {
          throw new Error('no');
        },
      },
      { x: '[Thrown: no]' },
    ],
    [
      'a toJSON that throws',
      {
        toJSON(): never {
          throw new Error('no');
        },
      },
      { toJSON: '[Function]' },
    ],
    ['a key that is dangerous', JSON.parse('{"__proto__": 1}'), JSON.parse('{"__proto__": 1}')],
    ['an object twice, which is no circle', [[1], [1]], [[1], [1]]],
  ])('of %s', (_, value, expected) => {
    expect(toPlain(value)).toEqual(expected);
  });

  it('of a proxy that refuses everything tells so', () => {
    const refuse = (): never => {
      throw new Error('go away');
    };
    const proxy = new Proxy(
      {},
      { get: refuse, ownKeys: refuse, getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse },
    );
    expect(toPlain({ proxy })).toEqual({ proxy: '[Unreadable: go away]' });
  });

  it('of an error of another realm keeps name, message, stack, cause and what was added', () => {
    const error: unknown = runInContext(
      `Object.assign(new TypeError('bad', { cause: new Error('why') }), { code: 'E' })`,
      createContext(),
    );
    expect(toPlain(error)).toMatchObject({ name: 'TypeError', message: 'bad', code: 'E', cause: { message: 'why' } });
  });

  it('is bounded however large the value is', () => {
    const wide = Array.from({ length: 100_000 }, () => ({ text: 'x'.repeat(100_000) }));
    let deep: object = {};
    for (let level = 0; level < 10_000; level++) deep = { deep };
    const size = JSON.stringify(toPlain({ wide, deep })).length;
    expect(size).toBeLessThan(1_000_000);
  });
});

it('shortens a text and says by how much', () => {
  expect(shorten('abcdef', 2)).toBe('ab… (4 more characters)');
});
