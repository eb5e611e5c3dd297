import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isBusy, openDatabase } from '../../src/sqlite/driver.js';

interface SqliteModule {
  readonly DatabaseSync: new (path: string) => object;
}

const builtin = process.getBuiltinModule?.('node:sqlite') as SqliteModule | undefined;
const chosen = builtin ?? (createRequire(import.meta.url)('@photostructure/sqlite') as SqliteModule);

describe('the SQLite driver', () => {
  it('is that of Node where Node has one, and the prebuilt package elsewhere', () => {
    const database = openDatabase(':memory:');
    expect(database).toBeInstanceOf(chosen.DatabaseSync);
    database.close();
  });

  it('is loaded without a word, and only when a database is opened', () => {
    const driver = fileURLToPath(new URL('../../src/sqlite/driver.ts', import.meta.url));
    const program = `
      import { openDatabase } from ${JSON.stringify(driver)};
      const isLoaded = () =>
        process.moduleLoadList.includes('NativeModule sqlite') ||
        process.report.getReport().sharedObjects.some((file) => file.includes('@photostructure'));
      const before = isLoaded();
      openDatabase(':memory:').close();
      console.log(before, isLoaded());`;
    const args = ['--conditions=@millrace/source', '--import', 'tsx', '--input-type=module', '--eval', program];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'false true\n', stderr: '' });
  });

  it('tells a lock of another connection from other errors', () => {
    expect(
      [{ errcode: 5 }, { errcode: 517 }, { errcode: 13 }, new Error('database is locked'), null].map(isBusy),
    ).toEqual([true, true, false, false, false]);
  });
});
