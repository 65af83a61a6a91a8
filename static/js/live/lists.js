/* Lists that grow and change their order while somebody reads them: what comes new waits behind
   "3 new: show" as long as the list is in sight. On the wall of the hall nothing waits. */

import { find, order, row } from "./patch.js"

export class List {
  #seen = false
  #ranks = new Map()
  #more
  #unordered = false

  constructor(element, words, patient) {
    Object.assign(this, { element, words, patient })
    if (!patient) return
    new IntersectionObserver(([entry]) => {
      this.#seen = entry.isIntersecting
      if (!this.#seen) this.show()
    }).observe(element)
  }

  /** Take rows out, and put rows in; those in `mine` are shown at once. */
  change(put = {}, cut = [], mine = []) {
    for (const key of cut) find(this.element, key)?.remove()
    const waits = this.#reading
    for (const [key, html] of Object.entries(put)) {
      const fresh = row(this.element, key, html)
      if (!fresh) continue
      fresh.hidden = waits && !mine.includes(key)
      this.element.append(fresh)
    }
    this.#settle(mine.some((key) => key in put))
  }

  /** Replace every row. */
  replace(rows) {
    const gone = [...this.element.children].map((one) => one.dataset.key).filter((key) => !(key in rows))
    this.change(rows, gone)
  }

  /** Take the order of the queue: [ref, supports, why] of each. */
  rank(queue) {
    this.#ranks = new Map(queue.map(([key], place) => [key, place]))
    this.#settle(false)
  }

  /** Show what waits, in order. */
  show() {
    for (const one of this.element.children) one.hidden = false
    this.#settle(true)
  }

  get #reading() {
    return this.patient && this.#seen && [...this.element.children].some((one) => !one.hidden)
  }

  #settle(now) {
    const wanted = [...this.element.children].sort((a, b) => this.#rank(a) - this.#rank(b) || at(a, b))
    const moved = wanted.some((one, place) => one !== this.element.children[place])
    if (now || !this.#reading) order(this.element, wanted)
    this.#unordered = moved && !now && this.#reading
    this.#offer()
  }

  #rank(one) {
    return this.#ranks.get(one.dataset.key) ?? Number.MAX_SAFE_INTEGER
  }

  /** The button above the list that says what waits. */
  #offer() {
    const waiting = [...this.element.children].filter((one) => one.hidden).length
    const word = waiting ? this.words.more.replace("{n}", waiting) : this.#unordered ? this.words.moved : ""
    if (!word && !this.#more) return
    if (!this.#more) {
      this.#more = document.createElement("button")
      this.#more.className = "btn second show-new"
      this.#more.type = "button"
      this.#more.onclick = () => this.show()
      this.element.before(this.#more)
    }
    this.#more.hidden = !word
    this.#more.textContent = word
  }
}

function at(a, b) {
  return a.dataset.at.localeCompare(b.dataset.at) || a.dataset.key.localeCompare(b.dataset.key)
}
