import type { Colour, Paint } from './colours.ts'
import { fitted, shown, widthOf } from './terminal-text.ts'

export interface Column<Row> {
  heading: string
  of(row: Row): string
  /** Aligned to the right, for numbers. */
  right?: boolean
  colour?: Colour
  /** Takes the width that the other columns leave. */
  flexible?: boolean
  maxWidth?: number
  /** Left out of narrower terminals. */
  minTerminalWidth?: number
}

const GAP = '  '
const INDENT = '  '
/** Below this width the flexible column would say nothing. */
const FLEXIBLE_MIN = 12

/** Returns rows under headings, none wider than the terminal. */
export function textTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { columns: width, paint }: { columns: number; paint: Paint },
): string[] {
  const present = columns.filter(({ minTerminalWidth = 0 }) => width >= minTerminalWidth)
  const texts = rows.map((row) => present.map((column) => shown(column.of(row))))
  const widths = present.map((column, index) => {
    const widest = Math.max(widthOf(column.heading), ...texts.map((cells) => widthOf(cells[index] ?? '')))
    return Math.min(widest, column.maxWidth ?? widest)
  })
  const flexible = present.findIndex((column) => column.flexible)
  const others = widths.reduce((sum, one, index) => (index === flexible ? sum : sum + one), 0)
  const left = width - INDENT.length - GAP.length * (present.length - 1) - others
  if (flexible >= 0) widths[flexible] = Math.max(FLEXIBLE_MIN, Math.min(widths[flexible] ?? 0, left))
  const line = (cells: readonly string[], colourOf: (column: Column<Row>) => Colour | undefined) => {
    const shownCells = present.map((column, index) => {
      const text = fitted(cells[index] ?? '', widths[index] ?? 0)
      const placed = column.right ? toTheRight(text) : index === present.length - 1 ? text.trimEnd() : text
      const colour = colourOf(column)
      return colour === undefined ? placed : paint(colour, placed)
    })
    return (INDENT + shownCells.join(GAP)).trimEnd()
  }
  const headings = present.map(({ heading }) => heading)
  const above = headings.some((heading) => heading !== '') ? [line(headings, () => 'faint')] : []
  return [...above, ...texts.map((cells) => line(cells, ({ colour }) => colour))]
}

function toTheRight(text: string): string {
  const kept = text.trimEnd()
  return ' '.repeat(text.length - kept.length) + kept
}
