/* The line to the server: one socket that mends itself, and a long poll where none gets through.

   What was sent and not answered is sent again with the same key, which makes that harmless. */

const [LEAST, MOST] = [500, 30_000]
const SILENCE = 45_000      // the server says something at least every twenty seconds
const HOPELESS = 3          // handshakes that failed in a row before the long poll is tried
const HOPE = 60_000         // so long one goes on with long polls before a socket is tried again
const [GONE, MISUSED] = [4401, 1008]

export class Line {
  #socket
  #pending = new Map()
  #failed = 0
  #watchdog
  #again
  #waits = false
  #paused = 0
  #polling = false
  #tried = 0
  state = "lost"

  /** `address(path, extra)` gives where to call; `hear(message)` and `tell(state)` take what comes. */
  constructor(address, hear, tell) {
    Object.assign(this, { address, hear, tell })
    // What a telephone in a tunnel waits for need not be waited for outside of it.
    addEventListener("online", () => { if (this.#waits) this.#later(LEAST) })
  }

  open() {
    clearTimeout(this.#again)
    this.#waits = false
    const socket = this.#socket = new WebSocket(this.address("live").replace(/^http/, "ws"), "forum.live.v1")
    let opened = false
    socket.onopen = () => { opened = true; this.#listen(socket) }
    socket.onmessage = ({ data }) => { this.#watch(socket); this.#take(JSON.parse(data)) }
    socket.onclose = ({ code }) => this.#closed(socket, code, opened)
    this.#watch(socket)
  }

  close() {
    clearTimeout(this.#again)
    this.#waits = false
    clearTimeout(this.#watchdog)
    this.#socket?.close()
  }

  /** Send a message and wait for its answer, over as many connections as it takes; nothing comes back
      when there is no socket to be had and the form has to go its own way. */
  send(message) {
    return new Promise((resolve) => {
      this.#pending.set(message.rid, { message, resolve })
      if (this.state === "connected") this.#socket.send(JSON.stringify(message))
    })
  }

  #listen(socket) {
    this.#failed = 0
    this.#polling = false
    this.#change("connected")
    for (const { message } of this.#pending.values()) socket.send(JSON.stringify(message))
  }

  #take(message) {
    if (message.t === "ack" || message.t === "nack") this.#answer(message)
    else if (message.t === "bye") this.#paused = message.retry_ms
    else this.hear(message)
  }

  #answer(message) {
    const waiting = this.#pending.get(message.rid)
    this.#pending.delete(message.rid)
    waiting?.resolve(message)
  }

  #watch(socket) {
    clearTimeout(this.#watchdog)
    this.#watchdog = setTimeout(() => { socket.close(); this.#closed(socket, 0, true) }, SILENCE)
  }

  #closed(socket, code, opened) {
    if (socket !== this.#socket) return
    this.#socket = undefined
    clearTimeout(this.#watchdog)
    if (code === GONE) return this.#change("signed-out")
    if (!opened) this.#failed += 1
    if (this.#polling) return this.#do_without()
    this.#change("lost")
    if (this.#failed >= HOPELESS) return this.#poll()
    this.#later(code === MISUSED ? MOST : this.#patience)
  }

  get #patience() {
    return Math.min(MOST, LEAST * 2 ** this.#failed)
  }

  /** Try again after a while that is not the same for everybody. */
  #later(ceiling) {
    clearTimeout(this.#again)
    this.#waits = true
    const wait = this.#paused || LEAST / 2 + Math.random() * ceiling
    this.#paused = 0
    this.#again = setTimeout(() => this.open(), wait)
  }

  /** The server answers, but no socket gets through. */
  #do_without() {
    this.#change("slow")
    for (const { resolve } of this.#pending.values()) resolve()
    this.#pending.clear()
    this.#poll()
  }

  async #poll(seen = "") {
    try {
      const answer = await fetch(this.address("news", seen && `&seen=${seen}`), { credentials: "same-origin" })
      if (!answer.ok) throw new Error(answer.status)
      for (const message of await answer.json()) {
        if (message.t === "more") seen = message.seen
        else this.hear(message)
      }
    } catch {
      this.#polling = false
      this.#change("lost")
      return this.#later(this.#patience)
    }
    this.#failed = HOPELESS   // a break from now on is a new one, and not waited for longer than that
    const hopeful = !this.#polling || performance.now() - this.#tried > HOPE
    this.#polling = true
    if (hopeful) this.#tried = performance.now()
    this.#again = setTimeout(() => (hopeful ? this.open() : this.#poll(seen)), LEAST)
  }

  /** Start from the beginning: `hear` found that something is missing. */
  restart() {
    this.#socket?.close()
  }

  #change(state) {
    if (this.state === state) return
    this.state = state
    this.tell(state)
  }
}
