import { projectFlowRun, projectTaskRun, type RunStore, type TaskRunFacts } from '@millrace/core';
import { assertEqual } from '../contract/assertions.js';
import type { ContractCase } from '../contract/contract.js';
import { completedStates, eventsOf, sampleFlowRun, sampleTaskRun } from './sample-runs.js';

const idsOf = (runs: readonly { readonly id: string }[]): string[] => runs.map(({ id }) => id);

/** Two flow runs of different flows, with three task runs each: load, load, save. */
async function appendTwoFlows(store: RunStore) {
  const flowRuns = ['import', 'export'].map((flowName) => sampleFlowRun({ flowName }));
  const taskRuns = flowRuns.flatMap(({ id: flowRunId }) =>
    ['load', 'load', 'save'].map((taskName) => sampleTaskRun({ flowRunId, taskName })),
  );
  const runs = [...flowRuns, ...taskRuns];
  await store.append(runs.flatMap((run, i) => eventsOf(run, completedStates(i))));
  const [first, second] = flowRuns as [(typeof flowRuns)[0], (typeof flowRuns)[0]];
  /** Ids of the task runs that fit, as they must come: newest first. */
  const expect = (fits: (run: TaskRunFacts) => boolean): string[] => idsOf(taskRuns.filter(fits).reverse());
  return { first, second, expect };
}

/** Many runs, filters, limits and their order. */
export const listingCases: readonly ContractCase<RunStore>[] = [
  {
    name: 'lists nothing when nothing was appended',
    async check(store) {
      assertEqual([await store.listFlowRuns(), await store.listTaskRuns()], [[], []], 'both lists');
    },
  },
  {
    name: 'lists whole snapshots',
    async check(store) {
      const flowRun = sampleFlowRun({ tags: ['a'], parameters: [1] });
      const taskRun = sampleTaskRun({ flowRunId: flowRun.id, tags: ['b'] });
      const states = completedStates(0);
      await store.append([flowRun, taskRun].flatMap((run) => eventsOf(run, states)));
      assertEqual(await store.listFlowRuns(), [projectFlowRun(flowRun, states)], 'the flow runs');
      assertEqual(await store.listTaskRuns(), [projectTaskRun(taskRun, states)], 'the task runs');
    },
  },
  {
    name: 'lists the newest runs first, by creation and not by their end',
    async check(store) {
      const runs = Array.from({ length: 4 }, () => sampleTaskRun());
      const [oldest, second, third, newest] = runs.map((run, i) => eventsOf(run, completedStates(i * 10)));
      await store.append([oldest!, second!, third!, newest!].map(([pending]) => pending!));
      await store.append([third!, oldest!, newest!].flatMap((events) => events.slice(1)));
      assertEqual(idsOf(await store.listTaskRuns()), idsOf(runs).reverse(), 'the ids');
    },
  },
  {
    name: 'tells runs of the same moment apart by their ids, which sort by creation',
    async check(store) {
      const runs = Array.from({ length: 20 }, () => sampleFlowRun());
      await store.append(runs.flatMap((run) => eventsOf(run, completedStates(0))));
      assertEqual(idsOf(await store.listFlowRuns()), idsOf(runs).reverse(), 'the ids');
    },
  },
  {
    name: 'lists at most as many as asked for, the newest',
    async check(store) {
      const flowRuns = Array.from({ length: 5 }, () => sampleFlowRun());
      const taskRuns = Array.from({ length: 5 }, () => sampleTaskRun());
      await store.append([...flowRuns, ...taskRuns].flatMap((run, i) => eventsOf(run, completedStates(i))));
      assertEqual(idsOf(await store.listFlowRuns({ limit: 2 })), idsOf([flowRuns[4]!, flowRuns[3]!]), 'two flow runs');
      assertEqual(idsOf(await store.listTaskRuns({ limit: 2 })), idsOf([taskRuns[4]!, taskRuns[3]!]), 'two task runs');
      assertEqual((await store.listTaskRuns({ limit: 9 })).length, 5, 'how many of five come with limit 9');
    },
  },
  {
    name: 'lists at most 100 unless asked',
    async check(store) {
      const flowRuns = Array.from({ length: 120 }, () => sampleFlowRun());
      const taskRuns = Array.from({ length: 120 }, () => sampleTaskRun());
      await store.append([...flowRuns, ...taskRuns].flatMap((run, i) => eventsOf(run, completedStates(i))));
      const counts = [(await store.listFlowRuns()).length, (await store.listTaskRuns()).length];
      assertEqual(counts, [100, 100], 'how many come');
      assertEqual((await store.listTaskRuns())[0]?.id, taskRuns[119]!.id, 'the first');
    },
  },
  {
    name: 'finds flow runs by the name of their flow',
    async check(store) {
      const { first, second } = await appendTwoFlows(store);
      assertEqual(idsOf(await store.listFlowRuns({ flowName: 'import' })), [first.id], 'runs of import');
      assertEqual(idsOf(await store.listFlowRuns({ flowName: 'export', limit: 5 })), [second.id], 'runs of export');
      assertEqual(await store.listFlowRuns({ flowName: 'load' }), [], 'runs of a flow that does not exist');
    },
  },
  {
    name: 'finds task runs by their flow run, by the name of their task, and by both',
    async check(store) {
      const { first, second, expect } = await appendTwoFlows(store);
      const list = async (query: Parameters<RunStore['listTaskRuns']>[0]) => idsOf(await store.listTaskRuns(query));
      const ofFirst = expect((run) => run.flowRunId === first.id);
      assertEqual(await list({ flowRunId: first.id }), ofFirst, 'runs of the first flow run');
      assertEqual(
        await list({ taskName: 'load' }),
        expect((run) => run.taskName === 'load'),
        'runs of load',
      );
      const both = expect((run) => run.flowRunId === second.id && run.taskName === 'load');
      assertEqual(await list({ flowRunId: second.id, taskName: 'load' }), both, 'runs of load in the second flow run');
      assertEqual(
        await list({ flowRunId: second.id, taskName: 'load', limit: 1 }),
        both.slice(0, 1),
        'the newest of them',
      );
      assertEqual(await list({ taskName: 'import' }), [], 'runs of a task that does not exist');
    },
  },
];
