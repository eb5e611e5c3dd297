// Uses of the typed surface, and misuses that must not compile; compiled in both decorator modes and never run.
import { Task, Flow, tasks, task, unmapped } from 'millrace';
class Base {
  @Task() shared(x: string): number {
    return x.length;
  }
}
class Etl extends Base {
  constructor(private readonly factor = 2) {
    super();
  }
  @Task({ retries: 2 }) extract(): number[] {
    return [1];
  }
  @Task({ runName: (x: number) => `t-${x}`, cacheKey: (x: number) => String(x) }) async transform(
    x: number,
  ): Promise<number> {
    return x * this.factor;
  }
  @Task() add(x: number, y: number, opt?: string): number {
    return x + y;
  }
  @Task() private secret(x: number): number {
    return x;
  }
  @Task() lists(xs: number[]): string[] {
    return xs.map(String);
  }
  @Task() text(x: string): void {}
  @Task() static util(x: number): number {
    return x;
  }
  @Flow() async run(n: number): Promise<number[]> {
    const { extract, transform, add, shared, lists, text } = tasks(this);
    const nrs = extract.submit();
    const final = transform.map(nrs);
    const a: number[] = await final;
    const s: number[] = await add.map([1, 2], final, unmapped('x'));
    const s3: number[] = await add.map([1, 2], 5);
    const l: string[] = await lists.submit(final);
    const l2 = await lists.map([[1], [2]]);
    const flat: string[] = await lists.map([[1], [2]]).flat();
    text.map(lists.map([[1]]).flat());
    const sh: number[] = await shared.map(['a', 'bb']);
    const sec = await task(this.secret).submit(3);
    const st = await tasks(Etl).util.submit(3);
    const dbl = task({ retries: 1 }, (x: number) => x * 2);
    const d: number[] = await dbl.with({ waitFor: [nrs] }).map(nrs);
    for await (const x of final) {
      const y: number = x;
    }
    // @ts-expect-error wrong element type
    transform.map(['a']);
    // @ts-expect-error wrong type
    transform.submit('a');
    // @ts-expect-error missing argument
    add.submit(1);
    return final;
  }
  // @ts-expect-error a flow must be async
  @Flow() bad(): number {
    return 1;
  }
}
const r: Promise<number[]> = new Etl().run(3);
