import { expect } from 'vitest'
import { Random } from '../../fixtures/random.ts'
import { kept, reading } from '../histories.ts'
import type { Plain } from './check.ts'
import type { Contents, Values } from './contents.ts'
import { writeVariant } from './write.ts'

/** Page sizes at which rows of any length are read. */
export interface PageShape {
  pageSize: number
  reserved: number
}

export const PAGE_SHAPES: readonly PageShape[] = [512, 1024, 4096, 65_536].flatMap((pageSize) =>
  [0, 13].map((reserved) => ({ pageSize, reserved })),
)

/** Distance around a threshold in which lengths are tried: the rest of the row is shorter. */
const AROUND = 70
const SESSION = 'lengths'

/**
 * Returns lengths of text around each threshold: where a row outgrows its page, where its rest takes one more page, and
 * the minimum and maximum that stays on its page (file format section 1.6).
 */
function lengthsAround({ pageSize, reserved }: PageShape): number[] {
  const usable = pageSize - reserved
  const [most, least] = [usable - 35, Math.floor(((usable - 12) * 32) / 255) - 23]
  const thresholds = [
    least,
    most,
    ...[1, 2].flatMap((pages) => [least, most].map((n) => n + pages * (usable - 4))),
  ]
  const lengths = thresholds.flatMap((at) =>
    Array.from({ length: 2 * AROUND }, (_, near) => at - AROUND + near),
  )
  return [...new Set([0, 1, ...lengths])].filter((length) => length >= 0)
}

/** Returns a text in which any missing or repeated part would show. */
function textOf(length: number): string {
  let text = ''
  for (let at = 0; text.length < length; at++) text += `${at} `
  return text.slice(0, length)
}

/** Compares every text as read, in file order and by an index, with the written one. */
export async function checkLengths({ sqlJs, contents: { columns } }: Plain, shape: PageShape): Promise<void> {
  const texts = lengthsAround(shape).map(textOf)
  const session: Values = new Map<string, string | number>([
    ['id', SESSION],
    ['source', 'cli'],
    ['started_at', 1],
  ])
  const messages = texts.map(
    (content, at): Values =>
      new Map<string, string | number>([
        ['id', at + 1],
        ['session_id', SESSION],
        ['role', 'tool'],
        ['content', content],
        ['timestamp', at],
      ]),
  )
  const contents: Contents = { columns, rows: { sessions: [session], messages, session_model_usage: [] } }
  const bytes = writeVariant(sqlJs, contents, { name: 'lengths', ...shape }, new Random('lengths'))
  await reading(bytes, async (snapshot) => {
    const swept: unknown[] = []
    await snapshot.sweep().run({
      begin: () => true,
      message: (_, message) => swept.push(kept(message).content),
      end() {},
      again() {},
    })
    expect(swept).toEqual(texts)
    const byIndex: unknown[] = []
    await snapshot.readMessages(SESSION, (message) => byIndex.push(kept(message).content))
    expect(byIndex).toEqual(texts)
  })
}
