import { inspect } from 'node:util';
import { Flow, Task, task, tasks } from '../../src/index.js';
import { inFlow, setUpEngine } from '../support/engine.js';

class Etl {
  constructor(readonly factor = 2) {}
  @Task() double(x: number): number {
    return x * this.factor;
  }
  @Flow() async run(xs: number[]): Promise<number[]> {
    const { double } = tasks(this);
    return [this.double(xs[0]!), await double.submit(xs[0]!), ...(await double.map(xs))];
  }
}

// In ESM mode jest is no global, but a property of the module.
const { jest } = import.meta as unknown as { jest: typeof globalThis.jest };

afterEach(() => void jest.restoreAllMocks());

describe('a spy on a task of an instance', () => {
  it('is what calls, submits and maps reach, until it is restored', async () => {
    setUpEngine();
    const etl = new Etl();
    expect(await etl.run([1])).toEqual([2, 2, 2]);
    const spy = jest.spyOn(etl, 'double').mockImplementation((x) => -x);
    expect(await etl.run([1, 2])).toEqual([-1, -1, -1, -2]);
    expect(spy).toHaveBeenCalledTimes(4);
    spy.mockRestore();
    expect(await etl.run([1])).toEqual([2, 2, 2]);
    expect(await new Etl(3).run([1])).toEqual([3, 3, 3]);
  });

  it('passes through to the task unless it is told otherwise', async () => {
    setUpEngine();
    const etl = new Etl();
    const spy = jest.spyOn(etl, 'double');
    expect(await etl.run([1])).toEqual([2, 2, 2]);
    expect(spy).toHaveBeenCalledTimes(3);
  });

  it('on the prototype is reached from every instance', async () => {
    setUpEngine();
    const spy = jest.spyOn(Etl.prototype, 'double').mockImplementation(() => 7);
    expect(await new Etl().run([1])).toEqual([7, 7, 7]);
    spy.mockRestore();
    expect(await new Etl().run([1])).toEqual([2, 2, 2]);
  });
});

describe('an override', () => {
  it('by an arrow function of the subclass is the task', async () => {
    setUpEngine();
    class Negative extends Etl {
      override double = (x: number): number => -x * this.factor;
    }
    const etl = new Negative();
    expect(await etl.run([1])).toEqual([-2, -2, -2]);
    expect(await inFlow(async () => await task(new Etl().double).submit(1))).toBe(2);
  });

  it('may call what it overrides', async () => {
    const { recorder } = setUpEngine();
    class More extends Etl {
      override double(x: number): number {
        return super.double(x) + 1;
      }
    }
    expect(await inFlow(async () => await tasks(new More()).double.map([1, 2]))).toEqual([3, 5]);
    expect(recorder.taskRuns('double')).toHaveLength(2);
  });
});

describe('a method that is called with another `this`', () => {
  it('belongs to that object, if it is one of the same class', async () => {
    setUpEngine();
    const [two, ten] = [new Etl(2), new Etl(10)];
    expect(two.double.call(ten, 1)).toBe(10);
    expect(two.double.apply(ten, [1])).toBe(10);
    expect(Etl.prototype.double.call(ten, 1)).toBe(10);
    const { double } = two;
    expect(double(1)).toBe(2);
    expect([1, 2].map(two.double)).toEqual([2, 4]);
    expect({ double }.double(1)).toBe(2);
  });
});

describe('tasks(object)', () => {
  it('can be logged, serialised, spread and awaited', async () => {
    setUpEngine();
    const members = tasks(new Etl());
    expect(await members).toBe(members);
    expect(JSON.stringify({ members })).toBe('{"members":{}}');
    expect(inspect(members)).not.toContain('factor');
    expect(() => `${inspect(members, { showProxy: true, showHidden: true })}`).not.toThrow();
    expect(Object.keys(members)).toEqual([]);
    expect(() => members.factor).toThrow(/is not a task/);
    expect('double' in members).toBe(true);
  });

  it('works on a frozen object', async () => {
    setUpEngine();
    const etl = Object.freeze(Object.assign(new Etl(), { double: (x: number) => x + 5 }));
    expect(await inFlow(async () => await tasks(etl).double.submit(1))).toBe(6);
  });
});
