import type { FC } from 'hono/jsx'
import type { Achievement } from '../contract/achievements.ts'
import { t } from '../language/language.ts'
import { Medal, metalClass, metalOf } from './medal.tsx'
import type { Shared } from './share.ts'
import { ShareButton, SharePanel } from './share-panel.tsx'
import { Wreath } from './wreath.tsx'

export interface PublishedProps {
  shared: Shared
  /** The highest tier first. */
  proudest: readonly Achievement[]
}

const SHOWN_MAX = 4

/** The moment after a page was published: its proudest badges, and how to show them around. */
export const Published: FC<PublishedProps> = ({ shared, proudest }) => (
  <>
    <section class="celebration" aria-labelledby="published-heading">
      <Wreath growth={5} class="wreath-earned" />
      <div>
        <h3 id="published-heading">{t('{title} is published', { title: shared.title })}</h3>
        <ul>
          {proudest.slice(0, SHOWN_MAX).map((item) => (
            <li class={metalClass(metalOf(item))}>
              <Medal metal={metalOf(item)} icon={item.icon} /> {item.name}{' '}
              <span class="tier">{item.tier ?? t('Earned')}</span>
            </li>
          ))}
        </ul>
        <ShareButton {...shared} />
      </div>
    </section>
    <SharePanel shared={shared} />
  </>
)
