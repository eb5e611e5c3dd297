// Every type that can be inferred here must be one that a declaration file can name (no TS2742, TS4023 or TS2883).
import { flow, flows, task, tasks } from 'millrace';
import { Etl } from './etl.js';

export const etl = new Etl();
export const handles = tasks(etl);
export const transform = tasks(etl).transform.with({ retries: 1 });
export const runs = flows(etl);
export const double = task({ name: 'double' }, (x: number) => x * 2);
export const nightly = flow({ name: 'nightly' }, async () => double.map([1, 2]));
export const submit = () => handles.extract.submit();
export const map = () => handles.transform.map([1, 2]);
export const settle = async () => map().settled();
export const start = () => runs.etl.start();
