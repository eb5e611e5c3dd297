/** Source text of a class with many methods and a flow that uses each of them, with Millrace and without. */

/** Signatures take turns, so that the checker cannot answer the second question from the first. */
const SHAPES = [
  {
    parameters: (i: number) => `a: number, b: { key${i}: string }`,
    result: (i: number) => `Promise<{ out${i}: number }>`,
  },
  { parameters: (i: number) => `a: { in${i}: Date }`, result: (i: number) => `{ id${i}: string; at: Date }` },
  { parameters: (i: number) => `a: readonly { row${i}: number }[]`, result: () => `Promise<number[]>` },
  {
    parameters: (i: number) => `a: string, b?: 'x${i}' | 'y${i}'`,
    result: (i: number) => `Promise<Map<string, 'r${i}'>>`,
  },
];

const shapeOf = (i: number) => SHAPES[i % SHAPES.length] as (typeof SHAPES)[number];
const isAsync = (i: number) => shapeOf(i).result(i).startsWith('Promise');

function argumentsOf(i: number): string {
  return [`${i}, { key${i}: 'k' }`, `{ in${i}: new Date() }`, `[{ row${i}: ${i} }]`, `'s', 'x${i}'`][i % 4] as string;
}

const method = (i: number, decorator: string) => {
  const { parameters, result } = shapeOf(i);
  return `  ${decorator}${isAsync(i) ? 'async ' : ''}method${i}(${parameters(i)}): ${result(i)} { throw new Error(String(a)); }`;
};

const indices = (count: number) => Array.from({ length: count }, (_, i) => i);

/** The class as anyone would write it without a workflow library. */
export function plainClass(count: number, { importing = false } = {}): string {
  return [
    importing
      ? "import * as millrace from 'millrace';\nexport const imported: typeof millrace = millrace;"
      : 'export {};',
    `export class Plain {`,
    ...indices(count).map((i) => method(i, '')),
    `  async run(): Promise<void> {`,
    ...indices(count).map((i) => `    const r${i} = this.method${i}(${argumentsOf(i)}); void r${i};`),
    `  }`,
    `}`,
    ``,
  ].join('\n');
}

/** The same class with `@Task()` above each method; the flow submits each, and maps the ones of one parameter. */
export function taskClass(count: number): string {
  return [
    `import { Flow, Task, tasks } from 'millrace';`,
    `export class WithTasks {`,
    ...indices(count).map((i) => method(i, '@Task() ')),
    `  @Flow() async run(): Promise<void> {`,
    `    const t = tasks(this);`,
    ...indices(count).map((i) => {
      const call = i % 4 === 1 ? `map([${argumentsOf(i)}])` : `submit(${argumentsOf(i)})`;
      return `    const r${i} = t.method${i}.${call}; void r${i};`;
    }),
    `  }`,
    `}`,
    ``,
  ].join('\n');
}
