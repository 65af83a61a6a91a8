/* Moving numbers go into the places that regions leave open for them. They change in place, without
   counting up, and nothing reads them aloud. */

const written = (value) => value.toLocaleString(document.documentElement.lang)

/** Write a number into its place: for people, and as it is. */
export function put(place, number) {
  place.textContent = written(number)
  place.value = number
}

/** Fill in the count of a poll: `d` has a number for each option, `n` is how many voted. */
export function tally(root, ref, { d = [], n = 0 }) {
  for (const poll of root.querySelectorAll(`[data-poll="${ref}"]`)) {
    for (const cast of poll.querySelectorAll("[data-cast]")) put(cast, n)
    for (const counted of d.length ? poll.querySelectorAll("[data-each]") : []) {
      count(counted, d, n * Number(counted.dataset.each))
    }
  }
}

function count(counted, votes, whole) {
  const share = (number) => (whole ? (100 * number) / whole : 0)
  for (const place of counted.querySelectorAll("[data-tally]")) {
    put(place, votes[place.dataset.tally])
  }
  for (const place of counted.querySelectorAll("[data-share]")) {
    place.textContent = whole ? `${Math.round(share(votes[place.dataset.share]))}%` : ""
  }
  let before = 0
  for (const bar of counted.querySelectorAll("[data-bar]")) {
    const width = share(votes[bar.dataset.bar])
    if (bar.parentElement.hasAttribute("data-stack")) bar.setAttribute("x", `${before}%`)
    bar.setAttribute("width", `${width}%`)
    before += width
  }
}

/** Fill in support and reason of everything that waits: `queue` is [ref, supports, why] of each. */
export function queue(root, queue, whys) {
  for (const [ref, supports, why] of queue) {
    const row = root.querySelector(`[data-key="${ref}"]`)
    if (!row) continue
    const number = row.querySelector("[data-supports]")
    const reason = row.querySelector("[data-why]")
    if (number) put(number, supports)
    if (reason) reason.textContent = `, ${whys[why]}`
  }
}

/** Let every clock on the page run down to its end, and return how to stop them. */
export function clocks(root, ahead) {
  const dot = document.documentElement.lang === "id" ? "." : ":"
  const tick = () => {
    for (const clock of root.querySelectorAll("time[data-until]")) {
      const left = Math.max(0, Math.round((Date.parse(clock.dataset.until) - Date.now() - ahead) / 1000))
      const minutes = String(Math.floor(left / 60))
      const word = `${minutes}${dot}${String(left % 60).padStart(2, "0")}`
      if (clock.textContent !== word) clock.textContent = word
    }
  }
  tick()
  return setInterval(tick, 1000)
}
