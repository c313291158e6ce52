import type { FC } from 'hono/jsx'
import type { CardKind, Story, StoryCard } from '../../contract/wrapped.ts'
import { t } from '../../language/language.ts'
import { iconOf } from '../icons.ts'
import { Medal, metalClass } from '../medal.tsx'
import { cardIcon, cardMetal } from './card-looks.ts'
import { basisLine, cardText, periodName, windowLine } from './words.ts'

export interface StoryCardsProps {
  story: Story
  /** Returns the pictures of a card; null where there are none. */
  pictures: ((kind: CardKind) => { tall: string; wide: string }) | null
  /** Whether links lead to each card. */
  progress?: boolean
}

/**
 * The cards of a story, each a section of a list. Where scripts run, the list is a row to swipe through: see
 * wrapped.css.
 */
export const StoryCards: FC<StoryCardsProps> = ({ story, pictures, progress = true }) => (
  <div class="story">
    <section
      class="story-row"
      aria-label={t('{period}, card by card', { period: periodName(story.period) })}
      tabindex={0}
      data-story-cards
    >
      <ol class="story-cards">
        {story.cards.map((card) => (
          <Card card={card} story={story} pictures={pictures} />
        ))}
      </ol>
    </section>
    {progress && <Progress story={story} />}
  </div>
)

const Progress: FC<{ story: Story }> = ({ story }) => (
  <nav class="story-progress" aria-label={t('Cards')}>
    <ol>
      {story.cards.map((card, at) => (
        <li>
          <a href={`#card-${card.kind}`} data-story-dot>
            <span class="sr-only">
              {t('{name}: {what}', { name: at + 1, what: cardText(card, story).title })}
            </span>
          </a>
        </li>
      ))}
    </ol>
  </nav>
)

const Card: FC<Omit<StoryCardsProps, 'progress'> & { card: StoryCard }> = ({ card, story, pictures }) => {
  const { kind } = card
  const { title, figure, unit, facts } = cardText(card, story)
  const metal = cardMetal(card)
  const links = pictures?.(kind)
  return (
    <li id={`card-${kind}`} class={`story-card ${metalClass(metal)}`}>
      <section aria-labelledby={`card-${kind}-title`}>
        <Medal metal={metal} icon={iconOf(cardIcon(card))} />
        <h2 id={`card-${kind}-title`}>{title}</h2>
        <p class="story-figure">
          <strong>{figure}</strong> <span>{unit}</span>
        </p>
        {facts.length > 0 && (
          <ul class="story-facts">
            {facts.map((fact) => (
              <li>{fact}</li>
            ))}
          </ul>
        )}
        <p class="hint story-basis">
          {t('{window}. Counted from {basis}.', {
            window: windowLine(story),
            basis: basisLine(story, kind),
          })}
        </p>
        {links && (
          <p class="story-pictures">
            <a href={links.tall}>
              {t('Phone picture')}
              <span class="sr-only">{t(': {name}', { name: title })}</span>
            </a>{' '}
            <a href={links.wide}>
              {t('Wide picture')}
              <span class="sr-only">{t(': {name}', { name: title })}</span>
            </a>
          </p>
        )}
      </section>
    </li>
  )
}
