/**
 * LibreOffice as a peer: the data of the forms, merged into one Writer document (flat XML) of a page a record, which soffice
 * turns into PDF. Merging is done here and not counted against it, and its page is simpler than ours: a table of all fields
 * of the form with their labels, what the form itself says, and the QR code as a picture.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ApplicationFormData } from '../../../src/main/core/forms/application-fields.ts'
import type { CompiledForm } from '../../../src/main/core/forms/compile-form.ts'
import { qrMatrix } from '../../../src/main/core/forms/qr-matrix.ts'

/** `undefined`: there is none on this machine. */
export function sofficePath(): string | undefined {
  try {
    return execFileSync('which', ['soffice'], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}

/** Gives the peak memory of all processes, in MB, as `peak` saw it. */
export async function libreOfficePrint(
  form: CompiledForm<ApplicationFormData>,
  people: Iterable<ApplicationFormData>,
  file: string,
  peak: () => number,
): Promise<number> {
  const soffice = sofficePath()
  if (soffice === undefined) throw new Error('there is no soffice on this machine')
  const folder = mkdtempSync(join(tmpdir(), 'll-soffice-'))
  try {
    const source = join(folder, 'merged.fodt')
    writeFileSync(source, merged(form, people))
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`
    const most = await run(
      soffice,
      [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, source],
      peak,
    )
    renameSync(join(folder, 'merged.pdf'), file)
    return most
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(command: string, args: readonly string[], peak: () => number): Promise<number> {
  return new Promise((done, fail) => {
    let most = 0
    const child = spawn(command, args, { stdio: 'ignore' })
    const look = setInterval(() => {
      most = Math.max(most, peak())
    }, 100)
    child.once('error', fail)
    child.once('close', (code) => {
      clearInterval(look)
      if (code === 0) done(most)
      else fail(new Error(`soffice ended with ${code}`))
    })
  })
}

function merged(form: CompiledForm<ApplicationFormData>, people: Iterable<ApplicationFormData>): string {
  const words = form.statics.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []))
  const pages = [...people].map((data, at) => pageOf(form, words, data, at))
  return `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
<style:style style:name="Page" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/><style:text-properties fo:font-size="16pt" style:font-size-asian="16pt"/></style:style>
<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.5mm"/></style:style>
<style:style style:name="Words" style:family="paragraph"><style:text-properties fo:font-size="7pt" style:font-size-asian="7pt"/></style:style>
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" fo:margin="12mm"/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"/></office:master-styles>
<office:body><office:text>${pages.join('')}</office:text></office:body></office:document>`
}

function pageOf(
  form: CompiledForm<ApplicationFormData>,
  words: readonly string[],
  data: ApplicationFormData,
  at: number,
): string {
  const cells = form.filled.flatMap((piece) => (piece.kind === 'text' ? [piece.template.fill(data)] : []))
  const rows: string[] = []
  for (let from = 0; from < cells.length; from += 2)
    rows.push(
      `<table:table-row>${[words[from] ?? '', cells[from] ?? '', words[from + 1] ?? '', cells[from + 1] ?? '']
        .map(
          (text) =>
            `<table:table-cell table:style-name="Cell"><text:p text:style-name="Words">${escaped(text)}</text:p></table:table-cell>`,
        )
        .join('')}</table:table-row>`,
    )
  const rest = words.slice(cells.length).map(escaped).join('　')
  const code = form.filled.find((piece) => piece.kind === 'qr')
  const picture = code?.kind === 'qr' ? qrPicture(String(code.field.read(data)), at) : ''
  return `<text:p text:style-name="Page">${picture}${escaped(words[0] ?? '')}</text:p><table:table table:name="t${at}"><table:table-column table:number-columns-repeated="4"/>${rows.join('')}</table:table><text:p text:style-name="Words">${rest}</text:p>`
}

function qrPicture(text: string, at: number): string {
  const dark = qrMatrix(text)
  const path = dark.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="24mm" height="24mm" viewBox="-4 -4 ${dark.length + 8} ${dark.length + 8}"><path d="${path}"/></svg>`
  return `<draw:frame draw:name="q${at}" text:anchor-type="as-char" svg:width="24mm" svg:height="24mm"><draw:image><office:binary-data>${Buffer.from(svg).toString('base64')}</office:binary-data></draw:image></draw:frame>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', ' ')
}
