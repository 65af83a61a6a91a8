/* Events are numbered without a gap; whoever comes back is told what they missed. */
#include "lc.h"
#include <string.h>

struct followed followed;

static const char MARK[] = "\"t\":\"ev\",\"s\":";

bool is_event(const uint8_t *text, size_t size) { return holds(text, size < 16 ? size : 16, MARK); }

static void follow(struct connection *c, long seq) {
  followed.events++;
  if (seq <= c->seq) followed.repeats++;
  else if (seq != c->seq + 1) followed.gaps++;
  if (seq > c->seq) c->seq = seq;
}

void follow_event(struct connection *c, const uint8_t *text, size_t size) {
  follow(c, number_after(text, size, MARK));
}

static void remember_epoch(struct connection *c, const uint8_t *text, size_t size) {
  static const char begin[] = "\"e\":\"";
  const uint8_t *found = memmem(text, size, begin, sizeof begin - 1);
  if (!found) return;
  found += sizeof begin - 1;
  const uint8_t *end = memchr(found, '"', text + size - found);
  if (!end || (size_t)(end - found) >= sizeof c->epoch) return;
  memcpy(c->epoch, found, end - found);
  c->epoch[end - found] = 0;
}

void take_place(struct connection *c, const uint8_t *text, size_t size) {
  const uint8_t *end = text + size, *found = text;
  long seq = number_after(text, size, "\"s\":");
  remember_epoch(c, text, size);
  if (!holds(text, size, "\"snapshot\":")) {
    followed.replays++;
    while ((found = memmem(found, end - found, MARK, sizeof MARK - 1))) {
      follow(c, number_after(found, end - found, MARK));
      found += sizeof MARK - 1;
    }
    if (seq >= 0 && seq != c->seq) followed.gaps++;
  } else followed.snapshots++;
  if (seq >= 0) c->seq = seq;
}
