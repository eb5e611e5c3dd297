import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SqliteStore } from '../../src/index.js';
import { openDatabase } from '../../src/sqlite/driver.js';
import { COMPLETED, eventsOf, freshPath, taskRun } from './samples.js';

const WRITER = fileURLToPath(new URL('writer-process.ts', import.meta.url));
const TSX = ['--conditions=@millrace/source', '--disable-warning=ExperimentalWarning', '--import', 'tsx', WRITER];
const SIZE = 10;

interface Writer {
  readonly process: ChildProcess;
  /** What it has told so far. */
  readonly lines: string[];
  /** The next line; undefined when it has ended. */
  next(): Promise<string | undefined>;
}

interface WriterOptions {
  readonly path: string;
  readonly name?: string;
  readonly milliseconds?: number;
  /** Shell commands before it starts. */
  readonly before?: string;
}

function startWriter({ path, name = 'a', milliseconds = 60_000, before }: WriterOptions): Writer {
  const args = [...TSX, path, name, String(milliseconds), String(SIZE)];
  const [command, all] =
    before === undefined
      ? [process.execPath, args]
      : ['sh', ['-c', `${before}; exec "$0" "$@"`, process.execPath, ...args]];
  const child = spawn(command, all, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    lines,
    async next() {
      const { value, done } = (await output.next()) as IteratorResult<string>;
      if (done) return undefined;
      lines.push(value);
      return value;
    },
  };
}

async function drain(writer: Writer): Promise<void> {
  while ((await writer.next()) !== undefined);
}

const batchesOf = ({ lines }: Writer): number => lines.filter((line) => line.startsWith('recorded')).length;

function inspectFile(path: string): { readonly integrity: unknown; readonly runs: number; readonly completed: number } {
  const database = openDatabase(path);
  const integrity = database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
  const counted =
    "SELECT count(*) AS runs, count(CASE WHEN state_type = 'COMPLETED' THEN 1 END) AS completed FROM task_run";
  const { runs, completed } = database.prepare(counted).get() ?? {};
  database.close();
  return { integrity, runs: Number(runs), completed: Number(completed) };
}

describe('SqliteStore among processes', () => {
  it('keeps every batch that was recorded when its process is killed, and whole batches only', async () => {
    const path = freshPath();
    const writer = startWriter({ path });
    while (batchesOf(writer) < 50) if ((await writer.next()) === undefined) throw new Error('The writer ended early.');
    writer.process.kill('SIGKILL');
    await once(writer.process, 'exit');
    await drain(writer);

    const { integrity, runs, completed } = inspectFile(path);
    expect(integrity).toBe('ok');
    expect(runs).toBeGreaterThanOrEqual(batchesOf(writer) * SIZE);
    expect(runs % SIZE).toBe(0);
    expect(completed).toBe(runs);

    await using store = new SqliteStore({ path });
    expect((await store.getTaskRun('a-0-0'))?.runCount).toBe(1);
    await store.append(eventsOf(taskRun('after the kill'), COMPLETED));
    expect((await store.getTaskRun('after the kill'))?.state.type).toBe('COMPLETED');
  }, 30_000);

  it('takes the runs of two processes that write for ten seconds: none is lost, none meets a lock', async () => {
    const path = freshPath();
    const writers = ['a', 'b'].map((name) => startWriter({ path, name, milliseconds: 10_000 }));
    await Promise.all(writers.map(drain));
    expect(writers.flatMap(({ lines }) => lines.filter((line) => !line.startsWith('recorded')))).toEqual([]);
    const batches = writers.map(batchesOf);
    expect(Math.min(...batches)).toBeGreaterThan(100);
    const runs = batches.reduce((sum, count) => sum + count, 0) * SIZE;
    expect(inspectFile(path)).toEqual({ integrity: 'ok', runs, completed: runs });
  }, 60_000);

  it('says that a file cannot grow, keeps what it has, and goes on when there is room', async () => {
    const path = freshPath();
    // No file over 1 MiB (2048 blocks of 512 bytes; some shells count 1024): as on a full disk, a write fails.
    const writer = startWriter({ path, before: "trap '' XFSZ; ulimit -f 2048" });
    await drain(writer);
    expect(writer.lines.at(-1)).toMatch(
      /^refused STORE_WRITE Cannot record 30 events in '.*runs\.db': .+\. None of them was/,
    );

    const runs = batchesOf(writer) * SIZE;
    expect(runs).toBeGreaterThan(100);
    expect(inspectFile(path)).toEqual({ integrity: 'ok', runs, completed: runs });
    await using store = new SqliteStore({ path });
    await store.append(eventsOf(taskRun('with room again'), COMPLETED));
    expect((await store.getTaskRun('with room again'))?.state.type).toBe('COMPLETED');
  }, 60_000);
});
