import { task, type RunObserver } from '../../src/index.js';
import { inFlow, setUpEngine } from '../support/engine.js';
import { RunRecorder } from '../support/run-recorder.js';

describe('an observer that throws', () => {
  it('hurts no run, keeps nothing from the others, and is reported', async () => {
    const before = new RunRecorder();
    let told = 0;
    const throwing: RunObserver = {
      name: 'the one that throws',
      observe() {
        told++;
        throw new Error('observer broke');
      },
      flush: () => Promise.reject(new Error('flush broke')),
    };
    const { recorder, log } = setUpEngine({ observers: [before, throwing] });
    const double = task({ name: 'double', retries: 1 }, (x: number) => x * 2);
    const value = await inFlow(async () => {
      expect(await double.submit(1)).toBe(2);
      return await double.map([1, 2, 3]);
    });
    expect(value).toEqual([2, 4, 6]);
    expect(told).toBeGreaterThan(0);
    expect(recorder.states('flow')).toEqual(['Pending', 'Running', 'Completed']);
    expect(recorder.ends('double')).toEqual(Array(4).fill('Completed'));
    expect(before.events).toEqual(recorder.events);
    const reports = log.matching(/observer broke|the one that throws/);
    expect(reports.length).toBeGreaterThanOrEqual(1);
    expect(reports.length).toBeLessThan(5);
  });
});
