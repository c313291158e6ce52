import { ZodType } from 'zod'

/**
 * Stands in for `@hono/zod-openapi` in the command line tool, which describes no API. Of zod it has what
 * `plain-zod-names.ts` lists: messages in 50 languages and much else then stay out of the tool, which is half as large
 * and starts in half the time. A schema that needs another fails when the tool starts.
 */
export * as z from './plain-zod-names.ts'

ZodType.prototype.openapi = function () {
  return this
}
