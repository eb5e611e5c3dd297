import { getRunContext, task } from '../../src/index.js';
import { setUpEngine } from '../support/engine.js';

describe('a direct call inside of a submitted task, outside of every flow', () => {
  it('is cancelled with the task', async () => {
    const { recorder } = setUpEngine();
    const inner = task({ name: 'inner' }, async () => {
      const { signal } = getRunContext()!;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    });
    const outer = task({ name: 'outer' }, () => inner());
    const future = outer.submit();
    await recorder.reached('inner', 'Running');
    future.cancel();
    await expect(future).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(recorder.ends('inner')).toEqual(['Cancelled']);
    expect(recorder.ends('outer')).toEqual(['Cancelled']);
  });
});
