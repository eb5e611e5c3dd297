import { task } from '../../src/index.js';
import { inFlow, setUpEngine } from '../support/engine.js';

describe('onRollback', () => {
  it('undoes completed tasks, the last first, when their flow fails', async () => {
    setUpEngine();
    const told: string[] = [];
    const undo = (_: unknown, run: { readonly name: string }): number => told.push(run.name);
    const book = task({ name: 'book', onRollback: undo }, (x: number) => x);
    const fails = task({ name: 'fails', onRollback: undo }, () => {
      throw new Error('no rooms left');
    });
    await expect(
      inFlow(async () => {
        await book.submit(1);
        book(2);
        await fails.submit();
      }),
    ).rejects.toThrow('no rooms left');
    expect(told).toEqual(['book-1', 'book-0']);
  });

  it('is not called when the flow completes', async () => {
    setUpEngine();
    const told: string[] = [];
    const book = task({ name: 'book', onRollback: () => told.push('undone') }, (x: number) => x);
    await inFlow(async () => await book.map([1, 2]));
    expect(told).toEqual([]);
  });
});
