import { describeRunStore } from '@millrace/testing';
import { MemoryStore } from '../../src/index.js';

describeRunStore('MemoryStore', () => new MemoryStore({ maxTaskRuns: 20_000 }));
