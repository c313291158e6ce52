import type { FC } from 'hono/jsx'
import type { SessionTemplate, TemplateExample } from '../../../src/contract/session-templates.ts'
import { number, plural, t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { argumentsText, indentedJson } from '../../../src/templates/json-text.ts'
import { summaryOf } from '../../../src/templates/template.ts'
import type { Urls } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import { CopyText } from '../parts/copy-text.tsx'
import { paths } from '../paths.ts'
import { TemplateFacts } from './page.tsx'

export interface TemplatePageProps {
  handle: string
  template: SessionTemplate
  /** Unix seconds. */
  now: number
  site: Urls
}

/** Maximum length shown of arguments and answers; the JSON has all of it. Unit: UTF-16 code units. */
const SHOWN = 2000

/** A session template: how to use it, its contents, and a form to delete it. */
export const TemplatePage: FC<TemplatePageProps> = ({ handle, template, now, site }) => {
  const { name } = template
  return (
    <Layout title={`${name} · @${handle}`} path={paths.template(handle, name)} script="badge" noindex>
      <div class="templates">
        <p class="back">
          <a href={paths.profile(handle)}>@{handle}</a> ·{' '}
          <a href={paths.templates(handle)}>{t('Session templates')}</a>
        </p>
        <h1 class="template-name">{name}</h1>
        <TemplateFacts template={summaryOf(template)} now={now} />
        <section class="templates-part" aria-labelledby="use-heading">
          <h2 id="use-heading">{t('Use it')}</h2>
          <p>{t('Returns your messages with the examples inserted after the system prompt.')}</p>
          <CodeBlock label={t('How to use it')} text={useCommand(site, handle, name)} />
          <CopyText
            id="template-json"
            label={t('As JSON')}
            text={JSON.stringify(template, null, 2)}
            rows={6}
          />
          <p class="hint">
            <Sentence
              text="For Hermes, save it as {file} in your agent’s {folder} folder. Then {command} has Hermes begin each session with it."
              with={{
                file: <code>{name}.json</code>,
                folder: <code>session-templates</code>,
                command: <code>laurel templates use {name}</code>,
              }}
            />
          </p>
        </section>
        <section class="templates-part" aria-labelledby="examples-heading">
          <h2 id="examples-heading">{t('What it shows')}</h2>
          <ol class="template-examples">
            {template.examples.map((example, index) => (
              <Example example={example} place={index + 1} />
            ))}
          </ol>
        </section>
        <details class="history-form">
          <summary>{t('Delete')}</summary>
          <form method="post" action={paths.templateAction(handle, name, 'delete')}>
            <p>{t('This deletes the template for good. The session it came from stays.')}</p>
            <button class="button button-danger" type="submit">
              {t('Delete {name}', { name })}
            </button>
          </form>
        </details>
      </div>
    </Layout>
  )
}

const Example: FC<{ example: TemplateExample; place: number }> = ({ example, place }) => (
  <li>
    <h3>
      <span class="hint">{number(place)}.</span> <code>{example.tool_name}</code>
    </h3>
    <CodeBlock
      label={t('Arguments of call {place}', { place })}
      text={opening(indentedJson(argumentsText(example)))}
    />
    {example.result === '' ? (
      <p class="hint">{t('No result.')}</p>
    ) : (
      <CodeBlock label={t('Result of call {place}', { place })} text={opening(example.result)} />
    )}
  </li>
)

function opening(text: string): string {
  if (text.length <= SHOWN) return text
  return `${text.slice(0, SHOWN)}…\n\n(${plural(text.length - SHOWN, '{n} more character', '{n} more characters')})`
}

function useCommand(site: Urls, handle: string, name: string): string {
  return `curl -X POST -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
  ${site.injectApi(handle, name)} \\
  -d '{"messages": [{"role": "user", "content": "…"}]}'`
}
