import { startFixture } from '../support/child.js';

describe('failures that nobody looks at (S30)', () => {
  it('never become unhandled rejections', async () => {
    const result = await startFixture('rejections.ts').ended;
    expect(result.lines.filter((line) => !line.startsWith('ok '))).toEqual(['done']);
    expect(result.lines.length).toBeGreaterThan(20);
    expect(result.stderr).toBe('');
    expect(result.code).toBe(0);
  }, 60_000);
});
