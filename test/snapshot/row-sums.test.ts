import fc from 'fast-check'
import { expect, it } from 'vitest'
import { asRowId } from '../../src/snapshot/row-id.ts'
import { RowSummer } from '../../src/snapshot/row-sums.ts'

it('counts live and other rows, and adds their numbers up exactly, however large', () => {
  const number = fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.bigInt({ min: 2n ** 52n - 9n, max: 2n ** 53n + 9n }),
    fc.bigInt({ min: 1n, max: 1000n }),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(number, fc.boolean())), (rows) => {
      const summer = new RowSummer()
      for (const [rowId, live] of rows) summer.add(asRowId(rowId), live)
      const plain = (wanted: boolean) => rows.filter(([, live]) => live === wanted).map(([rowId]) => rowId)
      const sum = (rowIds: bigint[]) => rowIds.reduce((total, rowId) => total + rowId, 0n).toString()
      expect(summer.sums).toEqual({
        ...{ live: plain(true).length, liveIds: sum(plain(true)) },
        ...{ others: plain(false).length, otherIds: sum(plain(false)) },
      })
      expect(summer.count).toBe(rows.length)
    }),
  )
})
