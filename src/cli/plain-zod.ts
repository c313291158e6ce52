import {
  array,
  boolean,
  coerce,
  enum as enumeration,
  int,
  iso,
  json,
  literal,
  looseObject,
  number,
  object,
  record,
  strictObject,
  string,
  tuple,
  union,
  uuid,
  ZodType,
} from 'zod'

/**
 * Stands in for `@hono/zod-openapi` in the command line tool, which describes no API. It names what `src/contract` uses
 * of zod: messages in 50 languages and much else then stay out of the tool, which is half as large and starts in half
 * the time. A schema that needs another fails when the tool starts.
 */
export const z = {
  array,
  boolean,
  coerce,
  enum: enumeration,
  int,
  iso,
  json,
  literal,
  looseObject,
  number,
  object,
  record,
  strictObject,
  string,
  tuple,
  union,
  uuid,
  ZodType,
}

ZodType.prototype.openapi = function () {
  return this
}
