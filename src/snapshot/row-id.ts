/** A row's own number. Beyond 2^53 it is a bigint, since a number could not tell neighbours apart. */
export type RowId = number | bigint

/** Below every row number, which has 64 bits. */
export const LOWEST: RowId = -(10n ** 19n)

const LOWEST_ROW_ID = -(2n ** 63n)

/** A number below this row's and not below the row before it. */
export function before(rowId: RowId): RowId {
  // One less than the lowest has no 64-bit integer, and SQLite would take it for the real number that is equal.
  return rowId === LOWEST_ROW_ID ? LOWEST : BigInt(rowId) - 1n
}

export function asRowId(integer: bigint): RowId {
  const number = Number(integer)
  return Number.isSafeInteger(number) ? number : integer
}
