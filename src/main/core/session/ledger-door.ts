import type { DeskOfficer } from '../../../shared/contract/officers.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { unwrapByPassphrase } from '../db/key/wraps.ts'
import {
  createLedger,
  type KdfCost,
  openLedger,
  type ReadLedger,
  type SecretHost,
  type WriteLedger,
} from '../db/ledger.ts'
import { keepResultsCurrent } from '../entitlements/re-evaluate.ts'
import { locked } from '../jobs/locked.ts'
import type { Credentials, NewLedger, OpenedLedger } from '../jobs/protocol.ts'
import type { Surroundings } from '../procedure.ts'
import { readOffice, saveOffice } from '../registry/office.ts'
import { loadRegions } from '../registry/regions.ts'
import { readDeskRules } from '../security/desk-rules.ts'
import { officersAtWork } from '../security/officers.ts'
import { clearAdminPins, signIn } from '../security/sign-in.ts'
import { readLedgerFacts, saveLedgerFacts } from './ledger-facts.ts'

/** The one ledger that the writer's thread holds, and the ways to come to it. */
export class LedgerDoor {
  readonly #surroundings: Surroundings
  readonly #kdf: { kdfCost?: KdfCost }
  readonly #written: (tables: readonly string[]) => void
  #ledger: WriteLedger | undefined

  /** `written` is told the tables of each commit. */
  constructor(
    surroundings: Surroundings,
    kdfCost: KdfCost | undefined,
    written: (tables: readonly string[]) => void,
  ) {
    this.#surroundings = surroundings
    this.#kdf = kdfCost === undefined ? {} : { kdfCost }
    this.#written = written
  }

  get isOpen(): boolean {
    return this.#ledger !== undefined
  }

  /** @throws Refusal `ledger.locked` */
  get ledger(): WriteLedger {
    if (this.#ledger === undefined) throw locked()
    return this.#ledger
  }

  /** @throws Refusal as `createLedger` */
  async create(call: {
    ledger: NewLedger
    keyFolder: string
  }): Promise<{ recoveryKey: string; opened: OpenedLedger }> {
    const { path, passphrase, name, office, county, officer, demo } = call.ledger
    const created = await createLedger({
      path,
      passphrase,
      now: this.#surroundings.now,
      ...this.#kdf,
      keyFolder: call.keyFolder,
    })
    this.#hold(created.ledger)
    created.ledger.write({ action: 'ledger.create', actor: officer, params: { county } }, (tx) => {
      saveOffice(tx, { office, county, officer })
      saveLedgerFacts(tx, { name, demo })
    })
    return { recoveryKey: created.recoveryKey, opened: this.#opened() }
  }

  /**
   * Opens a ledger; with a recovery key it gets a new passphrase, with `remember` this machine keeps the key. `officer`
   * renames the one person of a ledger that keeps no list of officers.
   * @throws Refusal as `openLedger`
   */
  async open(
    call: { path: string; keyFolder: string; credentials: Credentials; remember: boolean; officer?: string },
    host: SecretHost,
  ): Promise<OpenedLedger> {
    const { path, keyFolder, credentials, remember, officer } = call
    const ledger = await openLedger({
      path,
      keyFolder,
      now: this.#surroundings.now,
      ...this.#kdf,
      secret: secretOf(credentials, host),
    })
    try {
      if (credentials.kind === 'recovery') {
        await ledger.keys.setPassphrase(credentials.newPassphrase)
        clearAdminPins(ledger, readOffice(ledger.reader).officer)
      }
      if (remember && !ledger.keys.keptOnHost) await ledger.keys.keepOnHost(host)
      if (
        officer !== undefined &&
        officer !== readOffice(ledger.reader).officer &&
        officersAtWork(ledger.reader).length === 0
      ) {
        ledger.write({ action: 'settings.save', actor: officer }, (tx) => saveOffice(tx, { officer }))
      }
    } catch (error) {
      ledger.close()
      throw error
    }
    this.#hold(ledger)
    return this.#opened()
  }

  /** @throws Refusal as `signIn` */
  signIn(call: { officerId: string; pin: string | undefined }): Promise<DeskOfficer> {
    return signIn(this.ledger, this.#surroundings.now(), call)
  }

  /** @throws Refusal `ledger.wrong-passphrase` */
  async changePassphrase(call: { passphrase: string; newPassphrase: string }): Promise<void> {
    await this.ledger.keys.changePassphrase(call.passphrase, call.newPassphrase)
  }

  /** A new recovery key, for somebody who knows the passphrase. @throws Refusal `ledger.wrong-passphrase` */
  async newRecoveryKey(call: { passphrase: string }): Promise<{ recoveryKey: string }> {
    const { keys } = this.ledger
    const wrap = keys.file.wraps.find((candidate) => candidate.kind === 'passphrase')
    const key = wrap && (await unwrapByPassphrase(wrap, call.passphrase, keys.file.salt))
    if (key === undefined) {
      throw new Refusal(
        'ledger.wrong-passphrase',
        '口令不正确，没有更换恢复密钥。请检查大小写和输入法后重试。',
      )
    }
    return { recoveryKey: await keys.renewRecoveryKey() }
  }

  close(): void {
    const ledger = this.#ledger
    this.#ledger = undefined
    ledger?.close()
  }

  #hold(ledger: WriteLedger): void {
    this.#ledger = ledger
    ledger.onCommitted((event) => this.#written(event.tables))
    ledger.concludeWith((tx) => {
      keepResultsCurrent(this.#surroundings, tx)
    })
  }

  #opened(): OpenedLedger {
    return { ticket: this.ledger.ticket, ...describeLedger(this.ledger.reader, this.#surroundings.resources) }
  }
}

/** The open ledger as the screens show it. */
export function describeLedger(ledger: ReadLedger, resources: string): Omit<OpenedLedger, 'ticket'> {
  const { office, county, officer } = readOffice(ledger)
  const countyName = loadRegions(resources).fullName(county) ?? county
  return {
    ...{ office, county, countyName, officer },
    officers: officersAtWork(ledger),
    idleMinutes: readDeskRules(ledger).idleMinutes,
    ...readLedgerFacts(ledger),
  }
}

function secretOf(
  credentials: Credentials,
  host: SecretHost,
): { passphrase: string } | { recoveryKey: string } | { host: SecretHost } {
  if (credentials.kind === 'passphrase') return { passphrase: credentials.passphrase }
  if (credentials.kind === 'recovery') return { recoveryKey: credentials.recoveryKey }
  return { host }
}
