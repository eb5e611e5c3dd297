import { bindPending } from '../definition/bound-methods.js';
import { lookUp, type Definition } from '../definition/registry.js';
import { targetOfMethod, type Target } from '../engine/target.js';

/** What is made for the members of each kind, and what is thrown for those of no kind. */
export interface MemberKind<D extends Definition> {
  readonly kind: D['kind'];
  createHandle(target: Target<D>): unknown;
  /** Thrown for a member that is not of this kind. */
  refuse(owner: string, member: string): Error;
}

/** The handles of an object's decorated methods, made when they are asked for. */
export function createMembers<D extends Definition>(self: object, kind: MemberKind<D>): object {
  bindPending();
  const handles = new Map<PropertyKey, { readonly method: unknown; readonly handle: unknown }>();
  // Not a proxy of the object itself: who lists or serialises it would come upon all that is no task.
  return new Proxy(
    {},
    {
      get(_, member) {
        const definition = lookUp(self, member);
        if (definition?.kind !== kind.kind) {
          // Whoever inspects or awaits the object itself asks for these; they are not members.
          if (typeof member === 'symbol' || member === 'then' || member === 'toJSON') return undefined;
          throw kind.refuse(nameOf(self), member);
        }
        // Asked each time: a test may have put a spy in the place of the method since, or taken it away.
        const target = targetOfMethod(definition as D, self, member);
        if (target === undefined) throw kind.refuse(nameOf(self), String(member));
        const known = handles.get(member);
        if (known?.method === target.method) return known.handle;
        const handle = kind.createHandle(target);
        handles.set(member, { method: target.method, handle });
        return handle;
      },
      set: () => false,
      has: (_, member) => lookUp(self, member)?.kind === kind.kind,
    },
  );
}

/** The class of an object, or the class itself. */
export function nameOf(owner: object): string {
  return typeof owner === 'function' ? owner.name : (owner.constructor?.name ?? 'object');
}
