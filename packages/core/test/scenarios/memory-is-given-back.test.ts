import { startFixture } from '../support/child.js';

describe('what has ended', () => {
  it('is kept by nobody: neither 200 flows of a thousand tasks, nor a map of a million', async () => {
    const { lines, stderr, code } = await startFixture('retained.ts').ended;
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const grown = Object.fromEntries(lines.map((line) => line.split(' ') as [string, string]));
    expect(Object.keys(grown)).toEqual(['flows', 'map']);
    expect(Number(grown['flows'])).toBeLessThan(2_048);
    expect(Number(grown['map'])).toBeLessThan(4_096);
  }, 120_000);
});
