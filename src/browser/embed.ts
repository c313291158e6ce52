/** Script of the embed page: updates preview and code as options change. The page is complete without it. */

import { EMBED_KINDS, type EmbedChoice, embedCode, pictureUrl } from '../ui/embed.ts'
import { paths, urls } from '../urls.ts'
import { attachCopyButtons } from './copy.ts'

attachCopyButtons()
const root = document.querySelector<HTMLElement>('#embed')
const form = root?.querySelector('form')
if (root && form) bringToLife(root, form)

function bringToLife(root: HTMLElement, form: HTMLFormElement): void {
  const { handle = '', origin = '' } = root.dataset
  for (const button of form.querySelectorAll<HTMLElement>('[data-without-script]')) button.hidden = true
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('change', () => {
    const choice = choiceIn(new FormData(form))
    for (const picture of root.querySelectorAll<HTMLImageElement>('[data-preview]')) {
      const theme = picture.dataset.preview === 'dark' ? choice.dark : choice.light
      picture.src = pictureUrl(paths, handle, choice, theme)
    }
    const code = embedCode(urls({ origin }), handle, choice)
    for (const [name, text] of Object.entries(code)) {
      const field = root.querySelector<HTMLTextAreaElement>(`#embed-${name}`)
      if (field) field.value = text
    }
  })
}

function choiceIn(fields: FormData): EmbedChoice {
  const value = (name: string) => String(fields.get(name) ?? '')
  return {
    kind: EMBED_KINDS.find((known) => known === value('kind')) ?? 'card',
    light: value('light'),
    dark: value('dark'),
    options: { locale: value('locale'), hide_border: value('hide_border'), style: value('style') },
  }
}
