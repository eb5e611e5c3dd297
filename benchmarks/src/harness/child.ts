import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that holds one case and measures it when asked, as often as asked. */
export interface Child<Request, Response> extends AsyncDisposable {
  /** One measurement. Rejects with the child's own error. */
  ask(request: Request): Promise<Response>;
}

export interface ChildOptions {
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export type Reply<Response> = { readonly value: Response } | { readonly error: string };

const ENTRY = fileURLToPath(new URL('child-entry.js', import.meta.url));

/**
 * Starts a process for the case `cases/<name>.js`, which exports `measure(request)`.
 *
 * A process of its own, because Node 20 makes every promise of a process dearer once `AsyncLocalStorage` is in use:
 * peers that ran beside Millrace would pay for its context. Standard output and error go nowhere, so that log lines cost
 * what they cost in production and no terminal is measured; MILLRACE_BENCH_DEBUG=1 shows them.
 */
export async function startChild<Request, Response>(
  name: string,
  { execArgv = ['--expose-gc'], env = {} }: ChildOptions = {},
): Promise<Child<Request, Response>> {
  const output = process.env['MILLRACE_BENCH_DEBUG'] ? 'inherit' : 'ignore';
  const child = fork(ENTRY, [name], {
    execArgv: [...execArgv],
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output, 'ipc'],
  });
  const ended = new Promise<Reply<never>>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ error: `The process of the case '${name}' ended early, with ${signal ?? `exit code ${code}`}.` });
    });
  });

  return {
    async ask(request) {
      const answered = once(child, 'message').then(([reply]) => reply as Reply<Response>);
      child.send({ request });
      const reply = await Promise.race([answered, ended]);
      if ('error' in reply) throw new Error(reply.error);
      return reply.value;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Starts a process for one single measurement: for memory and lag, where what ran before would show. */
export async function askOnce<Request, Response>(
  name: string,
  request: Request,
  options?: ChildOptions,
): Promise<Response> {
  await using child = await startChild<Request, Response>(name, options);
  return await child.ask(request);
}

/** A process for each side, by side. They end together. */
export class Children<Side, Request, Response> implements AsyncDisposable {
  readonly #children = new Map<Side, Child<Request, Response>>();

  static async start<Side, Request, Response>(
    sides: readonly Side[],
    name: string,
    optionsOf: (side: Side) => ChildOptions = () => ({}),
  ): Promise<Children<Side, Request, Response>> {
    const started = new Children<Side, Request, Response>();
    for (const side of sides) started.#children.set(side, await startChild(name, optionsOf(side)));
    return started;
  }

  ask(side: Side, request: Request): Promise<Response> {
    const child = this.#children.get(side);
    if (child === undefined) throw new Error('No process was started for this side.');
    return child.ask(request);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#children.values()].map((child) => child[Symbol.asyncDispose]()));
  }
}
