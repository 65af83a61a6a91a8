/* Events are numbered without a gap; whoever comes back is told what they missed. */
#include "lc.h"
#include <string.h>

struct followed followed;

static const char MARK[] = "\"t\":\"ev\",\"s\":", EPOCH[] = "\"e\":\"";

bool is_event(const uint8_t *text, size_t size) { return holds(text, size < 16 ? size : 16, MARK); }

void follow_event(struct connection *c, const uint8_t *text, size_t size) {
  long seq = number_after(text, size, MARK);
  followed.events++;
  if (seq <= c->seq) followed.repeats++;
  else if (seq != c->seq + 1) followed.gaps++;
  if (seq > c->seq) c->seq = seq;
}

static void remember_epoch(struct connection *c, const uint8_t *text, size_t size) {
  const uint8_t *found = memmem(text, size, EPOCH, sizeof EPOCH - 1);
  if (!found) return;
  found += sizeof EPOCH - 1;
  const uint8_t *end = memchr(found, '"', text + size - found);
  if (!end || (size_t)(end - found) >= sizeof c->epoch) return;
  memcpy(c->epoch, found, end - found);
  c->epoch[end - found] = 0;
}

/* A snapshot brings one up to the number in the greeting; else what one has missed follows. */
void take_place(struct connection *c, const uint8_t *text, size_t size) {
  remember_epoch(c, text, size);
  if (holds(text, size, "\"then\":\"replay\"")) followed.replays++;
  else {
    followed.snapshots++;
    c->seq = number_after(text, size, "\"s\":");
  }
}

long left_behind(void) {
  long last = 0, behind = 0;
  for (struct connection *c = all; c < all + ask.sockets; c++)
    if (c->seq > last) last = c->seq;
  for (struct connection *c = all; c < all + ask.sockets; c++) behind += c->seq < last;
  return behind;
}
