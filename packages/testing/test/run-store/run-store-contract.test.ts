import type { FlowRunQuery, RunEvent, State, TaskRunQuery, TaskRunSnapshot } from '@millrace/core';
import { describeRunStore, runStoreContract } from '../../src/index.js';
import { brokenCases } from '../contract/broken-cases.js';
import { PlainStore } from './plain-store.js';

describeRunStore('a plain store', () => new PlainStore());

class ForgetsTags extends PlainStore {
  override async getTaskRun(id: string) {
    const run = await super.getTaskRun(id);
    return run && { ...run, tags: [] };
  }
}
class ForgetsPlaceInMap extends PlainStore {
  override async getTaskRun(id: string): Promise<TaskRunSnapshot | undefined> {
    const run = await super.getTaskRun(id);
    // The classic: 0 taken for absent.
    return run && { ...run, mapIndex: run.mapIndex || undefined };
  }
}
class GivesNull extends PlainStore {
  override async getTaskRun(id: string) {
    return (await super.getTaskRun(id)) ?? (null as unknown as undefined);
  }
}
class RoundsTimestamps extends PlainStore {
  protected override add<R extends { readonly id: string }>(entries: never, run: R, state: State) {
    super.add(entries, run, { ...state, timestamp: Math.round(state.timestamp) });
  }
}
class DropsLastEventOfBatch extends PlainStore {
  override append(events: readonly RunEvent[]) {
    return super.append(events.slice(0, Math.max(1, events.length - 1)));
  }
}
class AppendsLater extends PlainStore {
  override append(events: readonly RunEvent[]) {
    setTimeout(() => void super.append(events), 20);
  }
}
class SerialisesNaively extends PlainStore {
  override append(events: readonly RunEvent[]) {
    JSON.stringify(events);
    return super.append(events);
  }
}
class OldestFirst extends PlainStore {
  override async listTaskRuns(query?: TaskRunQuery) {
    return [...(await super.listTaskRuns({ ...query, limit: Infinity }))].reverse().slice(0, query?.limit ?? 100);
  }
}
class NewestByEnd extends PlainStore {
  override async listTaskRuns(query?: TaskRunQuery) {
    const all = await super.listTaskRuns({ ...query, limit: Infinity });
    return [...all].sort((a, b) => (b.endTime ?? 0) - (a.endTime ?? 0)).slice(0, query?.limit ?? 100);
  }
}
class IgnoresLimit extends PlainStore {
  override listFlowRuns(query?: FlowRunQuery) {
    return super.listFlowRuns({ ...query, limit: Infinity });
  }
}
class IgnoresTaskName extends PlainStore {
  override listTaskRuns({ taskName: _, ...query }: TaskRunQuery = {}) {
    return super.listTaskRuns(query);
  }
}
class HandsOutItsOwnStates extends PlainStore {
  override async getTaskRun(id: string) {
    const states = this.taskRuns.get(id)?.states;
    const run = await super.getTaskRun(id);
    return run && states && { ...run, states };
  }
}
class ForgetsTheUnfinished extends PlainStore {
  override append(events: readonly RunEvent[]) {
    void super.append(events);
    for (const [id] of this.taskRuns) if (this.taskRuns.size > 1_000) this.taskRuns.delete(id);
  }
}
class DisposesOnce extends PlainStore {
  #isOpen = true;
  override async [Symbol.asyncDispose]() {
    if (!this.#isOpen) throw new Error('The database is closed.');
    this.#isOpen = false;
  }
}

describe('the contract of run stores', () => {
  it.each([
    [ForgetsTags, 'gives a task run back with all its facts'],
    [ForgetsPlaceInMap, 'gives a task run back with all its facts'],
    [GivesNull, 'gives undefined for an id that it does not know, and for one of the other kind'],
    [RoundsTimestamps, 'keeps every state in order, with name, message and the fraction of its timestamp'],
    [DropsLastEventOfBatch, 'takes 10000 events in batches and loses none'],
    [AppendsLater, 'shows at once what was appended'],
    [SerialisesNaively, 'remembers a run whose parameters or error cannot be serialised'],
    [OldestFirst, 'lists at most as many as asked for, the newest'],
    [NewestByEnd, 'lists the newest runs first, by creation and not by their end'],
    [IgnoresLimit, 'lists at most 100 unless asked'],
    [IgnoresTaskName, 'finds task runs by their flow run, by the name of their task, and by both'],
    [HandsOutItsOwnStates, 'does not change a snapshot that it has given'],
    [ForgetsTheUnfinished, 'keeps a run that has not finished while many others finish'],
    [DisposesOnce, 'may be disposed of twice'],
  ])('finds out a store that is broken: %p', async (Store, name) => {
    expect(await brokenCases(runStoreContract, () => new Store())).toContain(name);
  });

  it('has a name of its own for each case', () => {
    const names = runStoreContract.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
