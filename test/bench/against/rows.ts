/** One line of the table: a figure of this build beside one that it is compared with. */
export interface Row {
  what: string
  /** Of the build before, or of something else that `what` names; null if it has none. */
  before: number | null
  now: number
  unit: 'ms' | 'bytes' | 'requests'
  target: string
  met: boolean
}

/** What could not be measured, and why. */
export interface Missing {
  what: string
  why: string
}

export type Line = Row | Missing

const FORMS = {
  ms: (value: number) => `${value.toFixed(value < 10 ? 3 : 0)} ms`,
  bytes: (value: number) => `${Math.round(value).toLocaleString('en-US')} bytes`,
  requests: (value: number) => `${value.toLocaleString('en-US')} requests`,
} as const

/** Returns a row of two figures of which the smaller is better, and whether the ratio of now to before is small enough. */
export function ratioRow(
  what: string,
  unit: Row['unit'],
  { before, now }: { before: number; now: number },
  max: number,
): Row {
  const share = max < 0.5 ? `1/${Math.round(1 / max)}` : String(max)
  return { what, before, now, unit, target: `≤ ${share} ×`, met: now <= max * before }
}

export function againstTable(lines: readonly Line[]): string {
  const head = '| what | before | now | now/before | target | met |\n|---|---|---|---|---|---|'
  const cells = lines.map((line) => {
    if ('why' in line) return [line.what, '', '', '', '', `not measured: ${line.why}`]
    const { what, before, now, unit, target, met } = line
    const form = FORMS[unit]
    const ratio = before === null ? '' : (now / before).toFixed(now < before / 10 ? 4 : 2)
    return [what, before === null ? '' : form(before), form(now), ratio, target, met ? 'yes' : '**no**']
  })
  return [head, ...cells.map((row) => `| ${row.join(' | ')} |`)].join('\n')
}
