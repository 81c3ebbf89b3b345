/**
 * Run by Node itself, beside the browser test: fills a ledger with the invented county around 2025 and writes three
 * pack files of the invented successor into its folder. Prints { publicKey }.
 * node test/e2e/successor-ledger.ts LEDGER
 */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openLedger } from '../../src/main/core/db/ledger.ts'
import { newSigningKey } from '../../src/main/core/security/signing-key.ts'
import { drawn, successorCounty, successorPack } from '../fixtures/successor-county.ts'

const [path = ''] = process.argv.slice(2)
const folder = dirname(path)
const ledger = await openLedger({
  path,
  secret: { passphrase: process.env.LIAISON_PASSPHRASE ?? '' },
  now: () => Date.now(),
})
successorCounty(ledger, 400, drawn(2026))
ledger.close()

const { privatePem, publicKey } = newSigningKey()
const signed = successorPack(privatePem)
writeFileSync(join(folder, '虚构-HLJ-2026.llpack'), signed)
writeFileSync(join(folder, '没有签名.llpack'), successorPack())
writeFileSync(join(folder, '传坏了.llpack'), signed.subarray(0, signed.length - 40))
process.stdout.write(JSON.stringify({ publicKey }))
