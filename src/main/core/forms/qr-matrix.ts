import QRCode from 'qrcode'

/**
 * The modules of a QR code (GB/T 18284, ISO/IEC 18004), true is black, without quiet zone. Correction level M: a form is
 * folded and stamped on.
 */
export function qrMatrix(content: string): boolean[][] {
  // The mode said outright: searching the best mix of modes takes longer than the whole rest of a page.
  const segment: QRCode.QRCodeSegment[] = /^[0-9A-Z $%*+\-./:]+$/.test(content)
    ? [{ data: content, mode: 'alphanumeric' }]
    : [{ data: Buffer.from(content, 'utf8'), mode: 'byte' }]
  const { modules } = QRCode.create(segment, { errorCorrectionLevel: 'M' })
  return Array.from({ length: modules.size }, (_, row) =>
    Array.from({ length: modules.size }, (_, column) => modules.get(row, column) !== 0),
  )
}
