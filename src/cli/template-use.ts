import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SessionTemplate } from '../contract/session-templates.ts'
import { LaurelError } from '../errors.ts'
import { prefillMessages } from '../templates/injection.ts'
import { PREFILL_FILE, withoutPrefill, withPrefill } from './prefill-setting.ts'
import { replaceFile } from './private-file.ts'
import { readShared, replaceShared } from './shared-file.ts'

/** Where Hermes is told of the messages, in the folder of one of its profiles. */
interface Place {
  config: string
  backup: string
  messages: string
}

function placeIn(profileFolder: string): Place {
  const config = join(profileFolder, 'config.yaml')
  return {
    config,
    backup: `${config}.laurel-templates-backup`,
    messages: join(profileFolder, PREFILL_FILE),
  }
}

/**
 * Has a Hermes profile begin each session with a template, in place of another one.
 * @param profileFolder of Hermes
 * @returns whether anything has changed
 * @throws LaurelError `invalid_request` if it has no examples, or the config can't be changed; an error of the system
 */
export function useTemplate(template: SessionTemplate, profileFolder: string): boolean {
  const { config, backup, messages } = placeIn(profileFolder)
  if (template.examples.length === 0) {
    throw new LaurelError('invalid_request', 'This template has no examples.', { hint: 'Use another one.' })
  }
  const file = readShared(config)
  const text = withPrefill(file.text)
  const wanted = `${JSON.stringify(prefillMessages(template), null, 2)}\n`
  const found = existsSync(messages) ? readFileSync(messages, 'utf8') : null
  if (found !== wanted) replaceFile(messages, wanted)
  if (text === file.text) return found !== wanted
  try {
    if (file.state !== null) {
      replaceFile(backup, file.text)
      chmodSync(backup, file.state.mode & 0o777)
    }
    replaceShared(file, text)
  } catch (error) {
    if (found === null) rmSync(messages, { force: true })
    throw error
  }
  return true
}

/**
 * Takes out what `useTemplate` has put in.
 * @param profileFolder of Hermes
 * @returns whether there was anything
 * @throws LaurelError `invalid_request` if the config can't be changed; an error of the system
 */
export function unuseTemplate(profileFolder: string): boolean {
  const { config, backup, messages } = placeIn(profileFolder)
  const file = readShared(config)
  const text = withoutPrefill(file.text)
  const hadMessages = existsSync(messages)
  if (text !== file.text) replaceShared(file, text === '' && !existsSync(backup) ? null : text)
  // What was changed since is only in the config.
  if (existsSync(backup) && readFileSync(backup, 'utf8') === text) rmSync(backup)
  rmSync(messages, { force: true })
  return hadMessages || text !== file.text
}
