/* Tells a screen reader politely what has changed, in words, and not too often; never numbers. */

const PAUSE = 4000

export class Aloud {
  #said = new Map()
  #next = new Map()
  #waiting

  constructor(place) {
    this.place = place
  }

  /** Notice what regions say now, without saying it. */
  notice(root) {
    for (const region of root.querySelectorAll("[data-region]")) this.#said.set(region.dataset.region, sentence(region))
  }

  /** Say what a region says, if that is something else than before. */
  region(region) {
    const name = region.dataset.region, words = sentence(region)
    if (words && words !== this.#said.get(name)) this.say(words, name)
    this.#said.set(name, words)
  }

  /** Say a sentence; of those about one thing only the last. */
  say(words, about = words) {
    this.#next.delete(about)
    this.#next.set(about, words)
    if (!this.#waiting) this.#speak()
  }

  #speak() {
    this.place.textContent = [...this.#next.values()].map(ended).join(" ")
    this.#next.clear()
    this.#waiting = setTimeout(() => {
      this.#waiting = undefined
      if (this.#next.size) this.#speak()
    }, PAUSE)
  }
}

function sentence(region) {
  return region.querySelector("[data-say]")?.dataset.say ?? ""
}

/** A voice pauses where a sentence ends, and words that stand apart on the page are one. */
function ended(words) {
  return /[.?!:…”"]$/.test(words) ? words : `${words}.`
}
