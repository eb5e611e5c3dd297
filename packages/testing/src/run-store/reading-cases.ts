import { projectFlowRun, projectTaskRun, type RunStore } from '@millrace/core';
import { assertEqual, assertThat } from '../contract/assertions.js';
import type { ContractCase } from '../contract/contract.js';
import { completedStates, eventsOf, sampleFlowRun, sampleState, sampleTaskRun, type States } from './sample-runs.js';

const RETRIED: States = [
  sampleState('PENDING', 'Pending', 0.125),
  sampleState('RUNNING', 'Running', 10.25),
  sampleState('SCHEDULED', 'AwaitingRetry', 30.5),
  sampleState('RUNNING', 'Retrying', 130.5),
  sampleState('FAILED', 'Failed', 150.75, 'Task run encountered an exception: out of paper'),
];

const ODD_TEXTS = ['', ' ', `it's "quoted"; -- \\ %s $1`, 'Zeile 1\nZeile 2\t', 'Übung 水車 🛶', 'x'.repeat(20_000)];

/** One run goes in, the same comes out. */
export const readingCases: readonly ContractCase<RunStore>[] = [
  {
    name: 'has a name',
    async check(store) {
      assertThat(typeof store.name === 'string' && store.name !== '', 'name is a text that is not empty');
    },
  },
  {
    name: 'gives a flow run back with all its facts',
    async check(store) {
      const parent = sampleFlowRun();
      const caller = sampleTaskRun({ flowRunId: parent.id });
      const run = sampleFlowRun({
        version: '1.2.3',
        tags: ['nightly', 'eu'],
        parameters: [{ from: '2025-01-01', limits: [1, 2.5, null], deep: { flag: true } }, 'text', 7],
        parentFlowRunId: parent.id,
        parentTaskRunId: caller.id,
        logPrints: true,
      });
      const states = completedStates(0);
      await store.append([parent, caller, run].flatMap((each) => eventsOf(each, states)));
      assertEqual(await store.getFlowRun(run.id), projectFlowRun(run, states), 'the flow run');
    },
  },
  {
    name: 'gives a task run back with all its facts',
    async check(store) {
      const flowRun = sampleFlowRun();
      const parent = sampleTaskRun({ flowRunId: flowRun.id });
      const map = { id: sampleTaskRun().id, taskName: 'transform', flowRunId: flowRun.id, size: 12 };
      const run = sampleTaskRun({
        ...{ taskName: 'transform', version: '4', tags: ['db', 'slow'], flowRunId: flowRun.id },
        ...{ parentTaskRunId: parent.id, map, mapIndex: 0, logPrints: true },
      });
      const states = completedStates(0);
      await store.append([
        ...[flowRun, parent].flatMap((each) => eventsOf(each, states)),
        { type: 'map-started', map, timestamp: states[0].timestamp },
        ...eventsOf(run, states),
      ]);
      assertEqual(await store.getTaskRun(run.id), projectTaskRun(run, states), 'the task run');
    },
  },
  {
    name: 'leaves undefined what a run does not have',
    async check(store) {
      const run = sampleTaskRun();
      await store.append(eventsOf(run, completedStates(0)));
      const { version, flowRunId, parentTaskRunId, map, mapIndex, state } = (await store.getTaskRun(run.id)) ?? {};
      const absent = [version, flowRunId, parentTaskRunId, map, mapIndex, state?.message];
      assertEqual(
        absent,
        absent.map(() => undefined),
        'version, flowRunId, parentTaskRunId, map, mapIndex, message',
      );
    },
  },
  {
    name: 'keeps every state in order, with name, message and the fraction of its timestamp',
    async check(store) {
      const run = sampleTaskRun();
      await store.append(eventsOf(run, RETRIED));
      assertEqual((await store.getTaskRun(run.id))?.states, RETRIED, 'the states');
    },
  },
  {
    name: 'tells the progress of a run: start, end, time in RUNNING and attempts',
    async check(store) {
      const run = sampleTaskRun();
      await store.append(eventsOf(run, RETRIED));
      const { startTime, endTime, totalRunTime, runCount } = (await store.getTaskRun(run.id)) ?? {};
      const expected = [RETRIED[1]?.timestamp, RETRIED[4]?.timestamp, 40.5, 2];
      assertEqual([startTime, endTime, totalRunTime, runCount], expected, 'startTime, endTime, totalRunTime, runCount');
    },
  },
  {
    name: 'shows a run that has not finished, as far as it has come',
    async check(store) {
      const run = sampleFlowRun();
      const [pending, running] = completedStates(0);
      await store.append(eventsOf(run, [pending, running!]));
      assertEqual(await store.getFlowRun(run.id), projectFlowRun(run, [pending, running!]), 'the flow run');
    },
  },
  {
    name: 'takes NotReady, Cancelled and Crashed for the end of a run',
    async check(store) {
      const ends = [
        sampleState('PENDING', 'NotReady', 5, "Upstream task run 'a-0' did not reach a 'COMPLETED' state."),
        sampleState('CANCELLED', 'Cancelled', 5, 'The flow was cancelled.'),
        sampleState('CRASHED', 'Crashed', 5, 'The worker is gone.'),
      ];
      for (const end of ends) {
        const run = sampleTaskRun();
        await store.append(eventsOf(run, [sampleState('PENDING', 'Pending', 0), end]));
        const found = await store.getTaskRun(run.id);
        assertEqual([found?.state, found?.endTime], [end, end.timestamp], `the end of a run in ${end.name}`);
      }
    },
  },
  {
    name: 'keeps texts of every kind as they are',
    async check(store) {
      for (const text of ODD_TEXTS) {
        const run = sampleFlowRun({ name: text, tags: [text], parameters: [text] });
        const states: States = [sampleState('RUNNING', 'Running', 0), sampleState('FAILED', 'Failed', 1, text)];
        await store.append(eventsOf(run, states));
        assertEqual(await store.getFlowRun(run.id), projectFlowRun(run, states), 'the flow run');
      }
    },
  },
  {
    name: 'remembers a run whose parameters or error cannot be serialised',
    async check(store) {
      const circular: Record<string, unknown> = { big: 10n, call: () => 1, symbol: Symbol('s') };
      circular['self'] = circular;
      const run = sampleFlowRun({ parameters: [circular] });
      const [running, failed] = [sampleState('RUNNING', 'Running', 0), sampleState('FAILED', 'Failed', 1, 'odd')];
      const failure = { error: circular, attempt: 1, retries: 0 };
      await store.append([
        { type: 'flow-run-state', run, state: running, previous: undefined, failure: undefined },
        { type: 'flow-run-state', run, state: failed, previous: running, failure },
      ]);
      assertEqual((await store.getFlowRun(run.id))?.states, [running, failed], 'the states');
    },
  },
  {
    name: 'gives undefined for an id that it does not know, and for one of the other kind',
    async check(store) {
      const [flowRun, taskRun] = [sampleFlowRun(), sampleTaskRun()];
      const before = [await store.getFlowRun(flowRun.id), await store.getTaskRun(taskRun.id)];
      await store.append([flowRun, taskRun].flatMap((run) => eventsOf(run, completedStates(0))));
      const crossed = [await store.getFlowRun(taskRun.id), await store.getTaskRun(flowRun.id)];
      assertEqual([...before, ...crossed], [undefined, undefined, undefined, undefined], 'what was found');
    },
  },
];
