import type { FC } from 'hono/jsx'
import type { Circle } from '../../../src/contract/circles.ts'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { day } from '../../../src/ui/dates.ts'
import type { Urls } from '../../../src/urls.ts'
import { CopyText } from '../parts/copy-text.tsx'
import { TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'

interface CircleSettingsProps {
  handle: string
  circle: Circle
  site: Urls
}

/** The invitation, the members, and what a member and the maker may do. Plain forms. */
export const CircleSettings: FC<CircleSettingsProps> = ({ handle, circle, site }) => {
  const isMaker = circle.code !== undefined
  return (
    <>
      {circle.code !== undefined && (
        <section class="circle-part" aria-labelledby="invite-heading">
          <h2 id="invite-heading">{t('Invite')}</h2>
          <p>
            <Sentence
              text="Whoever has the code may join: {code}"
              with={{ code: <code class="invite-code">{circle.code}</code> }}
            />
          </p>
          <CopyText
            id="invite-link"
            label={t('The code as a link')}
            text={site.joinCircle(circle.code)}
            hint={t('Send it to people you know, not to the world.')}
          />
          <form class="history-form" method="post" action={paths.circleAction(handle, circle.id, 'code')}>
            <button class="link-button" type="submit">
              {t('Replace the code')}
            </button>
          </form>
        </section>
      )}
      <section class="circle-part" aria-labelledby="members-heading">
        <h2 id="members-heading">{t('Members')}</h2>
        <ul class="member-list">
          {circle.members.map((member) => (
            <li>
              <span>
                @{member.handle}{' '}
                <span class="hint">
                  {t('since {date}', { date: day(member.joined_at, circle.time_zone) })}
                </span>
              </span>
              {isMaker && member.handle !== handle && (
                <form method="post" action={paths.memberAction(handle, circle.id, member.handle)}>
                  <button
                    class="link-button"
                    type="submit"
                    aria-label={t('Remove @{handle}', { handle: member.handle })}
                  >
                    {t('Remove')}
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section class="circle-part" aria-labelledby="settings-heading">
        <h2 id="settings-heading">{t('Settings')}</h2>
        {isMaker && <Rename handle={handle} circle={circle} />}
        <details class="history-form">
          <summary>{t('Leave the circle')}</summary>
          <form method="post" action={paths.memberAction(handle, circle.id, handle)}>
            <p>{leaving(circle, isMaker)}</p>
            <button class="button button-danger" type="submit">
              {t('Leave {circle}', { circle: circle.name })}
            </button>
          </form>
        </details>
        {isMaker && (
          <details class="history-form">
            <summary>{t('End the circle')}</summary>
            <form method="post" action={paths.circleAction(handle, circle.id, 'end')}>
              <p>{t('It will be gone for everyone, with all of its results.')}</p>
              <button class="button button-danger" type="submit">
                {t('End {circle}', { circle: circle.name })}
              </button>
            </form>
          </details>
        )}
      </section>
    </>
  )
}

const Rename: FC<Omit<CircleSettingsProps, 'site'>> = ({ handle, circle }) => (
  <details class="history-form">
    <summary>{t('Rename it')}</summary>
    <form method="post" action={paths.circleAction(handle, circle.id, 'rename')}>
      <TextField id="circle-name" name="name" label={t('Name')} value={circle.name} maxlength={40} />
      <button class="button button-primary" type="submit">
        {t('Rename')}
      </button>
    </form>
  </details>
)

function leaving({ member_count }: Circle, isMaker: boolean): string {
  if (member_count === 1) return t('You are the only member, so the circle ends.')
  return t(
    isMaker
      ? 'You are taken out of past months, too. What the others had stays. The circle passes to the member who joined first.'
      : 'You are taken out of past months, too. What the others had stays.',
  )
}
