import { describeContract, type TestFramework } from '../../src/index.js';

const disposable = { async [Symbol.asyncDispose]() {} };
const contract = [
  { name: 'holds', async check() {} },
  { name: 'does not apply', async check() {} },
];

/** A test framework that writes down what it is told. */
function createRecorder() {
  const tests: { title: string; test: () => Promise<void>; timeout?: number | undefined }[] = [];
  const skipped: string[] = [];
  const it = (title: string, test: () => Promise<void>, timeout?: number) => void tests.push({ title, test, timeout });
  const framework: TestFramework = {
    describe: (_, define) => define(),
    it: Object.assign(it, { skip: (title: string) => void skipped.push(title) }),
  };
  return { framework, tests, skipped };
}

describe('describeContract', () => {
  it('makes one test of each case', () => {
    const { framework, tests } = createRecorder();
    describeContract('x', contract, () => disposable, { framework, timeout: 50 });
    expect(tests.map(({ title, timeout }) => [title, timeout])).toEqual([
      ['holds', 50],
      ['does not apply', 50],
    ]);
  });

  it('shows the reason in place of a case that is skipped', () => {
    const { framework, tests, skipped } = createRecorder();
    describeContract('x', contract, () => disposable, { framework, skip: { 'does not apply': 'no threads here' } });
    expect(tests.map(({ title }) => title)).toEqual(['holds']);
    expect(skipped).toEqual(['does not apply (skipped: no threads here)']);
  });

  it('refuses to skip a case that does not exist, and names those that do', () => {
    const { framework } = createRecorder();
    expect(() => describeContract('x', contract, () => disposable, { framework, skip: { hold: 'typo' } })).toThrow(
      /"hold"[^]*\n {2}holds\n {2}does not apply/,
    );
  });

  it('gives each case an instance of its own and disposes of it, also when the case fails', async () => {
    const { framework, tests } = createRecorder();
    let open = 0;
    const create = async () => {
      open++;
      return {
        async [Symbol.asyncDispose]() {
          open--;
        },
      };
    };
    const failing = {
      name: 'fails',
      async check() {
        throw new Error(`open: ${open}`);
      },
    };
    describeContract('x', [...contract, failing], create, { framework });
    for (const { title, test } of tests) {
      if (title === 'fails') await expect(test()).rejects.toThrow('open: 1');
      else await test();
    }
    expect(open).toBe(0);
  });

  it('says what is missing where there is no test framework', () => {
    const { describe: original } = globalThis;
    try {
      Object.assign(globalThis, { describe: undefined });
      expect(() => describeContract('x', contract, () => disposable)).toThrow(/no globals describe\(\) and it\(\)/);
    } finally {
      Object.assign(globalThis, { describe: original });
    }
  });
});
