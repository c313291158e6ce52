/**
 * Script of a badge's page and of a template's: copy buttons, sharing, and marks of new badges that expire. The pages are
 * complete without it.
 */
import './language.ts'
import { attachCopyButtons } from './copy.ts'
import { keepMarksTrue } from './new-marks.ts'
import { attachShare } from './share.ts'

attachCopyButtons()
keepMarksTrue()
attachShare()
