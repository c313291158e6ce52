import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aggregateSessions, maxima } from '../../src/engine/aggregate.ts'
import { evaluate } from '../../src/engine/evaluate.ts'
import type { EvaluatedAchievement } from '../../src/engine/types.ts'
import type { Expected } from './golden.ts'

/**
 * Updates `achievements` of the golden files to the catalog: new entries, and those whose definition has changed,
 * measured against the file's own aggregate. All other entries and figures stay unchanged, byte for byte.
 */

const FOLDERS = ['test/golden', 'test/golden/today']

/** The fields that the catalog defines, independent of the figures. */
const DEFINED = [
  'name',
  'category',
  'kind',
  'icon',
  'secret',
  'threshold_metric',
  'tiers',
  'requirements',
] as const

/** Formats JSON as in the golden files: as Python does with `indent=1, sort_keys=True`. */
const spelled = (value: unknown) => JSON.stringify(value, sorted, 1).replace(/[^\n -~]/g, escaped)

const sorted = (_: string, part: unknown) =>
  typeof part === 'object' && part !== null && !Array.isArray(part)
    ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
    : part

const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Returns an entry without its figures. */
const definition = (entry: Record<string, unknown> | EvaluatedAchievement) =>
  spelled(DEFINED.map((field) => entry[field] ?? null))

function broughtUp(text: string): string {
  const { achievements, aggregate, sessions, timezone }: Expected = JSON.parse(text)
  const held = maxima(aggregateSessions(sessions, timezone))
  const entries = evaluate(aggregate, held).map((entry) => {
    const { description, criteria, ...written } = entry
    return achievements.find((old) => old.id === entry.id && definition(old) === definition(entry)) ?? written
  })
  const count = (state: string) => entries.filter((entry) => entry.state === state).length
  const counts = {
    discovered_count: count('discovered'),
    secret_count: count('secret'),
    total_count: entries.length,
    unlocked_count: count('unlocked'),
  }
  return Object.entries(counts).reduce(
    (whole, [name, value]) => whole.replace(new RegExp(`^ "${name}": \\d+`, 'm'), ` "${name}": ${value}`),
    text.replace(/^ "achievements": \[$[\s\S]*?^ \]/m, () =>
      ` "achievements": ${spelled(entries)}`.replaceAll('\n', '\n '),
    ),
  )
}

for (const folder of FOLDERS) {
  for (const file of readdirSync(folder).map((name) => join(folder, name))) {
    const text = file.endsWith('.expected.json') ? readFileSync(file, 'utf8') : ''
    if (text.includes('\n "achievements": [')) writeFileSync(file, broughtUp(text))
  }
}
