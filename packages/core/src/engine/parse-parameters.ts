import { ParameterValidationError } from '../errors/run-errors.js';
import type { FlowRun } from '../run/flow-run.js';

/**
 * What the schema of a flow makes of its arguments: of the only one, or of the list of them.
 *
 * @throws ParameterValidationError with every issue that the schema found
 */
export async function parseParameters(
  { definition, flowName }: FlowRun,
  args: readonly unknown[],
): Promise<readonly unknown[]> {
  const validate = definition.parameters!['~standard'].validate;
  const single = args.length <= 1;
  const result = (await validate(single ? args[0] : args)) as StandardResult;
  if (result.issues !== undefined) {
    throw new ParameterValidationError(
      flowName,
      result.issues.map(({ message, path }) => ({ message, path: path?.map(keyOf) ?? [] })),
    );
  }
  return single ? [result.value] : (result.value as readonly unknown[]);
}

/** What https://standardschema.dev says that `validate` gives. */
type StandardResult =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly PathSegment[] | undefined }[] };
type PathSegment = PropertyKey | { readonly key: PropertyKey };

function keyOf(segment: PathSegment): PropertyKey {
  return typeof segment === 'object' ? segment.key : segment;
}
