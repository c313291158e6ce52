import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import type { Identity, IdentityLink, ProofWay } from '../../../src/contract/identity.ts'
import { type Message, t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { CREST_SIZE, crestShapes } from '../../../src/render/crest.ts'
import { day, isoMoment } from '../../../src/ui/dates.ts'
import { Icon } from '../../../src/ui/icon.tsx'
import { withoutScheme } from '../../../src/urls.ts'

export interface WhoProps {
  handle: string
  identity: Identity | undefined
  timeZone: string
}

/** The head of a page: crest, name, handle, a line and links. In place of the bare handle. */
export const Who: FC<WhoProps> = ({ handle, identity, timeZone }) => {
  const { name = null, line = null, links = [] } = identity ?? {}
  return (
    <div class="who">
      <div class="who-head">
        <svg class="crest" viewBox={`0 0 ${CREST_SIZE.width} ${CREST_SIZE.height}`} aria-hidden="true">
          {raw(crestShapes(handle))}
        </svg>
        <div>
          <h1 dir={name === null ? undefined : 'auto'}>{name ?? `@${handle}`}</h1>
          {name !== null && <p class="who-handle">@{handle}</p>}
        </div>
      </div>
      {line !== null && (
        <p class="who-line" dir="auto">
          {line}
        </p>
      )}
      {links.length > 0 && (
        <ul class="who-links" aria-label={t('Links')}>
          {links.map((link) => (
            <Elsewhere link={link} timeZone={timeZone} />
          ))}
        </ul>
      )}
    </div>
  )
}

const Elsewhere: FC<{ link: IdentityLink; timeZone: string }> = ({ link: { url, proof }, timeZone }) => (
  <li>
    <a href={url} rel="me nofollow noopener ugc" referrerpolicy="no-referrer">
      {shownUrl(url)}
    </a>
    {proof && (
      <span class="proved" title={t(PROVED[proof.by])}>
        <Icon name="check" />{' '}
        <Sentence
          text="Proved {when}"
          with={{
            when: <time datetime={isoMoment(proof.checked_at)}>{day(proof.checked_at, timeZone)}</time>,
          }}
        />
        <span class="sr-only">: {t(PROVED[proof.by])}</span>
      </span>
    )}
  </li>
)

/** How a link was proved, as a sentence. */
export const PROVED: Readonly<Record<ProofWay, Message>> = {
  'back-link': 'It links back to this page.',
  'well-known': 'A file of its host names this page.',
  dns: 'A DNS record of its host names this page.',
}

/** A URL as people read it: without its scheme and the slash of its root. Its escapes stay: they hide nothing. */
export function shownUrl(url: string): string {
  return withoutScheme(url).replace(/^([^/]+)\/$/, '$1')
}
