import { LaurelError } from '../errors.ts'
import type { EarnedAchievement } from '../view/unlocks.ts'
import { badgeText } from './badge-text.ts'
import { colourDepth, painter } from './colours.ts'
import { countingZone } from './counting-zone.ts'
import { showCounted } from './kept-scan.ts'
import type { ShowOptions } from './show-options.ts'
import type { Terminal } from './terminal.ts'
import { shown } from './terminal-text.ts'

/** Names suggested for one that is unknown. */
const SUGGESTED_MAX = 5

/**
 * `laurel show`: prints one badge.
 * @throws UsageError; LaurelError as `showCounted`, and `not_found` for an unknown badge
 */
export async function runShow(options: ShowOptions, terminal: Terminal): Promise<void> {
  const { stdout, machine, complain } = terminal
  const timeZone = countingZone(options.timeZone, complain)
  await showCounted({ ...options, timeZone }, 'show', terminal, ({ result: { achievements, aggregate } }) => {
    const badge = badgeNamed(options.badge, achievements)
    if (options.json) {
      stdout.write(`${JSON.stringify(badge, null, 2)}\n`)
      return
    }
    const paint = painter(colourDepth(stdout, machine.env))
    stdout.write(badgeText(badge, aggregate, { columns: stdout.columns ?? 80, paint, timeZone }))
  })
}

/**
 * Returns the badge with this id or name, or the only one whose name contains it. Those that are still secret are not
 * found.
 */
export function badgeNamed(given: string, achievements: readonly EarnedAchievement[]): EarnedAchievement {
  const wanted = folded(given)
  const open = achievements.filter(({ state }) => state !== 'secret')
  const exact = open.find(({ id, name }) => folded(id) === wanted || folded(name) === wanted)
  if (exact !== undefined) return exact
  const similar = wanted === '' ? [] : open.filter(({ name }) => folded(name).includes(wanted))
  const [only, another] = similar
  if (only !== undefined && another === undefined) return only
  const names = similar.slice(0, SUGGESTED_MAX).map(({ name }) => `“${name}”`)
  throw new LaurelError('not_found', `There is no badge “${shown(given)}”.`, {
    hint:
      names.length > 0 ? `Did you mean ${names.join(' or ')}?` : '“laurel scan --table” lists all badges.',
  })
}

/** Returns a name in lower case, without punctuation. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}
