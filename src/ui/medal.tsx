import { drawnOnce } from './drawn-once.ts'
import { BadgeIcon } from './icon.tsx'
import { GROWTH, type Metal, metalClass } from './metal.ts'
import { Wreath } from './wreath.tsx'

export { type Metal, metalClass, metalOf, rank } from './metal.ts'

/** A coin with an icon, in a wreath that grows with the tier. Decorative. */
export const Medal = drawnOnce<{ metal: Metal; icon: string }>(
  ({ metal, icon }) => `${metal} ${icon}`,
  ({ metal, icon }) => {
    const growth = GROWTH[metal]
    return (
      <span class={`medal ${metalClass(metal)}`} aria-hidden="true">
        {metal !== 'secret' && growth < 5 && <Wreath growth={5} class="wreath-ghost" />}
        {growth !== 0 && <Wreath growth={growth} class="wreath-earned" />}
        <span class="coin">
          <BadgeIcon name={icon} />
        </span>
      </span>
    )
  },
)
