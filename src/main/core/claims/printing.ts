import { Refusal } from '../../../shared/domain/refusal.ts'
import { claimEvents } from '../db/schema/claims.ts'
import type { InputOf, ReaderJobContext, WriteContext } from '../procedure.ts'
import { readOffice } from '../registry/office.ts'
import { type PaperClaim, paperClaims } from './application-data.ts'
import { applicationForms, type Paper, rosterPdf, rosterWorkbook } from './paper-files.ts'

type PrintEvent = { claimIds: string[]; note: string }

/** Prints application forms of the chosen claims and records that they were printed. */
export async function printForms(context: ReaderJobContext, input: InputOf<'printing.forms'>) {
  const startedAt = context.now()
  const claims = chosen(context, input.filter)
  const papers = await applicationForms(context, claims, {
    layout: input.layout,
    office: readOffice(context.ledger).office,
    pagesPerFile: input.pagesPerFile,
  })
  const result = await handOver(context, claims, papers, startedAt)
  await context.commit('prints.store', {
    claimIds: claims.map((claim) => claim.id),
    note: papers.map((paper) => paper.name).join('、'),
  } satisfies PrintEvent)
  return result
}

/** 花名册 of the chosen claims, as a workbook or for the printer. */
export async function printRoster(context: ReaderJobContext, input: InputOf<'printing.roster'>) {
  const startedAt = context.now()
  const claims = chosen(context, input.filter)
  const office = readOffice(context.ledger).office
  const paper =
    input.format === 'pdf'
      ? await rosterPdf(context, claims, office)
      : await rosterWorkbook(context, claims, office)
  return handOver(context, claims, [paper], startedAt)
}

/** Writer step: one event for each printed claim. */
export function storePrints(context: WriteContext, { claimIds, note }: PrintEvent): { stored: number } {
  context.ledger.write(
    { action: 'printing.forms', actor: context.actor.name, params: { claims: claimIds.length } },
    (tx) => {
      tx.insertMany(
        claimEvents,
        claimIds.map((claimId) => ({
          claimId,
          kind: 'printed',
          at: tx.at,
          by: context.actor.name,
          data: JSON.stringify({ note }),
          source: 'entry',
        })),
      )
    },
  )
  return { stored: claimIds.length }
}

function chosen(context: ReaderJobContext, filter: InputOf<'printing.forms'>['filter']): PaperClaim[] {
  context.progress('读取申领', 0, null, '份')
  const claims = paperClaims(context.ledger, filter)
  if (claims.length === 0) {
    throw new Refusal(
      'printing.nothing',
      '没有符合条件的申领，无从打印。请先在“政策测算”中生成申领，或放宽筛选。',
    )
  }
  return claims
}

async function handOver(
  context: ReaderJobContext,
  claims: readonly PaperClaim[],
  papers: readonly Paper[],
  startedAt: number,
) {
  const files = []
  for (const paper of papers) files.push(await context.files.put(paper.name, paper.mime, paper.bytes))
  return {
    files,
    pages: papers.reduce((sum, paper) => sum + paper.pages, 0),
    claims: claims.length,
    amountFen: claims.reduce((sum, claim) => sum + claim.amountFen, 0),
    seconds: (context.now() - startedAt) / 1000,
  }
}
