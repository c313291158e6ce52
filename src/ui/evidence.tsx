import type { FC } from 'hono/jsx'
import type { Achievement } from '../contract/achievements.ts'
import { t } from '../language/language.ts'
import { Sentence } from '../language/sentence.tsx'
import { measured } from './units.ts'

/** The session that an achievement was earned in. Only owners get one. */
export const Evidence: FC<{ achievement: Achievement }> = ({ achievement }) => {
  const { evidence, threshold_metric } = achievement
  if (evidence?.session_id === undefined) return null
  const { title, value, session_id } = evidence
  const only = <strong>{t('Only you can see this:')}</strong>
  const figure = measured(value, threshold_metric)
  return (
    <p class="evidence">
      {title ? (
        <Sentence text="{only} earned in “{title}”, with {figure}." with={{ only, title, figure }} />
      ) : (
        <Sentence text="{only} earned in a session without a title, with {figure}." with={{ only, figure }} />
      )}{' '}
      <code>{session_id}</code>
    </p>
  )
}
