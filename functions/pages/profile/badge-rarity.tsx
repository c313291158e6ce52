import type { FC } from 'hono/jsx'
import { metalClass } from '../../../src/ui/metal.ts'
import { type Among, rarityWords } from '../../../src/ui/rarity.ts'
import { counted, ONE_TIME } from '../../../src/ui/wording.ts'

/** Who counted the pages that are compared. */
const COUNTED_BY = {
  scanned: 'this server counted, from the histories themselves',
  self_reported: 'their owners’ machines counted, all or in part',
} as const

/** How rare each tier of a badge is, and how long it takes; nothing where too little is known to say. */
export const BadgeRarity: FC<{ id: string; among: Among }> = ({ id, among }) => {
  const tiers = rarityWords(among, id)
  if (!among.said || tiers.length === 0) return null
  const isTimed = tiers.some(({ halfWithin }) => halfWithin !== null)
  return (
    <section class="how-rare" aria-labelledby="how-rare">
      <h2 id="how-rare">How rare it is</h2>
      <table class="figure-table">
        <thead>
          <tr>
            <th scope="col">Tier</th>
            <th scope="col">Pages that have it</th>
            {isTimed && <th scope="col">Half of these within</th>}
          </tr>
        </thead>
        <tbody>
          {tiers.map(({ tier, band, halfWithin }) => (
            <tr>
              <th scope="row" class={`with-pip is-on ${metalClass(tier ?? 'earned')}`}>
                <span class="tier">{tier ?? ONE_TIME}</span>
              </th>
              <td>{band}</td>
              {isTimed && <td>{halfWithin ?? '–'}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">
        Of {counted(among.said.pages, 'public page')} that {COUNTED_BY[among.basis]}.
        {isTimed && ' The time begins with a page’s first session.'} Tiers that only a few have are left out.
      </p>
    </section>
  )
}
