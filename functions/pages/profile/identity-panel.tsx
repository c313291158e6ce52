import type { FC } from 'hono/jsx'
import type { Achievement, AchievementsPayload } from '../../../src/contract/achievements.ts'
import type { Identity, IdentityLink } from '../../../src/contract/identity.ts'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { age } from '../../../src/ui/dates.ts'
import { PANELS } from '../../../src/urls.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { SelectField, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'
import { Tool } from './panel.tsx'
import { PROVED, shownUrl } from './who.tsx'

export interface IdentityLimits {
  links: number
  pins: number
}

export interface IdentityPanelProps {
  handle: string
  /** Absolute URL of the page, which proofs name. */
  page: string
  view: Pick<AchievementsPayload, 'achievements' | 'identity'>
  isPrivate: boolean
  limits: IdentityLimits
  /** Unix seconds. */
  now: number
}

/** Says whose page it is: one form, and how the checks of its links go. */
export const IdentityPanel: FC<IdentityPanelProps> = ({ handle, page, view, isPrivate, limits, now }) => {
  const { name, line, links, pins }: Identity = view.identity ?? {
    name: null,
    line: null,
    links: [],
    pins: [],
  }
  const unlocked = view.achievements.filter((badge) => badge.unlocked)
  return (
    <Tool icon="identity" label={t('Who it is')}>
      <div class="tool-body identity-form" id={PANELS.identity}>
        <h2 class="sr-only">{t('Who it is')}</h2>
        <form class="panel-form" method="post" action={paths.ownerAction(handle, 'identity')}>
          <TextField
            id="identity-name"
            name="name"
            label={t('Name')}
            hint={t('Shown with {page}, not in place of it.', { page: `@${handle}` })}
            value={name ?? ''}
            optional
          />
          <TextField
            id="identity-line"
            name="line"
            label={t('A line about it')}
            value={line ?? ''}
            optional
          />
          <fieldset class="field identity-fields">
            <legend>{t('Links')}</legend>
            {numbers(limits.links).map((number) => (
              <LinkField number={number} link={links[number - 1]} isPrivate={isPrivate} now={now} />
            ))}
          </fieldset>
          {unlocked.length > 0 && (
            <fieldset class="field identity-fields">
              <legend>{t('Pinned badges')}</legend>
              {numbers(limits.pins).map((number) => (
                <SelectField
                  id={`identity-pin${number}`}
                  name={`pin${number}`}
                  label={t('Badge {n}', { n: number })}
                  value={pins[number - 1] ?? ''}
                  options={[{ value: '', label: t('None') }, ...unlocked.map(choice)]}
                />
              ))}
            </fieldset>
          )}
          <button class="button button-primary" type="submit">
            {t('Save')}
          </button>
        </form>
        <HowToProve page={page} />
      </div>
    </Tool>
  )
}

const choice = ({ id, name, tier }: Achievement) => ({
  value: id,
  label: tier === null ? name : t('{name}: {what}', { name, what: tier }),
})

interface LinkFieldProps {
  number: number
  link: IdentityLink | undefined
  isPrivate: boolean
  now: number
}

const LinkField: FC<LinkFieldProps> = ({ number, link, isPrivate, now }) => (
  <TextField
    id={`identity-link${number}`}
    name={`link${number}`}
    label={t('Link {n}', { n: number })}
    value={link?.url ?? ''}
    placeholder="https://"
    hint={link && t('{name}: {what}', { name: hostOf(link), what: stateOf(link, isPrivate, now) })}
    optional
  />
)

function hostOf({ url }: IdentityLink): string {
  return shownUrl(url).split('/')[0] ?? ''
}

/** How a link stands, for its owner. */
function stateOf({ proof, check }: IdentityLink, isPrivate: boolean, now: number): string {
  if (proof) return t('proved {when}. {how}', { when: age(proof.checked_at, now), how: t(PROVED[proof.by]) })
  if (isPrivate) return t('not checked while the page is private.')
  if (!check || check.checked_at === null) return t('not checked yet.')
  return t('no proof found {when}. Save to have it checked again soon.', { when: age(check.checked_at, now) })
}

const HowToProve: FC<{ page: string }> = ({ page }) => (
  <details class="history-form">
    <summary>{t('Prove a link')}</summary>
    <p class="hint">
      {t('Do one of these where the link leads. It is checked each day, and shown as proved with the date.')}
    </p>
    <p class="hint">{t('Link back to this page, as many profiles elsewhere do by themselves:')}</p>
    <CodeBlock label={t('A link back')} text={`<a rel="me" href="${page}">Laurel</a>`} />
    <p class="hint">
      <Sentence
        text="Or name this page in {file} of its host:"
        with={{ file: <code>/.well-known/laurel.json</code> }}
      />
    </p>
    <CodeBlock label="laurel.json" text={JSON.stringify({ pages: [page] })} />
    <p class="hint">{t('Or in a DNS record (TXT) of its host, if this server looks for those:')}</p>
    <CodeBlock label={t('The TXT record')} text={`laurel=${page}`} />
  </details>
)

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}
