import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const EXPECTED = fileURLToPath(new URL('../expected-20000.txt', import.meta.url));

/** Says at the end how much memory the process had at most; kilobytes. */
const TELL_MEMORY = `data:text/javascript,process.on('exit',()=>console.error('maxRSS='+process.resourceUsage().maxRSS))`;

describe('the program', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'flights-'));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it('prints the summary and writes three files', async () => {
    const { code, stdout } = await runMain([], '--rows', '20000', '--output', directory);
    expect(code).toBe(0);
    expect(stdout.split('\n\nwritten to ')).toEqual([(await readFile(EXPECTED, 'utf8')).trimEnd(), `${directory}\n`]);
    expect(await readdir(directory)).toEqual(['airport-delays.parquet', 'hour-delays.parquet', 'rejected-flights.csv']);
  }, 30_000);

  it('tells of the retries of the airport service', async () => {
    const { stderr } = await runMain([], '--rows', '2000', '--output', directory);
    expect(stderr.match(/The airport service is busy \(simulated, attempt \d\)/g)).toEqual(
      expect.arrayContaining([expect.stringContaining('attempt 1'), expect.stringContaining('attempt 2')]),
    );
  }, 30_000);

  // Three million objects of five fields would take as much by themselves.
  it('reads three million flights in less than 640 MiB, of which little is heap', async () => {
    const { code, stderr } = await runMain(['--max-old-space-size=128'], '--output', directory);
    expect(code).toBe(0);
    expect(Number(/maxRSS=(\d+)/.exec(stderr)![1]) / 1024).toBeLessThan(640);
  }, 60_000);

  it('explains itself', async () => {
    expect(await runMain([], '--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--rows N') });
  }, 30_000);

  it('names the sizes that there are', async () => {
    expect(await runMain([], '--rows', '7')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--rows must be one of 2000, 5000, 10000, 20000, 3000000, got '7'."),
    });
  }, 30_000);
});

async function runMain(options: readonly string[], ...args: string[]) {
  const node = [...options, '--import', 'tsx', '--import', TELL_MEMORY, '--conditions=@millrace/source'];
  const child = spawn(process.execPath, [...node, MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}
