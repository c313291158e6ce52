import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Expected } from '../engine/golden.ts'

/** Histories of Hermes versions that compact in place. */
export const TODAY = ['today', 'today-next', 'today-edges', 'today-older'] as const
export type TodayName = (typeof TODAY)[number]

const file = (name: string) => readFileSync(new URL(`../golden/today/${name}`, import.meta.url))

export const todayHistory = (name: TodayName): Uint8Array => gunzipSync(file(`${name}.db.gz`))

/** Returns what is expected of one, counted as `lived` or as Hermes' `plugin` does. */
export const todayExpected = (name: TodayName, way: 'lived' | 'plugin'): Expected =>
  JSON.parse(file(`${name}.${way}.expected.json`).toString())
