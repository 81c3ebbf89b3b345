import QRCode from 'qrcode'

/**
 * The modules of a QR code (GB/T 18284, ISO/IEC 18004), true is black, without quiet zone. Correction level M: a form is
 * folded and stamped on.
 */
export function qrMatrix(content: string): boolean[][] {
  const { modules } = QRCode.create(content, { errorCorrectionLevel: 'M' })
  return Array.from({ length: modules.size }, (_, row) =>
    Array.from({ length: modules.size }, (_, column) => modules.get(row, column) !== 0),
  )
}
