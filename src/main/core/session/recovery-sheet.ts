import { join } from 'node:path'
import PDFDocument from 'pdfkit'

/** One A4 page with the recovery key, to print and lock away. `madeOn`: YYYY-MM-DD, also the time in the file. */
export function recoverySheet(
  sheet: { recoveryKey: string; name: string; office: string; madeOn: string },
  resources: string,
): Promise<Uint8Array> {
  const fonts = join(resources, 'fonts', 'built')
  const document = new PDFDocument({
    size: 'A4',
    margin: 72,
    info: { Title: '恢复密钥', CreationDate: new Date(`${sheet.madeOn}T00:00:00+08:00`) },
  })
  document.registerFont('body', join(fonts, 'song.ttf'))
  document.registerFont('bold', join(fonts, 'song-bold.ttf'))
  const parts: Buffer[] = []
  const finished = new Promise<Uint8Array>((resolve, reject) => {
    document.on('data', (part: Buffer) => parts.push(part))
    document.on('end', () => resolve(Uint8Array.from(Buffer.concat(parts))))
    document.on('error', reject)
  })
  document.font('bold').fontSize(24).text('恢复密钥', { align: 'center' }).moveDown(1)
  document.font('body').fontSize(12)
  for (const [label, value] of [
    ['台账', sheet.name],
    ['单位', sheet.office],
    ['打印日期', sheet.madeOn],
  ] as const) {
    document.text(`${label}：${value}`).moveDown(0.3)
  }
  document.moveDown(1)
  // Two lines of four groups: read aloud and typed back without losing the place.
  const groups = sheet.recoveryKey.split('-')
  document.font('bold').fontSize(22)
  for (let at = 0; at < groups.length; at += 4) {
    document.text(groups.slice(at, at + 4).join('  '), { align: 'center', characterSpacing: 2 }).moveDown(0.5)
  }
  document.moveDown(1).font('body').fontSize(12)
  for (const line of [
    '忘记口令时，凭这份恢复密钥可以打开台账并设置新口令；此外没有别的办法。',
    '任何人拿到它和台账文件都能打开台账：请锁好，不要拍照，不要与电脑放在一起。',
    '在应用中更换恢复密钥后，这一份即作废，请销毁并重新打印。',
    '密钥由数字和大写字母组成，不含 I、L、O、U；每组最后一个字符用于核对。',
  ]) {
    document.text(line, { lineGap: 4 }).moveDown(0.4)
  }
  document.end()
  return finished
}
