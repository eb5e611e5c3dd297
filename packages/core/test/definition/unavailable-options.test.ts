import { flow, task } from '../../src/index.js';
import { inFlow, setUpEngine } from '../support/engine.js';

describe('options that this version does not keep', () => {
  it.each([
    ['concurrency', () => task((x: number) => x).with({ concurrency: 2 })],
    ['rateLimit', () => task((x: number) => x).with({ rateLimit: 10 })],
    ['durable', () => flow({ durable: true }, async () => 1)],
  ])('refuse %s, since ignoring it would break its promise', (option, define) => {
    expect(define).toThrow(expect.objectContaining({ code: 'UNAVAILABLE_OPTION', option }));
  });

  it('run a task with a cache key each time, and say so once', async () => {
    const { log } = setUpEngine();
    let calls = 0;
    const lookUp = task({ name: 'lookUp', cacheKey: (x: number) => String(x) }, (x: number) => ++calls + x);
    await inFlow(async () => {
      await lookUp.submit(1);
      await lookUp.map([1, 1]);
    });
    expect(calls).toBe(3);
    expect(log.at('warn').map(({ message }) => message)).toEqual([
      "Task 'lookUp': cacheKey without effect, as results are not kept yet.",
    ]);
  });
});
