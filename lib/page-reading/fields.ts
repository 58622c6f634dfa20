import * as v from 'valibot';

/** Schemas for values of structured data, in which everything may be missing, of another kind, one or several. */

/** A text; longer ones are no text that a page shows. */
export const Text = v.pipe(v.string(), v.maxLength(100_000));

/** Undefined where the value is missing or of another kind: a page that errs in one thing is read in the others. */
export const maybe = <T extends v.GenericSchema>(schema: T) => v.fallback(v.optional(schema), undefined);

/** The value, or the first of several. The list comes first: it would pass as an object. */
export const first = <T extends v.GenericSchema>(schema: T) =>
  v.union([
    v.pipe(
      v.array(v.unknown()),
      v.transform((all) => all[0]),
      schema,
    ),
    schema,
  ]);

/** All values, whether one or several; those of another kind are left out. */
export const all = <T extends v.GenericSchema>(schema: T) =>
  v.union([
    v.pipe(
      v.array(v.fallback(v.nullable(schema), null)),
      v.transform((values) => values.filter((value) => value !== null)),
    ),
    v.pipe(
      schema,
      v.transform((value) => [value]),
    ),
  ]);
