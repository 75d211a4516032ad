// The part of timekeeper that jose's suite uses: a clock that stands still, or runs on from
// another time.

const RealDate = globalThis.Date
const realNow = RealDate.now

function set(now) {
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length === 0 ? [now()] : given))
    }

    static now() {
      return now()
    }

    /** A Date that was made before is one still. */
    static [Symbol.hasInstance](value) {
      return value instanceof RealDate
    }
  }
}

const timeOf = (time) => (typeof time === 'number' ? time : time.getTime())

export default {
  freeze: (time = realNow()) => set(() => timeOf(time)),
  travel: (time) => {
    const difference = timeOf(time) - realNow()
    set(() => realNow() + difference)
  },
  reset: () => (globalThis.Date = RealDate),
}
