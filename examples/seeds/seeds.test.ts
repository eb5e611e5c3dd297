import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createSimulatedClock } from '@millrace/testing';
import { AsyncEtl } from './1-async-etl.js';
import { SubmitEtl } from './2-submit-etl.js';
import { MapEtl } from './3-map-etl.js';
import { Gather } from './4-gather.js';
import { AsyncSubmit } from './5-async-submit.js';

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const expectedOf = (seed: string) => readFile(pathOf(`${seed}.expected.txt`), 'utf8');

it.each([
  ['1-async-etl', () => new AsyncEtl().etl()],
  ['2-submit-etl', () => new SubmitEtl().etl()],
  ['3-map-etl', () => new MapEtl().etl()],
])('%s prints what is expected', async (seed, run) => {
  expect(await printedBy(run)).toBe(await expectedOf(seed));
});

it.each([
  ['4-gather', Gather],
  ['5-async-submit', AsyncSubmit],
])('%s prints the last two together: eight values in four seconds', async (seed, Seed) => {
  const clock = createSimulatedClock();
  const start = clock.now();
  const printed = await printedBy(async () => {
    const run = new Seed(clock.sleep).gather();
    await clock.runAll();
    await run;
  });
  expect(printed).toBe(await expectedOf(seed));
  expect(clock.now() - start).toBe(2_000 + 4_000);
});

// With real seconds in the last two.
it.concurrent.each(['1-async-etl', '2-submit-etl', '3-map-etl', '4-gather', '5-async-submit'])(
  '%s runs by itself',
  async (seed) => {
    const args = ['--import', 'tsx', '--conditions=@millrace/source', pathOf(`${seed}.ts`)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout).toBe(await expectedOf(seed));
  },
  30_000,
);

/** What the console is given while a flow runs. */
async function printedBy(run: () => Promise<void>): Promise<string> {
  const { log } = console;
  let printed = '';
  console.log = (line: unknown) => {
    printed += `${line}\n`;
  };
  try {
    await run();
  } finally {
    console.log = log;
  }
  return printed;
}
