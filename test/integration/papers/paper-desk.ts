import { createBatch } from '../../../src/main/core/claims/batch/compose.ts'
import type { WriteLedger } from '../../../src/main/core/db/ledger.ts'
import {
  agents,
  attendance,
  claims,
  employers,
  people,
  settings,
} from '../../../src/main/core/db/schema/index.ts'
import { printPapers, storeSlips } from '../../../src/main/core/papers/printing.ts'
import type { Actor, InputOf, ReaderJobContext } from '../../../src/main/core/procedure.ts'
import { paperOrder } from '../../../src/shared/contract/papers.ts'
import type { PaperKind } from '../../../src/shared/domain/papers.ts'
import { printingFonts } from '../../fixtures/forms/printed.ts'
import { frozenFacts, frozenTrace } from '../../fixtures/small-ledger.ts'
import { claimsDesk } from '../claims/claims-desk.ts'

export const OFFICE = '马边彝族自治县人力资源和社会保障局'
export const PHONE = '0833-4521234'

/** People of a printed batch: rare characters, a very long name, plain ones. */
export const NAMES = ['阿依㛃', '阿木嫫·曲比伍呷·沙马拉洛·木䶮', '王建国', '吉克阿依', '李小妹', '𬱖𠅤']
const LONG_EMPLOYER = '浙江省绍兴市上虞区某某新材料科技股份有限公司杭州湾经济技术开发区第二分公司'

/** A desk with a reviewed batch of `count` claims over three villages of two townships, and a printer. */
export function paperDesk(ledger: WriteLedger, count = 40) {
  printingFonts()
  const desk = claimsDesk(ledger)
  desk.write((tx) =>
    tx.local(settings).upsert({
      key: 'office',
      value: JSON.stringify({ office: OFFICE, county: '511133', officer: '木果', phone: PHONE }),
    }),
  )
  const ids = desk.claims(count)
  const employerId = desk.make.employer('锦禾针织有限公司', {
    creditCode: '91330602MA2BCDEF0M',
    address: '浙江省绍兴市越城区某某路 1 号',
    contact: '陈某某',
    phone: '13900000000',
    bankName: '某某银行某某支行',
    bankAccount: '33050100000000000001',
  })
  const idNumbers = ids.map((_, i) => `51113319900101${String(i + 1).padStart(3, '0')}X`)
  const nameOf = (i: number) => NAMES[i % NAMES.length] as string
  desk.write((tx) => {
    const personOf = tx.prepare<{ personId: string }>('SELECT person_id AS personId FROM claims WHERE id = ?')
    for (const [i, id] of ids.entries()) {
      const facts = frozenFacts(nameOf(i))
      tx.update(claims, id, {
        amountFen: 300_000 + i,
        facts: JSON.stringify({
          ...facts,
          person: { ...facts.person, name: nameOf(i), idNumber: idNumbers[i] },
          work: {
            ...facts.work,
            employerId,
            employer: i % 5 === 1 ? LONG_EMPLOYER : '锦禾针织有限公司',
          },
        }),
        trace: JSON.stringify({ ...frozenTrace(), benefitName: '稳岗补贴', clause: '第五条' }),
      })
      tx.update(people, personOf.get(id)?.personId ?? '', {
        name: nameOf(i),
        idNumber: idNumbers[i] ?? null,
        birthDate: '1990-01-01',
        homeTownshipText: i < count / 2 ? '民建镇' : '荣丁镇',
        homeVillage: i < count / 4 ? '光明村' : i < count / 2 ? '红旗社区' : '建设村',
      })
    }
  })
  desk.review(ids)
  const batchId = desk.write((tx) =>
    createBatch(desk.context(), tx, {
      benefit: 'JH-16',
      fund: 'employment-promotion',
      budgetLineId: null,
      title: '2022年稳岗补贴',
      period: '2022',
      scope: null,
      ids,
    }),
  ).result.batchId
  const files: { name: string; mime: string; bytes: Buffer }[] = []
  let actor: Actor | undefined
  const job = () =>
    ({
      ...desk.context(),
      ...(actor === undefined ? {} : { actor }),
      ledger: ledger.reader,
      progress: () => undefined,
      shouldStop: () => false,
      files: {
        put: async (name: string, mime: string, bytes: Uint8Array) => {
          files.push({ name, mime, bytes: Buffer.from(bytes) })
          return { token: name, name, mime, size: bytes.byteLength }
        },
      },
      commit: async (_step: string, payload: Parameters<typeof storeSlips>[1]) =>
        storeSlips(desk.context(), payload),
    }) as unknown as ReaderJobContext
  return {
    desk,
    ids,
    idNumbers,
    nameOf,
    employerId,
    batchId,
    batchNumber: ledger.reader
      .prepare<string>('SELECT number FROM batches WHERE id = ?')
      .pluck()
      .get(batchId) as string,
    job,
    /** Who prints from now on. */
    actAs: (who: Actor) => {
      actor = who
    },
    files,
    /** Prints, and gives the files of this print. */
    print: async (kind: PaperKind, more: Partial<Omit<InputOf<'papers.print'>, 'kind'>> = {}) => {
      const from = files.length
      const order = {
        ...paperOrder.parse({ kind }),
        format: 'pdf',
        overprint: false,
        reason: '',
        ...more,
      } as const
      const result = await printPapers(job(), order)
      return { result, files: files.slice(from) }
    },
    /** One claim of an agent for a person it found work for. */
    agentClaim: (number: string) => {
      const agentId = desk.make.agent('某某人力资源服务有限公司', {
        creditCode: '91330602MA2BCDEF0M',
        contact: '陈某某',
        phone: '13900000000',
        bankName: '某某银行某某支行',
        bankAccount: '33050100000000000001',
      })
      const personId = desk.make.person('李小妹')
      const facts = { ...frozenFacts('李小妹'), beneficiaryName: '某某人力资源服务有限公司' }
      return desk.make.claim(personId, number, {
        beneficiaryKind: 'agent',
        beneficiaryId: agentId,
        amountFen: 40_000,
        facts: JSON.stringify(facts),
      })
    },
    /** A holder of a public-welfare post with attendance in a month. */
    postHolder: (name: string, month: string, days: number, at = 0, county: string | null = null) => {
      const personId = desk.make.person(name, { idNumber: `51113319910202${String(at).padStart(3, '0')}X` })
      desk.make.spell(personId, {
        employerText: '民建镇人民政府',
        county,
        postKind: 'public-welfare',
        jobTitle: '乡村保洁员',
        fromDate: '2022-01-01',
        contractFrom: '2022-01-01',
        contractTo: '2022-12-31',
      })
      desk.write((tx) => {
        tx.insert(attendance, {
          personId,
          employerId: null,
          month,
          attendedDays: days,
          requiredDays: 22,
          source: 'entry',
        })
      })
    },
    tables: { agents, employers },
  }
}
