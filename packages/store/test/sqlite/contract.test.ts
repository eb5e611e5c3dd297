import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeRunStore } from '@millrace/testing';
import { SqliteStore } from '../../src/index.js';

describeRunStore(
  'SqliteStore',
  () => new SqliteStore({ path: join(mkdtempSync(join(tmpdir(), 'store-')), 'runs.db') }),
);
describeRunStore('SqliteStore in memory', () => new SqliteStore({ path: ':memory:' }));
