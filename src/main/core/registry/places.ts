import type { ReadLedger } from '../db/ledger.ts'
import type { OutputOf } from '../procedure.ts'
import type { Regions } from './regions.ts'

type PlaceRecord = {
  id: string
  name: string
  county: string | null
  phone: string | null
  contact: string | null
}

/** 院校, by name */
export function listSchools(ledger: ReadLedger, regions: Regions): OutputOf<'places.schools'> {
  return ledger
    .prepare<PlaceRecord>(
      'SELECT id, name, county, phone, contact FROM schools WHERE deleted_at IS NULL ORDER BY name',
    )
    .all()
    .map((school) => ({ ...school, countyName: countyName(regions, school.county) }))
}

/** 联络站、劳务工作站, by name */
export function listStations(ledger: ReadLedger, regions: Regions): OutputOf<'places.stations'> {
  return ledger
    .prepare<
      PlaceRecord & { cooperationBase: number | null; openedOn: string | null; closedOn: string | null }
    >(
      `SELECT id, name, county, phone, contact, cooperation_base AS cooperationBase, opened_on AS openedOn, closed_on AS closedOn
       FROM stations WHERE deleted_at IS NULL ORDER BY name`,
    )
    .all()
    .map((station) => ({
      ...station,
      cooperationBase: station.cooperationBase === null ? null : station.cooperationBase === 1,
      countyName: countyName(regions, station.county),
    }))
}

/** 结对关系, the eastern county first */
export function listPairings(ledger: ReadLedger, regions: Regions): OutputOf<'places.pairings'> {
  return ledger
    .prepare<{ id: string; eastCounty: string; westCounty: string; from: string; to: string | null }>(
      `SELECT id, east_county AS eastCounty, west_county AS westCounty, from_date AS "from", to_date AS "to"
       FROM pairings WHERE deleted_at IS NULL ORDER BY east_county, from_date`,
    )
    .all()
    .map((pairing) => ({
      ...pairing,
      eastName: regions.fullName(pairing.eastCounty) ?? pairing.eastCounty,
      westName: regions.fullName(pairing.westCounty) ?? pairing.westCounty,
    }))
}

function countyName(regions: Regions, code: string | null): string | null {
  return code === null ? null : (regions.fullName(code) ?? null)
}
