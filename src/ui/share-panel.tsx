import type { FC } from 'hono/jsx'
import { type Message, t } from '../language/language.ts'
import { Icon } from './icon.tsx'
import { certificateLink, postLinks, type Shared } from './share.ts'

/**
 * Opens the panel of the page, also without scripts. With one, the system’s share sheet opens instead if there is one;
 * what only the panel has is then behind a button of its own.
 */
export const ShareButton: FC<Pick<Shared, 'title' | 'text' | 'url'>> = ({ title, text, url }) => (
  <div class="share-buttons">
    <button
      class="button button-primary"
      type="button"
      popovertarget="share"
      aria-haspopup="dialog"
      data-share
      data-title={title}
      data-text={text}
      data-url={url}
    >
      <Icon name="share" /> {t('Share')}
    </button>
    <button class="button share-more" type="button" popovertarget="share" aria-haspopup="dialog">
      {t('Copy or download')}
    </button>
  </div>
)

/** Links, pictures and posts. Browsers that know no popovers show it where it stands. */
export const SharePanel: FC<{ shared: Shared }> = ({ shared }) => {
  const { title, url, markdown, pictures } = shared
  return (
    <div id="share" class="share-panel" popover="auto" role="dialog" aria-labelledby="share-heading">
      <div class="share-head">
        <h2 id="share-heading">{t('Share {title}', { title })}</h2>
        <button class="icon-button" type="button" popovertarget="share" popovertargetaction="hide" autofocus>
          <Icon name="close" /> <span class="sr-only">{t('Close')}</span>
        </button>
      </div>
      <CopyLine id="share-link" label="Link" text={url} />
      <CopyLine id="share-markdown" label="Markdown, for a README" text={markdown} />
      <section aria-labelledby="share-pictures">
        <h3 id="share-pictures">{t('Download')}</h3>
        <ul class="share-ways">
          {pictures.map(({ label, size, href, file }) => (
            <li>
              <a class="button" href={href} download={file}>
                <Icon name="download" /> {label} <span class="hint">{size}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="share-posting">
        <h3 id="share-posting">{t('Post')}</h3>
        <Posts shared={shared} />
      </section>
    </div>
  )
}

/** Replaced as counts change; the rest of the panel stays as it is. */
const Posts: FC<{ shared: Shared }> = ({ shared }) => (
  <ul id="share-posts" class="share-ways" data-live>
    {postLinks(shared).map(({ site, href }) => (
      <li>
        <a class="button" href={href} target="_blank" rel="noopener noreferrer">
          {site}
        </a>
      </li>
    ))}
    {shared.certificate && (
      <li>
        <a
          class="button"
          href={certificateLink(shared.certificate, shared.url)}
          target="_blank"
          rel="noopener noreferrer"
        >
          {t('Add to LinkedIn profile')}
        </a>
      </li>
    )}
  </ul>
)

const CopyLine: FC<{ id: string; label: Message; text: string }> = ({ id, label, text }) => (
  <div class="share-copy" data-copy-group>
    <label for={id}>{t(label)}</label>
    <div class="copy-row">
      <input id={id} readonly value={text} data-copy-source />
      <button class="button" type="button" data-copy hidden>
        <Icon name="copy" /> <span data-copy-label>{t('Copy')}</span>
        <span class="sr-only"> {t(label)}</span>
      </button>
    </div>
  </div>
)
