import { runProgram } from '../support/child.js';

describe('in a process of its own', () => {
  it('loses no line when the process exits right after flush', async () => {
    const { code, stderr } = await runProgram('write-and-exit.ts');
    expect(code).toBe(0);
    expect(stderr.trim().split('\n')).toHaveLength(5_000);
  });

  it('has written a line when write returns', async () => {
    const { stderr } = await runProgram('exit-without-flush.ts');
    expect(stderr).toMatch(/first\n.*last\n$/);
  });

  it('goes on when the reader of stderr has gone', async () => {
    expect(await runProgram('lose-stderr.ts', { closeStderr: true })).toMatchObject({ code: 0, stdout: 'done\n' });
  });

  it('makes every line on stderr a record in JSON', async () => {
    const { stderr } = await runProgram('map-on-terminal.ts', { env: { MILLRACE_LOG_FORMAT: 'json' } });
    const messages = stderr
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { message: string }).message);
    expect(messages).toEqual([
      "Beginning flow run 'mauve-otter' for flow 'etl'",
      "Mapped 'transform': 20 runs, 20 completed, in 1.0 s",
      'Finished in state Completed()',
    ]);
  });
});
