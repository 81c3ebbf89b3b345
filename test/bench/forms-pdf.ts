/**
 * Printing application forms: ours, plain pdfkit (the whole form drawn anew on each page, as its manual shows), Chromium's
 * own printing of the same pages as HTML, and LibreOffice's of the same data merged into a table on each page. Each runs in
 * its own process for its peak memory.
 *
 * node test/bench/forms-pdf.ts [pages]         (10,000 for ours and pdfkit; the others print a sample)
 */
import { execFileSync } from 'node:child_process'
import {
  createWriteStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'
import PDFDocument from 'pdfkit'
import { writeAtomically } from '../../src/main/core/files/atomic-write.ts'
import { type ApplicationFormData, applicationFields } from '../../src/main/core/forms/application-fields.ts'
import { type CompiledForm, readFormLayout, type TextStyle } from '../../src/main/core/forms/compile-form.ts'
import { readListLayout } from '../../src/main/core/forms/compile-list.ts'
import type { Box } from '../../src/main/core/forms/drawing.ts'
import { type FittedText, fitText } from '../../src/main/core/forms/fit-text.ts'
import { type FontFile, type FontShelf, openFontShelf } from '../../src/main/core/forms/font-shelf.ts'
import { type ClaimLine, claimLineFields } from '../../src/main/core/forms/list-fields.ts'
import { type PaperHeader, paperHeaderFields } from '../../src/main/core/forms/paper-fields.ts'
import { qrMatrix } from '../../src/main/core/forms/qr-matrix.ts'
import { renderForms } from '../../src/main/core/forms/render-forms.ts'
import { renderList } from '../../src/main/core/forms/render-list.ts'
import { fullApplication, hardApplication } from '../fixtures/forms/application-forms.ts'
import { libreOfficePrint, sofficePath } from './peers/libreoffice.ts'

interface Measured {
  readonly pages: number
  readonly seconds: number
  readonly peakMb: number
  readonly fileMb: number
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const fontsDir = join(root, 'resources', 'fonts', 'built')
const createdAt = new Date('2022-03-31T08:00:00+08:00')
const chromiumSample = 300
const libreOfficeSample = 200
const chromiumPath = process.env.LIAISON_CHROMIUM ?? '/usr/bin/chromium'

/** Names from 400 common and 4 rare characters, all other fields filled; every 50th is a hard one. */
function* applicants(count: number): Generator<ApplicationFormData> {
  const rare = [...'䶮㛃𬱖𠮷']
  for (let index = 0; index < count; index += 1) {
    const base = index % 50 === 7 ? hardApplication : fullApplication
    const name = `${String.fromCodePoint(0x4e00 + ((index * 7) % 400))}${String.fromCodePoint(0x5b00 + ((index * 11) % 400))}${rare[index % 4]}`
    yield {
      ...base,
      formNumber: `SQ-511133-2022-${String(index).padStart(6, '0')}`,
      applicant: { ...base.applicant, name: base === hardApplication ? base.applicant.name : name },
      benefit: { ...base.benefit, amount: 100_000 + index * 37 },
    }
  }
}

function shippedForm(): CompiledForm<ApplicationFormData> {
  const file = join(root, 'resources', 'forms', 'individual-application.yaml')
  return readFormLayout(file, readFileSync(file, 'utf8'), applicationFields)
}

async function ours(pages: number, file: string): Promise<void> {
  const shelf = openFontShelf(fontsDir)
  await writeAtomically(file, (sink) =>
    renderForms(shippedForm(), applicants(pages), sink, { shelf, createdAt }),
  )
}

/** The application roster: so many rows in one list, totals and page numbers right. */
async function roster(rows: number, file: string): Promise<void> {
  const shelf = openFontShelf(fontsDir)
  const path = join(root, 'resources', 'forms', 'application-roster.yaml')
  const list = readListLayout(path, readFileSync(path, 'utf8'), paperHeaderFields, claimLineFields)
  const header: PaperHeader = {
    serial: 'ZJ-2022-7F3A-000001',
    code: 'PC-2022-7F3A-0001',
    office: '马边彝族自治县人力资源和社会保障局',
    subject: '2022年稳岗补贴',
    filledOn: '2022-03-31',
  }
  await writeAtomically(file, (sink) =>
    renderList(list, header, rosterLines(rows), sink, { shelf, createdAt }),
  )
}

function* rosterLines(count: number): Generator<ClaimLine> {
  for (const { applicant, work, benefit, payee } of applicants(count)) {
    yield {
      name: applicant.name,
      sex: applicant.sex,
      idNumber: applicant.idNumber,
      homePlace: applicant.householdAddress,
      employer: work.employer,
      benefit: benefit.name,
      amount: benefit.amount,
      account: payee.account,
    }
  }
}

async function plainPdfkit(pages: number, file: string): Promise<void> {
  const shelf = openFontShelf(fontsDir)
  const form = shippedForm()
  const doc = new PDFDocument({
    autoFirstPage: false,
    size: [form.width, form.height],
    margin: 0,
    info: { CreationDate: createdAt },
  })
  const out = createWriteStream(file)
  doc.pipe(out)
  const known = new Set<string>()
  const registered = (font: FontFile): string => {
    if (!known.has(font.name)) doc.registerFont(font.name, font.bytes)
    known.add(font.name)
    return font.name
  }
  const draw: Draw = {
    text(fitted, box, style) {
      const top = box.y + (box.height - fitted.lines.length * fitted.lineHeight) / 2
      for (const [index, line] of fitted.lines.entries()) {
        const x = style.align === 'center' ? box.x + (box.width - line.width) / 2 : box.x
        let at = x
        let run = ''
        let from = line.glyphs[0]?.file
        const flush = (): void => {
          if (!from || run === '') return
          doc.font(registered(from), fitted.size)
          doc.text(run, at, top + index * fitted.lineHeight, { lineBreak: false })
          at += doc.widthOfString(run)
          run = ''
        }
        for (const glyph of line.glyphs) {
          if (glyph.file !== from) {
            flush()
            from = glyph.file
          }
          run += String.fromCodePoint(glyph.codePoint)
        }
        flush()
      }
    },
    box: (box, width) => void doc.lineWidth(width).rect(box.x, box.y, box.width, box.height).stroke(),
    line: (x1, y1, x2, y2, width) => void doc.lineWidth(width).moveTo(x1, y1).lineTo(x2, y2).stroke(),
    module: (x, y, width, height) => void doc.rect(x, y, width, height),
    endModules: () => void doc.fill(),
  }
  for (const data of applicants(pages)) {
    doc.addPage()
    drawWholePage(form, data, shelf, draw)
    // Without this the pages would all wait in memory until the end.
    if (doc.readableLength > 1 << 20) await new Promise((resolve) => setImmediate(resolve))
  }
  doc.end()
  await finished(out)
}

async function chromiumPrint(pages: number, file: string): Promise<void> {
  const shelf = openFontShelf(fontsDir)
  const form = shippedForm()
  const face = (name: string, path: string): string =>
    `@font-face{font-family:${name};src:url(${pathToFileURL(join(fontsDir, path)).href})}`
  let html = `<!doctype html><meta charset=utf-8><style>@page{size:A4;margin:0}body{margin:0}
    ${face('song', 'song.ttf')}${face('bold', 'song-bold.ttf')}${face('kai', 'kai.ttf')}
    ${readdirSync(join(fontsDir, 'rare'))
      .map((path) => face(`rare-${path.split('.')[0]}`, `rare/${path}`))
      .join('')}
    .p{position:relative;width:${form.width}pt;height:${form.height - 0.5}pt;break-after:page;overflow:hidden}
    .p *{position:absolute;white-space:pre}</style>`
  const parts: string[] = []
  let modules = ''
  const draw: Draw = {
    text(fitted, box, style) {
      const family = style.fit.face === '宋体加粗' ? 'bold' : style.fit.face === '楷体' ? 'kai' : 'song'
      const rare = new Set(fitted.lines.flatMap((line) => line.glyphs.map((glyph) => glyph.file.name)))
      const families = [family, 'song', ...[...rare].filter((name) => name.startsWith('rare')), 'kai'].join(
        ',',
      )
      const top = box.y + (box.height - fitted.lines.length * fitted.lineHeight) / 2
      const text = fitted.lines
        .map((line) => line.glyphs.map((g) => String.fromCodePoint(g.codePoint)).join(''))
        .join('\n')
      parts.push(
        `<div style="left:${box.x}pt;top:${top}pt;width:${box.width}pt;font:${fitted.size}pt/${fitted.lineHeight}pt ${families};text-align:${style.align}">${text}</div>`,
      )
    },
    box: (box, width) =>
      void parts.push(
        `<div style="left:${box.x}pt;top:${box.y}pt;width:${box.width}pt;height:${box.height}pt;box-sizing:border-box;border:${width}pt solid"></div>`,
      ),
    line: (x1, y1, x2, _y2, width) =>
      void parts.push(
        `<div style="left:${x1}pt;top:${y1}pt;width:${x2 - x1}pt;border-top:${width}pt solid"></div>`,
      ),
    module: (x, y, width, height) => {
      modules += `M${x} ${y}h${width}v${height}h${-width}z`
    },
    endModules: () => {
      const size = `width="${form.width}pt" height="${form.height}pt" viewBox="0 0 ${form.width} ${form.height}"`
      parts.push(`<svg style="left:0;top:0" ${size}><path d="${modules}"/></svg>`)
      modules = ''
    },
  }
  for (const data of applicants(pages)) {
    drawWholePage(form, data, shelf, draw)
    html += `<div class=p>${parts.join('')}</div>`
    parts.length = 0
  }
  const source = `${file}.html`
  writeFileSync(source, html)
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--allow-file-access-from-files'],
  })
  const page = await browser.newPage()
  await page.goto(pathToFileURL(source).href)
  await page.evaluate(() => document.fonts.ready)
  await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true })
  browserPeakMb = treePeakMb(process.pid)
  await browser.close()
}

interface Draw {
  text(fitted: FittedText, box: Box, style: TextStyle): void
  box(box: Box, width: number): void
  line(x1: number, y1: number, x2: number, y2: number, width: number): void
  module(x: number, y: number, width: number, height: number): void
  endModules(): void
}

/** The whole page by somebody else's means: the same texts, lines and QR code at the same places. */
function drawWholePage(
  form: CompiledForm<ApplicationFormData>,
  data: ApplicationFormData,
  shelf: FontShelf,
  draw: Draw,
): void {
  const set = (text: string, box: Box, style: TextStyle): void => {
    if (text === '') return
    const fitting = fitText(shelf, text, style.fit, box.width, box.height)
    if (fitting.ok) draw.text(fitting.text, box, style)
  }
  for (const piece of form.statics) {
    if (piece.kind === 'text') set(piece.text, piece.box, piece.style)
    else if (piece.kind === 'box') draw.box(piece.box, piece.width)
    else draw.line(piece.x1, piece.y1, piece.x2, piece.y2, piece.width)
  }
  for (const piece of form.filled) {
    if (piece.kind === 'text') set(piece.template.fill(data), piece.box, piece.style)
    else if (piece.kind === 'qr') {
      const dark = qrMatrix(String(piece.field.read(data)))
      const module = piece.box.width / (dark.length + 2 * piece.quiet)
      for (const [y, row] of dark.entries()) {
        for (const [x, on] of row.entries()) {
          if (on)
            draw.module(
              piece.box.x + (piece.quiet + x) * module,
              piece.box.y + (piece.quiet + y) * module,
              module,
              module,
            )
        }
      }
      draw.endModules()
    } else {
      const codes = piece.field.read(data)
      for (const code of Array.isArray(codes) ? codes : []) set('✓', piece.boxes.get(code)!, piece.style)
    }
  }
}

let browserPeakMb = 0

/** Sum of the peaks of a process and all that it started (Linux). */
function treePeakMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const own = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  return children.reduce((sum, child) => sum + treePeakMb(Number(child)), own)
}

async function libreOffice(pages: number, file: string): Promise<void> {
  browserPeakMb = await libreOfficePrint(shippedForm(), applicants(pages), file, () =>
    treePeakMb(process.pid),
  )
}

const contenders = { ours, roster, plainPdfkit, chromiumPrint, libreOffice }
type Contender = keyof typeof contenders

const [who, count = '10000', target = ''] = process.argv.slice(2)
if (who !== undefined && who in contenders) {
  const started = performance.now()
  await contenders[who as Contender](Number(count), target)
  const seconds = (performance.now() - started) / 1000
  const peakMb = browserPeakMb || process.resourceUsage().maxRSS / 1024
  process.stdout.write(
    JSON.stringify({ pages: Number(count), seconds, peakMb, fileMb: statSync(target).size / 1e6 }),
  )
} else {
  const pages = Number(who ?? 10_000)
  const folder = mkdtempSync(join(tmpdir(), 'll-forms-bench-'))
  const measure = (name: Contender, amount: number): Measured => {
    const self = fileURLToPath(import.meta.url)
    const out = execFileSync(process.execPath, [self, name, String(amount), join(folder, `${name}.pdf`)], {
      encoding: 'utf8',
    })
    return JSON.parse(out) as Measured
  }
  try {
    const mine = measure('ours', pages)
    const plain = measure('plainPdfkit', pages)
    // Chromium's start and its reading of the fonts are taken off: the difference of two samples is its steady pace.
    const [few, many] = [measure('chromiumPrint', 50), measure('chromiumPrint', 50 + chromiumSample)]
    const steady = {
      ...many,
      pages: chromiumSample,
      seconds: many.seconds - few.seconds,
      fileMb: many.fileMb - few.fileMb,
    }
    const rows: [string, Measured][] = [
      ['ours (form written once)', mine],
      ['plain pdfkit', plain],
      [`Chromium printing (sample of ${chromiumSample}, start not counted)`, steady],
    ]
    if (sofficePath() !== undefined) {
      const [start, merged] = [measure('libreOffice', 50), measure('libreOffice', 50 + libreOfficeSample)]
      rows.push([
        `LibreOffice printing merged tables (sample of ${libreOfficeSample}, start not counted)`,
        {
          ...merged,
          pages: libreOfficeSample,
          seconds: merged.seconds - start.seconds,
          fileMb: merged.fileMb - start.fileMb,
        },
      ])
    }
    const best = rows[0]![1]
    process.stdout.write(
      '| forms | pages | seconds | pages/s | ours is faster by | peak MB | KB/page |\n|---|--:|--:|--:|--:|--:|--:|\n',
    )
    for (const [name, each] of rows) {
      const rate = each.pages / each.seconds
      const ratio = (best.pages / best.seconds / rate).toFixed(1)
      process.stdout.write(
        `| ${name} | ${each.pages} | ${each.seconds.toFixed(2)} | ${rate.toFixed(0)} | ${ratio}× | ${each.peakMb.toFixed(0)} | ${((each.fileMb * 1000) / each.pages).toFixed(1)} |\n`,
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
