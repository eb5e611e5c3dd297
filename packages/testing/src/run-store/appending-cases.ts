import { projectFlowRun, projectTaskRun, type RunStore } from '@millrace/core';
import { assertEqual } from '../contract/assertions.js';
import type { ContractCase } from '../contract/contract.js';
import { completedStates, eventsOf, sampleFlowRun, sampleState, sampleTaskRun } from './sample-runs.js';

/** How events come in. */
export const appendingCases: readonly ContractCase<RunStore>[] = [
  {
    name: 'shows at once what was appended',
    async check(store) {
      const run = sampleTaskRun();
      const states = completedStates(0);
      for (const [i, event] of eventsOf(run, states).entries()) {
        await store.append([event]);
        assertEqual((await store.getTaskRun(run.id))?.state, states[i], `the state after batch ${i + 1}`);
      }
    },
  },
  {
    name: 'takes a batch in which the events of several runs are mixed',
    async check(store) {
      const flowRun = sampleFlowRun();
      const taskRuns = Array.from({ length: 5 }, () => sampleTaskRun({ flowRunId: flowRun.id }));
      const lives = [flowRun, ...taskRuns].map((run, i) => eventsOf(run, completedStates(i)));
      await store.append([0, 1, 2].flatMap((step) => lives.map((events) => events[step]!)));
      assertEqual(await store.getFlowRun(flowRun.id), projectFlowRun(flowRun, completedStates(0)), 'the flow run');
      for (const [i, run] of taskRuns.entries()) {
        assertEqual(await store.getTaskRun(run.id), projectTaskRun(run, completedStates(i + 1)), run.name);
      }
    },
  },
  {
    name: 'takes an empty batch',
    async check(store) {
      await store.append([]);
      assertEqual(await store.listFlowRuns(), [], 'the flow runs');
    },
  },
  {
    name: 'takes the events of maps',
    async check(store) {
      const flowRun = sampleFlowRun();
      const run = sampleTaskRun({ flowRunId: flowRun.id });
      const map = { id: sampleTaskRun().id, taskName: run.taskName, flowRunId: flowRun.id };
      const counts = { runs: 1, completed: 1, failed: 0, cancelled: 0, notReady: 0, neverPulled: 0 };
      const [{ timestamp }] = completedStates(0);
      await store.append([
        ...eventsOf(flowRun, completedStates(0)),
        { type: 'map-started', map, timestamp },
        ...eventsOf(run, completedStates(0)),
        { type: 'map-ended', map, counts, timestamp: timestamp + 3, duration: 3 },
      ]);
      assertEqual((await store.getTaskRun(run.id))?.state.type, 'COMPLETED', 'the state of the child');
    },
  },
  {
    name: 'does not change a snapshot that it has given',
    async check(store) {
      const run = sampleTaskRun();
      const [pending, running, completed] = eventsOf(run, completedStates(0));
      await store.append([pending!, running!]);
      const snapshot = await store.getTaskRun(run.id);
      await store.append([completed!]);
      assertEqual([snapshot?.state.type, snapshot?.states.length], ['RUNNING', 2], 'the earlier snapshot');
    },
  },
  {
    name: 'gives plain data, which can be told as JSON',
    async check(store) {
      const run = sampleTaskRun({ tags: ['a'] });
      await store.append(eventsOf(run, completedStates(0)));
      const snapshot = await store.getTaskRun(run.id);
      assertEqual(JSON.parse(JSON.stringify(snapshot)), snapshot, 'the snapshot after JSON');
    },
  },
  {
    name: 'keeps a run that has not finished while many others finish',
    async check(store) {
      const waiting = sampleTaskRun();
      await store.append(eventsOf(waiting, [sampleState('PENDING', 'Pending', 0)]));
      await store.append(Array.from({ length: 2_000 }, () => eventsOf(sampleTaskRun(), completedStates(1))).flat());
      assertEqual((await store.getTaskRun(waiting.id))?.state.name, 'Pending', 'the state of the waiting run');
    },
  },
  {
    name: 'takes 10000 events in batches and loses none',
    async check(store) {
      const flowRun = sampleFlowRun();
      const runs = Array.from({ length: 3_333 }, () => sampleTaskRun({ flowRunId: flowRun.id }));
      const events = [flowRun, ...runs].flatMap((run, i) => eventsOf(run, completedStates(i)));
      for (let i = 0; i < events.length; i += 1_000) await store.append(events.slice(i, i + 1_000));
      const found = await store.listTaskRuns({ flowRunId: flowRun.id, limit: 5_000 });
      assertEqual(
        found.map(({ id }) => id).sort(),
        runs.map(({ id }) => id),
        'the ids',
      );
      assertEqual(found.filter(({ state }) => state.type !== 'COMPLETED').length, 0, 'runs that are not completed');
    },
  },
  {
    name: 'may be disposed of twice',
    async check(store) {
      await store.append(eventsOf(sampleFlowRun(), completedStates(0)));
      await store[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  },
];
