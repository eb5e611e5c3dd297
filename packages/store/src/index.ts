export { MemoryStore } from './memory/memory-store.js';
export type { MemoryStoreOptions } from './memory/options.js';
export { SqliteStore } from './sqlite/sqlite-store.js';
export type { SqliteStoreOptions } from './sqlite/options.js';
export {
  StoreClosedError,
  StoreDriverError,
  StoreOpenError,
  StoreReadError,
  StoreSchemaError,
  StoreWriteError,
} from './errors/store-errors.js';
