import type { SessionTemplate } from '../../src/contract/session-templates.ts'
import type { StoredTemplate } from '../../src/storage/template-table.ts'

/** A template as it is kept, with its examples read. */
export function wholeTemplate({ examples, ...head }: StoredTemplate): SessionTemplate {
  return { ...head, examples: JSON.parse(examples) }
}
