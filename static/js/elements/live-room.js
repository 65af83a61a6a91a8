/* A page that follows a session: the regions it was drawn with are kept up to date over one line, its
   forms are sent over it, and a lost connection is told and mended. Without it all of that is forms. */

import { Aloud } from "../live/aloud.js"
import { again, chosen, keys, LATE, say, send } from "../live/forms.js"
import { Line } from "../live/line.js"
import { List } from "../live/lists.js"
import { clocks, put, queue, tally } from "../live/numbers.js"
import { fill } from "../live/patch.js"
import { ballots, entries, standing, supported, supports } from "../live/you.js"

customElements.define("live-room", class extends HTMLElement {
  connectedCallback() {
    const { epoch, seq, now } = this.dataset
    Object.assign(this, { epoch, s: Number(seq), queue: [], states: new Map(), you: undefined })
    this.view = this.getAttribute("view")
    this.supported = supported(this)
    this.told = (this.querySelector("[data-hidden]")?.dataset.hidden ?? "").split(" ")
    this.missed = []
    this.whys = { first_time: this.dataset.whyFirstTime, balance: this.dataset.whyBalance, support: this.dataset.whySupport, time: this.dataset.whyTime }
    this.aloud = new Aloud(this.querySelector("[data-aloud]"))
    this.aloud.notice(this)
    this.lists = Object.fromEntries([...this.querySelectorAll("[data-list]")].map((one) =>
      [one.dataset.list, new List(one, this.dataset, this.view === "citizen")]))
    this.clocks = clocks(this, Date.parse(now) - Date.now())
    this.line = new Line((path, more = "") => this.address(path, more), (message) => this.hear(message), (state) => this.tell(state))
    this.addEventListener("submit", (event) => this.submit(event))
    this.addEventListener("input", ({ target }) => { if (target.name === "choice") chosen(target.form) })
    addEventListener("pageshow", ({ persisted }) => { if (persisted) this.line.restart() })
    keys(this)
    this.line.open()
  }

  disconnectedCallback() {
    clearInterval(this.clocks)
    this.line.close()
  }

  address(path, more) {
    const asked = `view=${this.view}&lang=${this.getAttribute("language")}&e=${this.epoch}&s=${this.s}`
    return `${location.origin}${this.dataset.address}/${path}?${asked}${more}`
  }

  tell(state) {
    const word = this.dataset[{ connected: "connected", lost: "lost", slow: "slow", "signed-out": "signedOut" }[state]]
    for (const place of document.querySelectorAll("[data-connection]")) {
      place.textContent = word
      place.classList.toggle("lost", state === "lost" || state === "signed-out")
    }
    if (state !== "connected" || this.wasLost) this.aloud.say(word, "connection")
    this.wasLost = state !== "connected"
  }

  hear(message) {
    if (message.t === "hi") this.greet(message)
    else if (message.t === "snapshot") this.redraw(message)
    else if (message.t === "ev") this.follow(message)
    else if (message.t === "st") this.move(message)
  }

  greet({ e, you }) {
    this.epoch = e
    this.states.clear()
    this.meet(you)
  }

  follow({ s, set = {}, put = {}, cut = {} }) {
    if (s <= this.s) return
    if (s !== this.s + 1) return this.line.restart()
    this.s = s
    for (const [name, html] of Object.entries(set)) this.set(name, html)
    for (const name of new Set([...Object.keys(put), ...Object.keys(cut)])) {
      this.lists[name]?.change(put[name], cut[name], this.you?.entries ?? [])
    }
    this.refill()
  }

  /** Tell whoever wrote it what a moderator has hidden, as long as it is; of what was hidden when the
      page was drawn, the page has the reason. */
  miss(hidden) {
    this.told = this.told.filter((ref) => hidden.includes(ref))
    const before = this.missed
    this.missed = hidden.filter((ref) => !this.told.includes(ref))
    for (const place of this.querySelectorAll("[data-hidden]")) {
      place.hidden = !this.missed.length
      if (this.missed.some((ref) => !before.includes(ref))) this.aloud.say(place.textContent, "hidden")
    }
  }

  redraw({ s, singles, lists }) {
    this.s = s
    for (const [name, html] of Object.entries(singles)) this.set(name, html)
    for (const [name, rows] of Object.entries(lists)) this.lists[name]?.replace(rows)
    this.refill()
  }

  set(name, html) {
    for (const region of this.querySelectorAll(`[data-region="${name}"]`)) {
      fill(region, html)
      this.aloud.region(region)
    }
    if (this.querySelector("form[data-do=vote]")) this.late("")
    const state = this.querySelector("[data-region] [data-state]")
    if (state) this.dataset.state = state.dataset.state
  }

  move({ k, v, d, n }) {
    if (v <= (this.states.get(k)?.v ?? -1)) return
    this.states.set(k, { v, d, n })
    if (k === "you") this.meet(d)
    else this.show(k)
  }

  show(k) {
    const { d, n } = this.states.get(k)
    const [kind, ref] = k.split(":")
    if (kind === "tally") tally(this, ref, { d, n })
    else if (kind === "queue") this.line_up(d)
    else if (kind === "presence") this.present(d.checked_in)
  }

  /** How many are here; what was told beside it of those who were is not true of others. */
  present(number) {
    for (const place of document.querySelectorAll("[data-presence]")) {
      if (place.value === String(number)) continue
      put(place, number)
      for (const then of this.querySelectorAll("[data-then]")) then.hidden = true
      for (const now of this.querySelectorAll("[data-now-see]")) now.hidden = false
    }
  }

  line_up(order) {
    this.queue = order
    this.lists.queue?.rank(order)
    queue(this, order, this.whys)
    this.mine()
  }

  meet(you) {
    this.you = you
    if (this.view !== "citizen") return
    standing(this, you)
    ballots(this, you, this.dataset.zone)
    this.miss(you.hidden)
    this.mine()
  }

  mine() {
    if (this.view === "citizen" && this.you) entries(this, this.you.entries, this.queue, this.dataset.place, this.whys)
  }

  /** What was drawn anew is alike for everybody: put into it what moves and what is mine. */
  refill() {
    for (const k of this.states.keys()) if (k !== "you") this.show(k)
    if (this.you) this.meet(this.you)
    supports(this, this.supported)
    keys(this)
  }

  async submit(event) {
    const form = event.target
    if (!form.dataset.do) return
    const answer = await send(event, this.line, this.dataset)
    if (answer?.t === "ack") this.done(form, answer, event.submitter)
    else if (answer?.code === LATE) this.late(answer.sentence)
    if (answer) again(form, this)
  }

  /** Say that a vote came after the end; it stays until there is something to vote on again. */
  late(sentence) {
    for (const place of this.querySelectorAll("[data-late]")) {
      place.hidden = !sentence
      place.textContent = sentence
    }
    if (sentence) this.aloud.say(sentence, "vote")
  }

  done(form, answer, submitter) {
    switch (form.dataset.do) {
      case "vote":
        if (answer.still) delete form.dataset.touched
        this.you.ballots = { ...this.you.ballots, [answer.poll]: answer }
        ballots(this, this.you, this.dataset.zone)
        return this.aloud.say(this.dataset.stored, "vote")
      case "ask":
        this.you.entries = [...new Set([...this.you.entries, answer.entry])]
        if (answer.still) form.reset()
        this.mine()
        return say(form, answer.standing === "held" ? this.dataset.held : this.dataset.sent)
      case "support": {
        if (submitter.value === "yes") this.supported.add(answer.entry)
        else this.supported.delete(answer.entry)
        return supports(this, this.supported)
      }
      case "next":
      case "move":
        if (answer.still) form.reset()
        return
      case "note":
        if (answer.still) form.reset()
        return say(form, this.dataset.done)
    }
  }
})
