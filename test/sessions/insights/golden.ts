import { readFileSync } from 'node:fs'
import { comparable } from './comparable.ts'

const FILES = ['history.insights', 'history.insights.cli'] as const

/** The golden reports. They have no comparable estimated cost: theirs came from a price table. */
export const goldenReports = FILES.map((name) => ({
  name,
  report: comparable(
    JSON.parse(readFileSync(new URL(`../../golden/${name}.expected.json`, import.meta.url), 'utf8')),
  ),
}))
