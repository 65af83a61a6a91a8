/* Says that this page is open, so that somebody who opens the same thing is told. A page that is only
   fetched, by a program that looks ahead or by somebody without scripts, says nothing. */

const AGAIN = 5 * 60 * 1000

customElements.define("tell-open", class extends HTMLElement {
  connectedCallback() {
    this.#tell()
    this.timer = setInterval(() => this.#tell(), AGAIN)
  }

  disconnectedCallback() {
    clearInterval(this.timer)
  }

  #tell() {
    if (document.visibilityState !== "hidden") fetch(this.getAttribute("to"), { method: "POST" }).catch(() => {})
  }
})
