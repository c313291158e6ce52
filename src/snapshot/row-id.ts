/** The number of a row. Above 2^53 it is a bigint, since a number could not distinguish neighbours. */
export type RowId = number | bigint

/** Below every row number, which has 64 bits. */
export const LOWEST: RowId = -(10n ** 19n)

const LOWEST_ROW_ID = -(2n ** 63n)

/** Returns a number below this row's, but not below the row before it. */
export function before(rowId: RowId): RowId {
  // One less than the lowest is not a 64-bit integer; SQLite would use the equal real number instead.
  return rowId === LOWEST_ROW_ID ? LOWEST : BigInt(rowId) - 1n
}

export function asRowId(integer: bigint): RowId {
  const number = Number(integer)
  return Number.isSafeInteger(number) ? number : integer
}
