/* Shows how new words will be read while they are written. It wraps a form that works without: the
   server draws the redline, here as there, and nothing is sent before somebody presses the button. */

const PAUSE = 500

customElements.define("live-redline", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.form?.addEventListener("input", (event) => {
      if (!["words", "what"].includes(event.target.name)) return
      clearTimeout(this.waiting)
      this.waiting = setTimeout(() => this.#draw(), PAUSE)
    })
  }

  async #draw() {
    this.asking?.abort()
    this.asking = new AbortController()
    const body = new URLSearchParams(new FormData(this.form))
    body.set("then", "read")
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, signal: this.asking.signal })
      const drawn = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("as-read")
      const shown = this.querySelector("#as-read")
      if (!drawn || shown.contains(document.activeElement)) return
      drawn.querySelector("[autofocus]")?.removeAttribute("autofocus")
      shown.replaceWith(drawn)
    } catch { /* Without a line the button still leads to the same. */ }
  }
})
