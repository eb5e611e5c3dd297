import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MillraceError } from '@millrace/core';
import { SqliteStore, type SqliteStoreOptions } from '../../src/index.js';
import { defaultPath } from '../../src/sqlite/default-path.js';
import { openDatabase } from '../../src/sqlite/driver.js';
import { MIGRATIONS, migrate } from '../../src/sqlite/schema.js';
import { COMPLETED, eventsOf, freshPath, taskRun } from './samples.js';

const events = eventsOf(taskRun('r'), COMPLETED);

/** A file that another program has made. */
function foreignFile(sql: string): string {
  const path = freshPath();
  mkdirSync(dirname(path));
  const database = openDatabase(path);
  database.exec(sql);
  database.close();
  return path;
}

async function refusalOf(path: string): Promise<MillraceError> {
  const store = new SqliteStore({ path });
  const error: unknown = await Promise.resolve(store.append(events)).catch((reason: unknown) => reason);
  if (!MillraceError.is(error)) throw new Error('It was not refused.');
  return error;
}

describe('SqliteStore, when it is opened', () => {
  it('touches no file before the first event', async () => {
    const path = freshPath();
    await using store = new SqliteStore({ path });
    expect(existsSync(dirname(path))).toBe(false);
    await store.append(events);
    expect(existsSync(path)).toBe(true);
  });

  it('finds what another store has recorded in the file', async () => {
    const path = freshPath();
    {
      await using store = new SqliteStore({ path });
      await store.append(events);
    }
    await using store = new SqliteStore({ path });
    expect((await store.getTaskRun('r'))?.states).toHaveLength(3);
  });

  it('writes ahead, so that readers never wait, and names the file as its own', async () => {
    const path = freshPath();
    await using store = new SqliteStore({ path });
    await store.append(events);
    const database = openDatabase(path);
    const settings = ['journal_mode', 'application_id', 'user_version'].map(
      (name) => database.prepare(`PRAGMA ${name}`).get()?.[name],
    );
    database.close();
    expect(settings).toEqual(['wal', 0x4d696c6c, MIGRATIONS.length]);
  });

  it('refuses the file of a newer version, and leaves it as it is', async () => {
    const path = foreignFile('CREATE TABLE later (x); PRAGMA user_version = 99');
    const error = await refusalOf(path);
    expect(error.code).toBe('STORE_SCHEMA');
    expect(error.message).toBe(
      `The store '${path}' has schema 99, and this version of Millrace knows schemas up to ${MIGRATIONS.length}. ` +
        'Update Millrace in this program, or give it a file of its own.',
    );
    const database = openDatabase(path);
    expect(database.prepare('SELECT name FROM sqlite_master').all()).toHaveLength(1);
    database.close();
  });

  it('refuses the database of another program', async () => {
    const error = await refusalOf(foreignFile('CREATE TABLE customers (name)'));
    expect([error.code, error.message]).toEqual([
      'STORE_OPEN',
      expect.stringContaining("it is the database of another program, with a table 'customers'"),
    ]);
  });

  it('refuses a file that is no database', async () => {
    const path = freshPath();
    mkdirSync(dirname(path));
    writeFileSync(path, 'Dear diary, '.repeat(1_000));
    expect(await refusalOf(path)).toMatchObject({ code: 'STORE_OPEN' });
  });

  it('says which directory it cannot make, and tries again with the next batch', async () => {
    const path = freshPath();
    writeFileSync(dirname(path), 'a file where the directory should be');
    const store = new SqliteStore({ path: join(path, 'deeper', 'runs.db') });
    const append = async () => store.append(events);
    await expect(append()).rejects.toMatchObject({
      code: 'STORE_OPEN',
      message: expect.stringMatching(
        /^Cannot open the store '.*': .*not a directory.*MILLRACE_HOME.*MILLRACE_STORE=memory/,
      ),
    });
    await expect(append()).rejects.toMatchObject({ code: 'STORE_OPEN' });
  });

  it('refuses its use after disposal', async () => {
    const store = new SqliteStore({ path: freshPath() });
    await store.append(events);
    await store[Symbol.asyncDispose]();
    expect(() => store.append(events)).toThrow(expect.objectContaining({ code: 'STORE_CLOSED' }));
    await expect(store.getTaskRun('r')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });

  it.each<[unknown, string]>([
    [{ path: '' }, `path must be the name of a file, such as 'runs.db', got "" (SqliteStore).`],
    [{ path: 7 }, `path must be the name of a file, such as 'runs.db', got 7 (SqliteStore).`],
    [{ busyTimeout: -1 }, 'busyTimeout must be milliseconds from 0 up'],
    [{ file: 'x' }, 'SqliteStore has no option "file". Known options: path, busyTimeout.'],
    [null, "options must be an object such as { path: 'runs.db' }, got null (SqliteStore)."],
  ])('refuses %p, and says so', (options, message) => {
    expect(() => new SqliteStore(options as SqliteStoreOptions)).toThrow(message);
  });
});

describe('the place of the file', () => {
  const project = dirname(dirname(freshPath()));
  mkdirSync(join(project, 'src', 'deep'), { recursive: true });

  it('is the directory itself where no project is around it', () => {
    expect(defaultPath({}, '/nowhere/at/all')).toBe('/nowhere/at/all/.millrace/runs.db');
  });

  it('is beside the nearest package.json, from wherever the program was started', () => {
    writeFileSync(join(project, 'package.json'), '{}');
    const expected = join(project, '.millrace', 'runs.db');
    expect([defaultPath({}, project), defaultPath({}, join(project, 'src', 'deep'))]).toEqual([expected, expected]);
  });

  it.each([
    ['/var/lib/millrace', '/var/lib/millrace/runs.db'],
    ['records', '/work/records/runs.db'],
    ['', '/work/.millrace/runs.db'],
  ])('is in MILLRACE_HOME=%p', (home, expected) => {
    expect(defaultPath({ MILLRACE_HOME: home }, '/work')).toBe(expected);
  });
});

describe('migrations', () => {
  const FIRST = 'CREATE TABLE a (x)';

  it('run once each, in order, and keep what is there', () => {
    const database = openDatabase(':memory:');
    migrate(database, 'a.db', [FIRST]);
    database.exec('INSERT INTO a VALUES (1)');
    migrate(database, 'a.db', [FIRST, 'ALTER TABLE a ADD COLUMN y', 'UPDATE a SET y = x + 1']);
    migrate(database, 'a.db', [FIRST, 'ALTER TABLE a ADD COLUMN y', 'UPDATE a SET y = x + 1']);
    expect({ ...database.prepare('SELECT * FROM a').get() }).toEqual({ x: 1, y: 2 });
    database.close();
  });

  it('that fail leave the file as it was', () => {
    const database = openDatabase(':memory:');
    migrate(database, 'a.db', [FIRST]);
    expect(() => migrate(database, 'a.db', [FIRST, 'CREATE TABLE b (x)', 'nonsense'])).toThrow(/nonsense/);
    expect(database.prepare('SELECT name FROM sqlite_master').all()).toHaveLength(1);
    expect(database.prepare('PRAGMA user_version').get()?.['user_version']).toBe(1);
    database.close();
  });
});
