export { MemoryStore } from './memory/memory-store.js';
export type { MemoryStoreOptions } from './memory/options.js';
