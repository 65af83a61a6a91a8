/* Every connection votes once, at a random moment of the window, and waits for the acknowledgement.
 *
 * With -r a connection that is closed comes back, says which event it saw last, and sends its vote
 * again unless that was acknowledged; numbers of events must then go on without a gap.
 */
#include "lc.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int acknowledged, more_acks, refusals;
static long states;
static int published;

static void vote(struct connection *c) {
  char message[1000];
  size_t size =
      fill(message, sizeof message, ask.vote, c, (struct blanks){.choice = ask.choices[c->choice]});
  say(c, message, size);
}

static void got(struct connection *c, const uint8_t *text, size_t size, uint64_t at) {
  if (holds(text, size, ask.ack_mark)) {
    if (!c->voted || c->acknowledged) {
      more_acks++;
      return;
    }
    c->acknowledged = true;
    acknowledged++;
    note_latency(at - c->voted_at);
  } else if (ask.nack_mark && holds(text, size, ask.nack_mark)) {
    if (refusals++ < 3) fprintf(stderr, "%.*s\n", (int)(size > 300 ? 300 : size), text);
    c->again_at = at + 300000000;
  } else if (is_event(text, size)) follow_event(c, text, size);
  else states++;
}

static void vote_again(struct connection *c) {
  if (c->voted && !c->acknowledged) vote(c);
}

/* The moments of the window, in order, and who votes when. */
struct turnout {
  uint64_t *moments;
  int *order;
};

static int by_moment(const void *a, const void *b) {
  uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
  return (one > other) - (one < other);
}

static struct turnout draw(void) {
  struct turnout drawn = {malloc(ask.sockets * sizeof(uint64_t)),
                          malloc(ask.sockets * sizeof(int))};
  for (int i = 0; i < ask.sockets; i++) {
    drawn.moments[i] = rand() / (RAND_MAX + 1.0) * ask.window_ms * 1e6;
    drawn.order[i] = i;
    all[i].choice = rand() % ask.choice_count;
  }
  qsort(drawn.moments, ask.sockets, sizeof *drawn.moments, by_moment);
  for (int i = ask.sockets - 1; i > 0; i--) {
    int other = rand() % (i + 1), kept = drawn.order[i];
    drawn.order[i] = drawn.order[other];
    drawn.order[other] = kept;
  }
  return drawn;
}

/* Connections that were lost come back, votes that were refused are sent again. */
static void mend(void) {
  open_again();
  uint64_t at = now();
  for (struct connection *c = all; c < all + ask.sockets; c++)
    if (c->state == READY && c->again_at && c->again_at <= at) {
      c->again_at = 0;
      vote_again(c);
    }
}

static void publish_again(uint64_t began) {
  if (!ask.publish_every_ms) return;
  if ((now() - began) / 1000000 < (uint64_t)published * ask.publish_every_ms) return;
  struct connection *speaker = ask.in_turn ? all + published % ask.sockets : all;
  published++;
  if (speaker->state != READY) return;
  char message[4000], marker[40];
  snprintf(marker, sizeof marker, "mark-%d-%d.", getpid(), published);
  struct blanks blanks = {.number = published, .marker = marker};
  size_t size = fill(message, sizeof message, ask.publish, speaker, blanks);
  say(speaker, message, size);
}

static bool over(int sent) {
  bool all_back = !ask.come_back || count.ready == ask.sockets + ask.stalled;
  return sent == ask.sockets && acknowledged == ask.sockets && all_back;
}

static void write_acknowledged(void) {
  FILE *file = fopen(ask.acked_file, "w");
  if (!file) {
    perror(ask.acked_file);
    exit(1);
  }
  for (int i = 0; i < ask.sockets; i++)
    if (all[i].acknowledged) fprintf(file, "%d %s\n", i, ask.choices[all[i].choice]);
  fclose(file);
}

void measure_votes(void) {
  struct turnout drawn = draw();
  forget_latencies(ask.sockets);
  heard = got;
  returned = vote_again;
  uint64_t began = now(), end = began + ask.timeout_s * 1000000000ull, swept = began;
  uint64_t processor = processor_ns(), own = own_processor_ns();
  int sent = 0;
  while (!over(sent) && now() < end) {
    for (int some = 0; some < 64 && sent < ask.sockets && began + drawn.moments[sent] <= now();
         some++) {
      struct connection *c = &all[drawn.order[sent++]];
      c->voted = true;
      c->voted_at = now();
      if (c->state == READY) vote(c);
    }
    publish_again(began);
    if (now() - swept > 50000000) {
      mend();
      swept = now();
    }
    turn(sent < ask.sockets ? began + drawn.moments[sent] > now() : 10);
  }
  double wall = (now() - began) / 1e9;
  wait_ms(700); /* the last tally is on its way */
  double used = seconds_since(processor);
  for (int tries = 0; tries < 100 && left_behind(); tries++) wait_ms(100); /* on a slow machine */
  printf(
      ",\"votes\":%d,\"acked\":%d,\"more_acks\":%d,\"refusals\":%d,\"wall_s\":%.2f,\"cpu_s\":%.3f,"
      "\"ack_p50_ms\":%.2f,\"ack_p99_ms\":%.2f,\"ack_max_ms\":%.2f,\"states_each\":%.1f,"
      "\"client_cpu_s\":%.2f,\"events\":%ld,\"gaps\":%ld,\"behind\":%ld,\"repeats\":%ld,"
      "\"replays\":%ld,"
      "\"snapshots\":%ld,\"came_back\":%d,\"back_s\":%.2f",
      sent, acknowledged, more_acks, refusals, wall, used, latency_ms(.5), latency_ms(.99),
      latency_ms(1), (double)states / ask.sockets, (own_processor_ns() - own) / 1e9,
      followed.events, followed.gaps, left_behind(), followed.repeats, followed.replays,
      followed.snapshots, count.came_back, (count.came_back_last - count.came_back_first) / 1e9);
  if (ask.acked_file) write_acknowledged();
}
