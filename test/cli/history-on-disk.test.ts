import { utimesSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readingFile } from '../../src/cli/history-on-disk.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

it('a read ends at its next turn once the file has changed, and begins anew', async () => {
  const path = laurel.golden('edges')
  const turns: number[] = []
  const read = await readingFile(
    path,
    async (_, nextTurn) => {
      const reading = turns.push(0) - 1
      if (reading === 0) utimesSync(path, 1, 1)
      for (let turn = 1; turn <= 2; turn++) {
        await nextTurn()
        turns[reading] = turn
      }
      return 'read'
    },
    { pause: async () => undefined },
  )
  expect([read, turns]).toEqual(['read', [0, 2]])
})
