/** A rule that cannot fail is a defect: each is shown a file that breaks it and its neighbour that does not. */
import { RULE_NAMES, checkFiles } from './rules.mjs';

const core = (path) => `packages/core/src/${path}`;

/** Per rule: trees that break it, each once, and trees that keep it. */
const CASES = {
  'package-direction': {
    breaks: [
      { [core('engine/a.ts')]: "import { x } from '@millrace/runners';" },
      { 'packages/runners/src/a.ts': "import { x } from '@millrace/store';" },
      { 'packages/runners/src/a.ts': "export { x } from '@millrace/store';" },
      { 'packages/runners/src/a.ts': "const x = await import('@millrace/store');" },
      { 'packages/runners/src/a.ts': "type X = import('@millrace/store').X;" },
      { 'packages/runners/src/a.ts': "import { x } from '../../core/src/x.js';" },
      { 'packages/core/test/a.test.ts': "import { x } from 'millrace';" },
      { 'packages/ui/src/a.ts': "import { x } from '@millrace/core';" },
      { 'packages/unheard-of/src/a.ts': '' },
    ],
    keeps: [
      { 'packages/runners/src/a.ts': "import { x } from '@millrace/core';" },
      { 'packages/runners/test/a.test.ts': "import { x } from '@millrace/testing';" },
      { 'packages/ui/src/a.ts': "import { x } from '@millrace/core/model';" },
      { 'packages/millrace/test/a.test.ts': "import { x } from 'millrace';" },
      { 'examples/seeds/a.ts': "import { x } from 'millrace';" },
      { [core('engine/a.ts')]: 'const text = "import { x } from \'@millrace/store\'";' },
    ],
  },
  'manifest-direction': {
    breaks: [{ 'packages/runners/package.json': '{ "dependencies": {\n"@millrace/store": "workspace:^" } }' }],
    keeps: [
      { 'packages/runners/package.json': '{ "dependencies": { "@millrace/core": "workspace:^" } }' },
      { 'packages/runners/package.json': '{ "devDependencies": { "@millrace/testing": "workspace:^" } }' },
    ],
  },
  'core-folders': {
    breaks: [
      { [core('state/a.ts')]: "import { x } from '../engine/x.js';" },
      { [core('state/a.ts')]: "import type { X } from '../engine/x.js';" },
      { [core('engine/a.ts')]: "import { x } from '../index.js';" },
      { [core('misc/a.ts')]: '' },
    ],
    keeps: [
      { [core('engine/a.ts')]: "import { x } from '../state/x.js'; import { y } from './y.js';" },
      { [core('index.ts')]: "export { Task } from './decorators/task.js';" },
    ],
  },
  'model-for-browsers': {
    breaks: [
      { [core('model.ts')]: "export { x } from './engine/x.js';" },
      { [core('model.ts')]: "import { x } from 'rxjs';" },
      {
        [core('model.ts')]: "export { x } from './util/x.js';",
        [core('util/x.ts')]: "import { randomBytes } from 'node:crypto';",
      },
    ],
    keeps: [
      { [core('model.ts')]: "export { x } from './events/x.js';", [core('events/x.ts')]: "import '../state/y.js';" },
      { [core('model.ts')]: '', [core('util/x.ts')]: "import { randomBytes } from 'node:crypto';" },
    ],
  },
  'metadata-in-one-file': {
    breaks: [{ [core('decorators/task.ts')]: "import 'reflect-metadata';" }],
    keeps: [{ [core('definition/registry.ts')]: "import 'reflect-metadata';" }],
  },
  'rxjs-at-home': {
    breaks: [
      { [core('engine/a.ts')]: "import { Subject } from 'rxjs';" },
      { [core('ports/a.ts')]: "import { Subject, type Observable } from 'rxjs';" },
      { [core('engine/a.ts')]: "import type { Observable } from 'rxjs';" },
      { 'packages/logging/src/a.ts': "import { map } from 'rxjs/operators';" },
    ],
    keeps: [
      { [core('scheduler/a.ts')]: "import { Subject } from 'rxjs';" },
      { [core('ports/a.ts')]: "import type { ObservableInput } from 'rxjs';" },
      { [core('ports/a.ts')]: "import { type ObservableInput } from 'rxjs';" },
      { 'packages/core/test/scheduler/a.test.ts': "import { Subject } from 'rxjs';" },
    ],
  },
  'state-in-one-place': {
    breaks: [
      { [core('engine/submit.ts')]: 'run.state = next;' },
      { [core('engine/submit.ts')]: "run['state'] ??= next;" },
    ],
    keeps: [
      { [core('engine/event-log.ts')]: 'run.state = next;' },
      { [core('engine/submit.ts')]: 'const state = run.state; if (run.state === state) f({ state });' },
    ],
  },
  'doors-by-name': {
    breaks: [
      { 'packages/store/src/index.ts': "export * from './a.js';" },
      { 'packages/store/src/index.ts': "export * as a from './a.js';" },
    ],
    keeps: [{ 'packages/store/src/index.ts': "export { a } from './a.js'; export type * from './b.js';" }],
  },
  'no-default-exports': {
    breaks: [
      { 'packages/store/src/a.ts': 'export default class A {}' },
      { 'packages/store/src/a.ts': 'const a = 1; export default a;' },
      { 'packages/store/src/a.ts': 'const a = 1; export { a as default };' },
    ],
    keeps: [{ 'packages/store/src/a.ts': 'export class A {}' }, { 'jest.config.ts': 'export default {};' }],
  },
  'no-enums': {
    breaks: [{ 'examples/seeds/a.ts': 'export const enum A { B }' }],
    keeps: [{ 'examples/seeds/a.ts': "export type A = 'B';" }],
  },
  'short-files': {
    breaks: [{ [core('engine/a.ts')]: 'f();\n'.repeat(401) }],
    keeps: [{ [core('engine/a.ts')]: 'f();\n'.repeat(400) }, { 'packages/core/test/a.test.ts': 'f();\n'.repeat(401) }],
  },
  'kebab-names': {
    breaks: [{ [core('engine/eventLog.ts')]: '' }, { 'packages/core/test/Submit.test.ts': '' }],
    keeps: [{ [core('engine/event-log.ts')]: '' }, { 'examples/seeds/1-async-etl.test.ts': '' }],
  },
  'nothing-left-open': {
    breaks: [{ [core('engine/a.ts')]: `// ${'TO' + 'DO'}: later` }, { [core('engine/a.ts')]: `/* ${'FIX' + 'ME'} */` }],
    keeps: [{ [core('engine/a.ts')]: 'const todo = 1;' }],
  },
};

/** Sentences about what is wrong with the rules themselves; empty when all is well. */
export function selfTest() {
  const problems = [];
  for (const rule of RULE_NAMES) {
    const { breaks = [], keeps = [] } = CASES[rule] ?? {};
    if (breaks.length === 0 || keeps.length === 0) problems.push(`${rule} has no case that breaks or keeps it`);
    for (const tree of breaks) {
      const found = checkFiles(tree).filter((violation) => violation.rule === rule);
      if (found.length !== 1) problems.push(`${rule} reports ${found.length} times, not once: ${JSON.stringify(tree)}`);
    }
    for (const tree of keeps) {
      const found = checkFiles(tree).find((violation) => violation.rule === rule);
      if (found) problems.push(`${rule} reports what is allowed (${found.reason}): ${JSON.stringify(tree)}`);
    }
  }
  return problems;
}
