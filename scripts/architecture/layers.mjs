/** The one-way picture of ARCHITECTURE.md as data: who may import whom. */

/** What the sources of each package may import of ours. `core/model` is the browser's part of core. */
export const MAY_IMPORT = {
  core: [],
  runners: ['core'],
  bullmq: ['core'],
  logging: ['core'],
  store: ['core'],
  server: ['core'],
  ui: ['core/model'],
  testing: ['core'],
  millrace: ['core', 'runners', 'logging', 'store'],
  cli: ['core', 'runners', 'bullmq', 'logging', 'store', 'server', 'ui', 'millrace'],
};

/** Packages for users: only programs import them, never a package. The cli is such a program itself. */
export const FOR_USERS = ['millrace', 'cli'];

/** Folders of core/src: each imports only from itself and from those before it. */
export const CORE_FOLDERS = [
  'errors',
  'util',
  'state',
  'events',
  'ports',
  'definition',
  'run',
  'future',
  'scheduler',
  'engine',
  'handles',
  'decorators',
];

/** What `model.ts`, which runs in browsers, may reach, directly or not. */
export const MODEL_FOLDERS = ['errors', 'util', 'state', 'events'];

/** Where rxjs lives, and where its types may be named as well. */
export const RXJS_VALUES = ['packages/core/src/scheduler/', 'packages/core/src/future/'];
export const RXJS_TYPES = [...RXJS_VALUES, 'packages/core/src/ports/', 'packages/core/src/handles/'];

export const METADATA_FILE = 'packages/core/src/definition/registry.ts';
/** The event log moves runs on; `run.ts` makes one again as it was when it ended. */
export const STATE_FILES = ['packages/core/src/engine/event-log.ts', 'packages/core/src/run/run.ts'];

export const MAX_LINES = 400;
