import { errorLine, errorStack } from '../../src/formats/error-text.js';

class Quota extends Error {
  override name = 'Quota';
}
const unreadable = Object.defineProperty(new Error('x'), 'message', {
  get() {
    throw new Error('no');
  },
});

it.each<[unknown, string]>([
  [new TypeError('no rows'), 'TypeError: no rows'],
  [new Quota(), 'Quota'],
  [new Error('two\n  lines'), 'Error: two lines'],
  ['a string', 'a string'],
  [undefined, '"[undefined]"'],
  [{ code: 1 }, '{"code":1}'],
  [unreadable, 'Error (unreadable)'],
])('an error on one line: %#', (error, expected) => {
  expect(errorLine(error)).toBe(expected);
});

it('tells the stack once when an error is its own cause', () => {
  const error = new Error('loop');
  error.cause = error;
  expect(errorStack(error)!.match(/Error: loop/g)).toHaveLength(1);
});
