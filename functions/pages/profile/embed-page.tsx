import type { FC } from 'hono/jsx'
import type { Visibility } from '../../../src/contract/profiles.ts'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import {
  EMBED_KINDS,
  type EmbedChoice,
  type EmbedKind,
  embedCode,
  pictureUrl,
} from '../../../src/ui/embed.ts'
import type { Urls } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'
import { CopyText } from '../parts/copy-text.tsx'
import { paths } from '../paths.ts'
import { type EmbedBadge, EmbedControls } from './embed-controls.tsx'

export interface EmbedPageProps {
  profile: { handle: string; visibility: Visibility; publish_calendar?: boolean }
  choice: EmbedChoice
  /** Those that a picture may show alone. */
  badges: readonly EmbedBadge[]
  site: Urls
}

/** The page to configure images for other sites: choose, preview on light and dark, copy. A plain form. */
export const EmbedPage: FC<EmbedPageProps> = ({ profile, choice, badges, site }) => {
  const { handle } = profile
  const { markdown, html, url } = embedCode(site, handle, choice)
  return (
    <Layout
      title={t('Embed {page}', { page: `@${handle}` })}
      noindex={true}
      path={paths.embed(handle)}
      script="embed"
    >
      <div class="embed" id="embed" data-handle={handle} data-origin={site.root}>
        <p class="back">
          <a href={paths.profile(handle)}>@{handle}</a>
        </p>
        <h1>{t('Embed')}</h1>
        <p class="lead">{t('A picture for a README, a blog or a profile. It updates itself.')}</p>
        {profile.visibility === 'private' && (
          <p class="notice">
            {t('Your page is private, so its pictures show nothing. Make it unlisted or public first.')}
          </p>
        )}
        <form class="embed-form" method="get" action={paths.embed(handle)}>
          <EmbedControls choice={choice} badges={badges} />
          <button class="button" type="submit" data-without-script>
            {t('Preview')}
          </button>
        </form>
        <div class="embed-previews">
          <Preview on="light" handle={handle} choice={choice} />
          <Preview on="dark" handle={handle} choice={choice} />
        </div>
        <ForKinds kinds={['shield']} choice={choice}>
          {t(
            'Shields.io draws this one and fetches the numbers from here. The preview shows Laurel’s own badge, which looks much the same.',
          )}
        </ForKinds>
        {!profile.publish_calendar && (
          <ForKinds kinds={['calendar']} choice={choice}>
            <Sentence
              text="It shows nothing until the owner shows the calendar, under {link}."
              with={{ link: <a href={paths.insights(handle)}>{t('Insights')}</a> }}
            />
          </ForKinds>
        )}
        <CopyText id="embed-html" label={t('HTML, also for a README')} text={html} />
        <CopyText id="embed-markdown" label="Markdown" text={markdown} />
        <ForKinds kinds={['card', 'trophies', 'badge', 'calendar']} choice={choice}>
          {t(
            'Markdown shows one theme. Only parchment with night adapts to light and dark, and not in Safari. The HTML always does.',
          )}
        </ForKinds>
        <CopyText id="embed-url" label={t('Image URL')} text={url} />
        <CopyText
          id="embed-oembed"
          label="oEmbed"
          text={site.oEmbed(site.profile(handle))}
          hint={t(
            'For sites that turn a link into a preview. Most find this URL themselves: just paste the link to your page.',
          )}
        />
      </div>
    </Layout>
  )
}

const ON = {
  light: { caption: 'On light pages', alt: '{picture} of {page}, on light pages' },
  dark: { caption: 'On dark pages', alt: '{picture} of {page}, on dark pages' },
} as const

const Preview: FC<{ on: 'light' | 'dark'; handle: string; choice: EmbedChoice }> = ({
  on,
  handle,
  choice,
}) => (
  <figure class={`on-${on}`}>
    <img
      src={pictureUrl(paths, handle, choice, choice[on])}
      alt={t(ON[on].alt, { picture: t(EMBED_KINDS[choice.kind].label), page: `@${handle}` })}
      data-preview={on}
    />
    <figcaption>{t(ON[on].caption)}</figcaption>
  </figure>
)

interface ForKindsProps {
  kinds: readonly EmbedKind[]
  choice: EmbedChoice
  children?: unknown
}

/** A hint on some kinds of pictures. */
const ForKinds: FC<ForKindsProps> = ({ kinds, choice, children }) => (
  <p class="hint" data-for={kinds.join(' ')} hidden={!kinds.includes(choice.kind)}>
    {children}
  </p>
)
