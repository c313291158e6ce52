import { type LeftOut, type LiveReport, REPORT_FIELDS, TITLE_MAX_CHARACTERS } from '../../contract/live.ts'
import { shortTitle } from './title.ts'

/** Enough to find the mistake. */
const LEFT_OUT_MAX = 20
/** Characters of the name of an unknown field. */
const FIELD_NAME_MAX = 64

/** Returns what is good of a report, and what is left out of it. A field that is null is not given. */
export function takenReport(given: Readonly<Record<string, unknown>>): {
  report: LiveReport
  left_out: LeftOut[]
} {
  const report: Record<string, unknown> = {}
  const left_out: LeftOut[] = []
  for (const [field, value] of Object.entries(given)) {
    if (value === null) continue
    const result = isField(field) ? REPORT_FIELDS[field].safeParse(value) : null
    if (result?.success) report[field] = result.data
    const reason = result?.success
      ? lossOf(field, result.data)
      : (result?.error.issues[0]?.message ?? 'Unknown field')
    if (reason !== null && left_out.length < LEFT_OUT_MAX) {
      left_out.push({ field: field.slice(0, FIELD_NAME_MAX), reason })
    }
  }
  return { report, left_out }
}

function isField(name: string): name is keyof typeof REPORT_FIELDS {
  return Object.hasOwn(REPORT_FIELDS, name)
}

/** Returns what a field that is taken loses; null if nothing. */
function lossOf(field: string, value: unknown): string | null {
  if (field !== 'title' || !shortTitle(`${value}`).wasCut) return null
  return `Cut to ${TITLE_MAX_CHARACTERS} characters`
}
