import { describeValues } from '../../src/sqlite/describe-values.js';

const read = (...values: unknown[]): unknown => JSON.parse(describeValues(values));

class Row {
  constructor(readonly id: number) {}
}

const circular: Record<string, unknown> = { a: 1 };
circular['self'] = circular;

describe('describeValues', () => {
  it.each<[string, unknown, unknown]>([
    ['plain data', { a: [1, 'x', null, true, { b: 2.5 }] }, { a: [1, 'x', null, true, { b: 2.5 }] }],
    ['undefined', undefined, null],
    ['a property that is undefined', { a: undefined, b: 1 }, { b: 1 }],
    ['NaN and Infinity', [NaN, -Infinity], ['NaN', '-Infinity']],
    ['a bigint', 10n, '10n'],
    ['a function', { call: function load() {} }, { call: '[Function: load]' }],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a map', new Map([['a', 1]]), "Map(1) { 'a' => 1 }"],
    ['an instance of a class', new Row(7), 'Row { id: 7 }'],
    ['a cycle', circular, { a: 1, self: '[Circular]' }],
    ['the same value twice', [[1], [1]], [[1], [1]]],
  ])('tells %s', (_, value, expected) => {
    expect(read(value)).toEqual([expected]);
  });

  it.each<[string, unknown]>([
    [
      'a getter that throws',
      Object.defineProperty({}, 'x', { enumerable: true, get: () => JSON.parse('{') as unknown }),
    ],
    ['a proxy that throws', new Proxy({}, { ownKeys: () => JSON.parse('{') as [] })],
    ['toJSON', { toJSON: () => JSON.parse('{') as unknown }],
  ])('bears %s', (_, value) => {
    expect(Array.isArray(read(value))).toBe(true);
  });

  const deep = Array.from({ length: 10_000 }).reduce((inner) => [inner], 0 as unknown);

  it.each<[string, unknown[]]>([
    ['a long list', [Array.from({ length: 1_000_000 }, (_, i) => i)]],
    ['a long text', ['x'.repeat(10_000_000)]],
    ['many long texts', [Array.from({ length: 10_000 }, () => 'x'.repeat(100_000))]],
    ['many arguments', Array.from({ length: 100_000 }, () => new Row(1))],
    ['many keys', [Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`key-${i}`, i]))]],
    ['depth', [deep]],
    ['a large buffer', [Buffer.alloc(10_000_000)]],
  ])('keeps %s within bounds', (_, values) => {
    expect(describeValues(values).length).toBeLessThan(150_000);
  });
});
