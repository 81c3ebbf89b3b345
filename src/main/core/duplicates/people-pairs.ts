import { birthOf, comparedId, type PersonCandidate } from '../../../shared/domain/duplicate-people.ts'
import { nameKey } from '../../../shared/domain/person-name.ts'
import { KeyColumn, keyOf, PairSet, type PlacePair } from './blocks.ts'
import { IdNeighbours } from './id-neighbours.ts'

/** Told after each step of the work; false ends it. */
export type OnStep = (done: number, total: number) => boolean

/**
 * Finds the people who have to be compared, among hundreds of thousands, in one walk over their records. Holds some
 * 120 bytes a person. Knows nothing of a ledger: offices, rosters and the platform use it alike.
 */
export class PeoplePairs {
  readonly #ids = new IdNeighbours()
  readonly #whole = new KeyColumn()
  readonly #names = new KeyColumn()
  readonly #sounds = new KeyColumn()
  /** 1: an ID number that is no possible one */
  readonly #faulty = new KeyColumn()
  /** 1: neither an ID number nor a birth date */
  readonly #undated = new KeyColumn()
  readonly #nameAndTownship = new KeyColumn()
  readonly #together: readonly KeyColumn[] = Array.from({ length: 9 }, () => new KeyColumn())

  /** Takes a record in; gives its place. */
  add(person: PersonCandidate): number {
    const name = nameKey(person.name)
    const id = comparedId(person)
    const birth = birthOf(person, id)
    const place = this.#whole.length
    this.#ids.add(id?.text.slice(0, 17))
    this.#whole.add(keyOf(id?.text))
    this.#names.add(keyOf(name))
    this.#sounds.add(keyOf(person.pinyin))
    this.#faulty.add(id && !id.valid ? 1 : 0)
    this.#undated.add(birth === undefined ? 1 : 0)
    this.#nameAndTownship.add(keyOf(name, person.township))
    const keys = [
      keyOf(name, birth),
      keyOf(name, person.phone),
      keyOf(name, person.household),
      keyOf(person.pinyin, birth),
      keyOf(person.pinyin, person.phone),
      keyOf(person.pinyin, person.household),
      keyOf(person.phone, birth),
      keyOf(person.account),
      keyOf(person.code),
    ]
    for (const [at, column] of this.#together.entries()) column.add(keys[at])
    return place
  }

  /** Everybody to be compared. Empty where `onStep` ended it. */
  pairs(onStep: OnStep = () => true): PlacePair[] {
    const found = new PairSet()
    const total = this.#together.length + 2 + IdNeighbours.passes
    let done = 0
    let goOn = true
    const step = () => {
      done += 1
      goOn = goOn && onStep(done, total)
      return goOn
    }
    for (const column of [this.#whole, ...this.#together]) {
      column.meet((a, b) => found.add(a, b))
      if (!step()) return []
    }
    // A name in a township says enough only where one of the two has nothing that could say otherwise.
    this.#nameAndTownship.meet((a, b) => {
      if (this.#undated.at(a) === 1 || this.#undated.at(b) === 1) found.add(a, b)
    })
    if (!step()) return []
    this.#ids.meet((a, b) => {
      if (this.#mayBeMistyped(a, b)) found.add(a, b)
    }, step)
    return goOn ? found.sorted() : []
  }

  /** Neighbouring numbers with other names are neighbours at birth, unless one of them cannot be right. */
  #mayBeMistyped(a: number, b: number): boolean {
    return (
      this.#names.at(a) === this.#names.at(b) ||
      this.#sounds.at(a) === this.#sounds.at(b) ||
      this.#faulty.at(a) === 1 ||
      this.#faulty.at(b) === 1
    )
  }
}
