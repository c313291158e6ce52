import type { FC } from 'hono/jsx'
import type { Achievement, AchievementsPayload } from '../../../src/contract/achievements.ts'
import type { Identity, IdentityLink } from '../../../src/contract/identity.ts'
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
    <Tool icon="identity" label="Who it is">
      <div class="tool-body identity-form" id={PANELS.identity}>
        <h2 class="sr-only">Who it is</h2>
        <form class="panel-form" method="post" action={paths.ownerAction(handle, 'identity')}>
          <TextField
            id="identity-name"
            name="name"
            label="Name"
            hint={`Shown with @${handle}, not in place of it.`}
            value={name ?? ''}
            optional
          />
          <TextField id="identity-line" name="line" label="A line about it" value={line ?? ''} optional />
          <fieldset class="field identity-fields">
            <legend>Links</legend>
            {numbers(limits.links).map((number) => (
              <LinkField number={number} link={links[number - 1]} isPrivate={isPrivate} now={now} />
            ))}
          </fieldset>
          {unlocked.length > 0 && (
            <fieldset class="field identity-fields">
              <legend>Pinned badges</legend>
              {numbers(limits.pins).map((number) => (
                <SelectField
                  id={`identity-pin${number}`}
                  name={`pin${number}`}
                  label={PLACES[number - 1] ?? `${number}th`}
                  value={pins[number - 1] ?? ''}
                  options={[{ value: '', label: 'None' }, ...unlocked.map(choice)]}
                />
              ))}
            </fieldset>
          )}
          <button class="button button-primary" type="submit">
            Save
          </button>
        </form>
        <HowToProve page={page} />
      </div>
    </Tool>
  )
}

const PLACES = ['First', 'Second', 'Third']

const choice = ({ id, name, tier }: Achievement) => ({
  value: id,
  label: tier === null ? name : `${name}: ${tier}`,
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
    label={`Link ${number}`}
    value={link?.url ?? ''}
    placeholder="https://"
    hint={link && `${shownUrl(link.url).split('/')[0]}: ${stateOf(link, isPrivate, now)}`}
    optional
  />
)

/** How a link stands, for its owner. */
function stateOf({ proof, check }: IdentityLink, isPrivate: boolean, now: number): string {
  if (proof) return `proved ${age(proof.checked_at, now)}. ${PROVED[proof.by]}`
  if (isPrivate) return 'not checked while the page is private.'
  if (!check || check.checked_at === null) return 'not checked yet.'
  return `no proof found ${age(check.checked_at, now)}. Save to have it checked again soon.`
}

const HowToProve: FC<{ page: string }> = ({ page }) => (
  <details class="history-form">
    <summary>Prove a link</summary>
    <p class="hint">
      Do one of these where the link leads. It is checked each day, and shown as proved with the date.
    </p>
    <p class="hint">Link back to this page, as many profiles elsewhere do by themselves:</p>
    <CodeBlock label="A link back" text={`<a rel="me" href="${page}">Laurel</a>`} />
    <p class="hint">
      Or name this page in <code>/.well-known/laurel.json</code> of its host:
    </p>
    <CodeBlock label="laurel.json" text={JSON.stringify({ pages: [page] })} />
    <p class="hint">Or in a DNS record (TXT) of its host, if this server looks for those:</p>
    <CodeBlock label="The TXT record" text={`laurel=${page}`} />
  </details>
)

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}
