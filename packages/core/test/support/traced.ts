type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Somebody else's decorator, for both decorator modes: wraps the method and notes each call. */
export function traced(calls: string[]) {
  const wrap = (name: string, method: Method): Method =>
    function (this: unknown, ...args: unknown[]) {
      calls.push(name);
      return method.apply(this, args);
    };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- both decorator modes call it, with different arguments
  return (...args: any[]): any => {
    const [target, context, descriptor] = args;
    if (typeof context === 'object') return wrap(String(context.name), target);
    return { ...descriptor, value: wrap(String(context), descriptor.value) };
  };
}
