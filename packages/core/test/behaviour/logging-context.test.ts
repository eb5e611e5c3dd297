import { Flow, flow, getRunContext, getRunLogger, Task, task, tasks, type LogRun } from '../../src/index.js';
import { rejection, settle } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';
import { RecordingLogger } from '../support/recording-logger.js';

describe('logPrints (S60)', () => {
  const printing = (logPrints?: boolean) => task({ name: 'printing', logPrints }, () => undefined);

  it.each<[string, boolean | undefined, boolean | undefined, boolean, boolean]>([
    ['its own value', true, false, false, true],
    ['its own value, also when that is false', false, true, true, false],
    ['else that of the enclosing flow', undefined, true, false, true],
    ['else that of the enclosing flow, also when that is false', undefined, false, true, false],
    ['else the setting', undefined, undefined, true, true],
    ['else nothing', undefined, undefined, false, false],
  ])('of a task is %s', async (_which, own, ofFlow, setting, expected) => {
    const { recorder } = setUpEngine({ logPrints: setting });
    await inFlow(async () => void (await printing(own).submit()), { logPrints: ofFlow });
    expect(recorder.taskRun('printing').logPrints).toBe(expected);
  });

  it('of a task in a subflow goes back to the nearest flow that has a value', async () => {
    const { recorder } = setUpEngine();
    const middle = flow({ name: 'middle' }, async () => void (await printing().submit()));
    await inFlow(async () => await middle(), { logPrints: true });
    expect(recorder.taskRun('printing').logPrints).toBe(true);
  });
});

describe('the run logger (S63)', () => {
  it('writes records that carry the ids and names of their run', async () => {
    const { log, recorder } = setUpEngine();
    class Etl {
      @Task() load(x: number): void {
        getRunLogger().info(`loaded ${x}`);
      }
      @Flow({ name: 'etl' }) async run(): Promise<void> {
        getRunLogger().warn('from the flow');
        await tasks(this).load.submit(5);
      }
    }
    await new Etl().run();
    const flowRun = recorder.flowRun('etl');
    const taskRun = recorder.taskRun('load');
    const [ofTask] = log.matching(/^loaded 5$/);
    expect(ofTask!.level).toBe('info');
    expect(ofTask!.run).toMatchObject({
      kind: 'task',
      id: taskRun.id,
      name: taskRun.name,
      taskName: 'load',
      flowRunId: flowRun.id,
      flowRunName: flowRun.name,
      flowName: 'etl',
    } satisfies LogRun);
    const [ofFlow] = log.matching(/^from the flow$/);
    expect(ofFlow!.level).toBe('warn');
    expect(ofFlow!.run).toMatchObject({ kind: 'flow', id: flowRun.id, name: flowRun.name, flowName: 'etl' });
  });

  it.each(['debug', 'info', 'warn', 'error'] as const)('has the level %s', async (level) => {
    const { log } = setUpEngine();
    await inFlow(async () => getRunLogger()[level](`at ${level}`));
    expect(log.matching(/^at /).map((record) => record.level)).toEqual([level]);
  });

  it('follows the run through awaits, timers and callbacks', async () => {
    const { log, recorder } = setUpEngine();
    const chatty = task({ name: 'chatty', runName: 'chatty {0}' }, async (i: number) => {
      await settle();
      await new Promise<void>((resolve) =>
        setTimeout(() => {
          getRunLogger().info(`timer ${i}`);
          resolve();
        }, 1),
      );
      getRunLogger().info(`after ${i}`);
    });
    await inFlow(async () => void (await chatty.map([0, 1, 2])));
    for (const i of [0, 1, 2]) {
      for (const word of ['timer', 'after']) {
        expect(log.matching(new RegExp(`^${word} ${i}$`)).map(({ run }) => run?.name)).toEqual([`chatty ${i}`]);
      }
    }
    expect(recorder.taskRuns('chatty')).toHaveLength(3);
  });

  it('keeps extra fields', async () => {
    const { log } = setUpEngine();
    const circular: { rows: number; self?: unknown } = { rows: 3 };
    circular.self = circular;
    await inFlow(async () => getRunLogger().info('with fields', circular));
    expect(log.matching(/with fields/)[0]!.fields).toMatchObject({ rows: 3 });
  });

  it('stamps the time', async () => {
    const { log } = setUpEngine();
    const before = Date.now();
    await inFlow(async () => getRunLogger().info('now'));
    expect(log.matching(/^now$/)[0]!.timestamp).toBeGreaterThanOrEqual(before - 5);
    expect(log.matching(/^now$/)[0]!.timestamp).toBeLessThanOrEqual(Date.now() + 5);
  });

  const circular: Record<string, unknown> = { name: 'circular' };
  circular.self = circular;
  const hostile: [string, unknown][] = [
    ['a circular object', circular],
    ['a huge array', Array.from({ length: 200_000 }, (_, i) => i)],
    ['an error', new Error('as a message')],
    ['undefined', undefined],
    ['null', null],
    ['a symbol', Symbol('message')],
    ['a bigint', 10n],
    ['a function', () => 1],
    ['an object without a prototype', Object.create(null)],
    [
      'a value whose toString throws',
      {
        toString() {
          throw new Error('toString broke');
        },
      },
    ],
    [
      'a value whose getter throws',
      {
        get broken(): never {
          throw new Error('getter broke');
        },
      },
    ],
    [
      'a value whose inspection throws',
      {
        [Symbol.for('nodejs.util.inspect.custom')]() {
          throw new Error('inspection broke');
        },
      },
    ],
    [
      'a proxy that refuses everything',
      new Proxy(
        {},
        {
          get() {
            throw new Error('proxy broke');
          },
          ownKeys() {
            throw new Error('proxy broke');
          },
        },
      ),
    ],
  ];

  it.each(hostile)('never breaks a run: %s as the message', async (_kind, message) => {
    const { log, recorder } = setUpEngine();
    const log1 = task({ name: 'log' }, () => {
      getRunLogger().info(message);
      return 'fine';
    });
    await inFlow(async () => expect(await log1.submit()).toBe('fine'));
    expect(recorder.state('log').name).toBe('Completed');
    const records = log.records.filter(({ run }) => run?.taskName === 'log' && run.kind === 'task');
    expect(records.length).toBeGreaterThanOrEqual(1);
    for (const record of records) expect(typeof record.message).toBe('string');
  });

  it.each(hostile)('never breaks a run: %s as a field', async (_kind, value) => {
    const { log, recorder } = setUpEngine();
    const log1 = task({ name: 'log' }, () => {
      getRunLogger().info('fields', { value });
      return 'fine';
    });
    await inFlow(async () => expect(await log1.submit()).toBe('fine'));
    expect(recorder.state('log').name).toBe('Completed');
    expect(log.matching(/^fields$/)).toHaveLength(1);
  });

  it('writes nothing below the level of the logger', async () => {
    const { log } = setUpEngine({ log: new RecordingLogger('warn') });
    await inFlow(async () => {
      getRunLogger().debug('quiet');
      getRunLogger().info('quiet');
      getRunLogger().warn('loud');
    });
    expect(log.matching(/quiet/)).toEqual([]);
    expect(log.matching(/loud/)).toHaveLength(1);
  });

  it('outside of every run is a harmless fallback', () => {
    setUpEngine();
    expect(() => {
      getRunLogger().debug('outside');
      getRunLogger().info('outside', { field: 1 });
    }).not.toThrow();
  });
});

describe('the context', () => {
  it('of a task names its run, its task, its flow and its tags', async () => {
    const { recorder } = setUpEngine();
    const read = task({ name: 'read', tags: ['own'] }, async () => {
      await settle();
      return getRunContext();
    });
    const context = await inFlow(async () => await read.submit(), { tags: ['etl'], runName: 'my-run' });
    expect(context).toMatchObject({
      flowRunId: recorder.flowRun('flow').id,
      flowRunName: 'my-run',
      flowName: 'flow',
      taskRunId: recorder.taskRun('read').id,
      taskRunName: recorder.taskRun('read').name,
      taskName: 'read',
      attempt: 1,
    });
    expect([...context!.tags].toSorted()).toEqual(['etl', 'own']);
    expect(context!.signal).toBeInstanceOf(AbortSignal);
    expect(context!.signal.aborted).toBe(false);
  });

  it('of a flow has no task', async () => {
    const { recorder } = setUpEngine();
    const context = await inFlow(async () => getRunContext());
    expect(context).toMatchObject({ flowRunId: recorder.flowRun('flow').id, flowName: 'flow', attempt: 1 });
    expect(context!.taskRunId).toBeUndefined();
    expect(context!.taskName).toBeUndefined();
  });

  it('of a direct call is that of the task, and of the caller again afterwards', async () => {
    setUpEngine();
    const read = task({ name: 'read' }, () => getRunContext()?.taskName);
    const outer = task({ name: 'outer' }, () => [getRunContext()?.taskName, read(), getRunContext()?.taskName]);
    await inFlow(async () => {
      expect(await outer.submit()).toEqual(['outer', 'read', 'outer']);
      expect(getRunContext()?.taskName).toBeUndefined();
    });
  });

  it('is there again after a failed call', async () => {
    setUpEngine();
    const fail = task({ name: 'fail' }, async () => {
      throw new Error('no');
    });
    await inFlow(async () => {
      await rejection(fail());
      await rejection(fail.submit());
      expect(getRunContext()?.flowName).toBe('flow');
      expect(getRunContext()?.taskName).toBeUndefined();
    });
    expect(getRunContext()).toBeUndefined();
  });
});
