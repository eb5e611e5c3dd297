import { flow, getRunContext, task } from '../../src/index.js';
import { rejection } from '../support/deferred.js';
import { setUpEngine } from '../support/engine.js';

describe('20 000 queued attempts', () => {
  it.each(['flow', 'futures'] as const)(
    'are cancelled at once by their %s in under a second, every run recorded',
    async (by) => {
      const n = 20_000;
      const { recorder } = setUpEngine({ concurrency: 10 });
      let ran = 0;
      const hold = task({ name: 'hold' }, async () => {
        ran++;
        const { signal } = getRunContext()!;
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      });
      let cancel: () => void = () => undefined;
      const run = flow({ name: 'flow' }, async () => {
        const futures = Array.from({ length: n }, () => hold.submit());
        cancel = () => futures.forEach((future) => future.cancel());
      }).start();
      const ended = rejection(run);
      await recorder.reached('hold', 'Running', 10);

      const began = performance.now();
      if (by === 'flow') run.cancel();
      else cancel();
      expect(await ended).toMatchObject({ code: 'CANCELLED' });
      expect(performance.now() - began).toBeLessThan(1_000);

      expect(ran).toBe(10);
      const ends = recorder.ends('hold');
      expect(ends).toHaveLength(n);
      expect(ends.every((name) => name === 'Cancelled')).toBe(true);
      expect(recorder.state('flow').name).toBe('Cancelled');
    },
    30_000,
  );
});
