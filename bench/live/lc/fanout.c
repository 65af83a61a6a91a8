/* One message after another is published; when does it reach everybody, at what cost? */
#include "lc.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WARM_UP = 2 };

static char marker[40];
static const char *mark;
static int this_round, reached;
static uint64_t published_at, delivered, bytes;

static void got(struct connection *c, const uint8_t *text, size_t size, uint64_t at) {
  if (ask.nack_mark && holds(text, size, ask.nack_mark))
    fprintf(stderr, "%.*s\n", (int)(size > 300 ? 300 : size), text);
  if (c->round == this_round || !holds(text, size, mark)) return;
  c->round = this_round;
  reached++;
  delivered++;
  bytes += size;
  note_latency(at - published_at);
}

/* A message of just ask.size bytes, for servers that pass on what they get. */
static size_t padded(char *to) {
  size_t used = sprintf(to, "{\"t\":\"ev\",\"k\":\"statement\",\"m\":\"%s\",\"html\":\"", marker);
  while (used + 2 < (size_t)ask.size) {
    to[used] = 'a' + used % 26;
    used++;
  }
  strcpy(to + used, "\"}");
  return used + 2;
}

static void publish(int number) {
  static char message[60000];
  snprintf(marker, sizeof marker, "mark-%d-%d.", getpid(), number);
  struct connection *speaker = ask.in_turn ? all + (number - 1) % ask.sockets : all;
  struct blanks blanks = {.number = number, .marker = marker};
  size_t size =
      ask.publish ? fill(message, sizeof message, ask.publish, speaker, blanks) : padded(message);
  mark = ask.copy_mark ? ask.copy_mark : marker;
  this_round = number;
  reached = 0;
  published_at = now();
  say(speaker, message, size);
}

void measure_fanout(void) {
  uint64_t began = 0, processor = 0, own = 0;
  long lost = 0;
  double memory = memory_kb(), most = memory;
  heard = got;
  for (int number = 1; number <= WARM_UP + ask.messages; number++) {
    if (number == WARM_UP + 1) {
      forget_latencies((size_t)ask.sockets * ask.messages);
      delivered = bytes = lost = 0;
      began = now();
      processor = processor_ns();
      own = own_processor_ns();
    }
    publish(number);
    uint64_t end = now() + ask.timeout_s * 1000000000ull / 3,
             next = now() + ask.interval_ms * 1000000ull;
    while (reached < ask.sockets && count.readers == ask.sockets && now() < end) turn(20);
    lost += ask.sockets - reached;
    if (lost) break;
    while (now() < next) wait_ms(1 + (next - now()) / 1000000);
    double memory_now = number % 10 ? 0 : memory_kb();
    if (memory_now > most) most = memory_now;
  }
  double used = seconds_since(processor);
  printf(",\"frame_bytes\":%.0f,\"delivered\":%llu,\"lost\":%ld,\"cpu_s\":%.3f,\"us_per_message\":%"
         ".3f,"
         "\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"max_ms\":%.2f,\"wall_s\":%.1f,\"client_cpu_s\":%.2f,"
         "\"memory_before_kb\":%.0f,\"memory_most_kb\":%.0f",
         delivered ? (double)bytes / delivered : 0, (unsigned long long)delivered, lost, used,
         delivered ? used * 1e6 / delivered : 0, latency_ms(.5), latency_ms(.99), latency_ms(1),
         (now() - began) / 1e9, (own_processor_ns() - own) / 1e9, memory, most);
}
