import type { FC } from 'hono/jsx'
import { type Message, plural, t } from '../../../src/language/language.ts'
import { metalClass } from '../../../src/ui/metal.ts'
import { type Among, rarityWords } from '../../../src/ui/rarity.ts'
import { ONE_TIME } from '../../../src/ui/wording.ts'

/** The pages that are compared, by who counted them: one, and several. */
const COUNTED_BY: Readonly<Record<Among['basis'], readonly [one: string, other: Message]>> = {
  scanned: [
    'Of {n} public page that this server counted, from the histories themselves.',
    'Of {n} public pages that this server counted, from the histories themselves.',
  ],
  self_reported: [
    'Of {n} public page that their owners’ machines counted, all or in part.',
    'Of {n} public pages that their owners’ machines counted, all or in part.',
  ],
}

/** How rare each tier of a badge is, and how long it takes; nothing where too little is known to say. */
export const BadgeRarity: FC<{ id: string; among: Among }> = ({ id, among }) => {
  const tiers = rarityWords(among, id)
  if (!among.said || tiers.length === 0) return null
  const isTimed = tiers.some(({ halfWithin }) => halfWithin !== null)
  return (
    <section class="how-rare" aria-labelledby="how-rare">
      <h2 id="how-rare">{t('How rare it is')}</h2>
      <table class="figure-table">
        <thead>
          <tr>
            <th scope="col">{t('Tier')}</th>
            <th scope="col">{t('Pages that have it')}</th>
            {isTimed && <th scope="col">{t('Half of these within')}</th>}
          </tr>
        </thead>
        <tbody>
          {tiers.map(({ tier, band, halfWithin }) => (
            <tr>
              <th scope="row" class={`with-pip is-on ${metalClass(tier ?? 'earned')}`}>
                <span class="tier">{tier ?? t(ONE_TIME)}</span>
              </th>
              <td>{band}</td>
              {isTimed && <td>{halfWithin ?? '–'}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">
        {plural(among.said.pages, ...COUNTED_BY[among.basis])}{' '}
        {isTimed && `${t('The time begins with a page’s first session.')} `}
        {t('Tiers that only a few have are left out.')}
      </p>
    </section>
  )
}
