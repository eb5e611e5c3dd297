import { task } from '../../src/index.js';
import { inFlow, setUpEngine } from '../support/engine.js';

const double = task({ name: 'double' }, (x: number) => x * 2);

describe('a setting of the environment that is wrong', () => {
  beforeEach(() => {
    setUpEngine();
    process.env['MILLRACE_STORE_TIMEOUT'] = 'soon';
  });
  afterEach(() => {
    delete process.env['MILLRACE_STORE_TIMEOUT'];
  });
  const told = expect.objectContaining({ code: 'INVALID_OPTION', option: 'storeTimeout' });

  it('is told by the flow, before its body runs', async () => {
    let ran = false;
    await expect(inFlow(async () => void (ran = true))).rejects.toEqual(told);
    expect(ran).toBe(false);
  });

  it.each([
    ['call', () => double(1)],
    ['submit', () => double.submit(1)],
    ['map', () => double.map([1])],
  ])('is told where a task is used outside of flows: %s', (_how, use) => {
    expect(use).toThrow(told);
  });
});
