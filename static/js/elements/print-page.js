/* Shows a button that prints the page, and gives each printed sheet its head: style sheets cannot take
   words from a page into its margin, but a property they can. */

customElements.define("print-page", class extends HTMLElement {
  connectedCallback() {
    this.hidden = false
    this.querySelector("button").addEventListener("click", () => window.print())
    document.documentElement.style.setProperty("--running", JSON.stringify(this.dataset.running))
  }
})
