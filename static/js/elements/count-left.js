/* Says how many letters still fit, once the end is near. It wraps a textarea that works without it. */

const NEAR = 500

customElements.define("count-left", class extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea")
    this.line = document.createElement("p")
    this.line.className = "left"
    this.line.id = `${this.area.id}-left`
    this.line.hidden = true
    this.append(this.line)
    const ties = this.area.getAttribute("aria-describedby")
    this.area.setAttribute("aria-describedby", ties ? `${ties} ${this.line.id}` : this.line.id)
    this.area.addEventListener("input", () => this.count())
    this.count()
  }

  count() {
    // Counted as the server counts: by characters, not by the halves JavaScript sees.
    const left = Number(this.getAttribute("most")) - [...this.area.value].length
    this.line.hidden = left > Math.min(NEAR, this.getAttribute("most") / 5)
    this.line.classList.toggle("over", left < 0)
    const sentence = left < 0 ? this.dataset.over : this.dataset.left
    this.line.textContent = sentence.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang))
  }
})
