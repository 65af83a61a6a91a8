/* What the parts of the load client share. See main.c for what it does. */
#pragma once
#define _GNU_SOURCE
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum dialect { RAW, SOCKET_IO };

enum state {
  CLOSED, /* not opened yet, or to be opened again at again_at */
  CONNECTING, /* TCP connection under way */
  UPGRADING, /* asked for a websocket */
  JOINING, /* has one, waits for the frame that makes it ready */
  READY,
  GONE, /* closed by the server, and not coming back */
};

struct connection {
  int fd;
  enum state state;
  uint8_t *rest; /* the beginning of a frame whose end has not arrived */
  size_t rest_size;
  uint64_t again_at; /* when to open it, or to send its vote, again; 0: never */
  int round; /* the last round whose message it got */
  int choice; /* index of the option it votes for */
  bool voted, acknowledged;
  uint64_t voted_at;
  char epoch[80]; /* of the server's numbering of events, and the last number seen */
  long seq;
};

struct options {
  int ports[8], port_count;
  const char *path, *header, *label;
  char **values; /* one a connection, from -F */
  int value_count;
  enum dialect dialect;
  const char *ready_mark;
  int sockets, stalled, rate, under_way, settle_ms, timeout_s;
  int pids[64], pid_count;
  /* fan-out */
  int messages, interval_ms, size;
  const char *publish, *copy_mark;
  bool in_turn;
  /* votes */
  int window_ms, publish_every_ms;
  const char *vote, *ack_mark, *nack_mark, *acked_file;
  char *choices[16];
  int choice_count;
  bool come_back;
};

/* What is counted while connections live. */
struct counts {
  int ready, readers, gone, under_way, refused; /* readers: ready, and not stalled */
  uint64_t came_back_first, came_back_last; /* moments of the first and last return */
  int came_back;
};

extern struct options ask;
extern struct counts count;
extern struct connection *all; /* ask.sockets that read, then ask.stalled that never do */

/* machine.c */
uint64_t now(void); /* ns */
uint64_t processor_ns(void); /* used so far by the servers' threads */
double seconds_since(uint64_t processor); /* of it; 0 when those servers are gone */
uint64_t own_processor_ns(void); /* used so far by this client */
double memory_kb(void); /* the servers' share of memory (PSS) */
void note_latency(uint64_t ns); /* one more measured */
void forget_latencies(size_t room); /* none yet, and room for so many */
double latency_ms(double quantile); /* 0.5, 0.99, 1 */

/* text.c */
struct blanks {
  int number;
  const char *choice, *marker;
};
size_t fill(char *to, size_t room, const char *template, const struct connection *c,
            struct blanks blanks);
void choices_from(char *list);
void ports_from(char *list);
void pids_from(char *list);
void values_from(const char *file);
bool stalls(const struct connection *c); /* whether it never reads */
bool holds(const uint8_t *text, size_t size, const char *mark);
long number_after(const uint8_t *text, size_t size, const char *mark);

/* sockets.c */
typedef void hearing(struct connection *c, const uint8_t *text, size_t size, uint64_t at);
extern hearing *heard; /* called with each text message that a ready connection gets */
extern void (*returned)(struct connection *c); /* called when one is ready again */
void prepare(void);
void open_all(void);
void leave_stalled_alone(void);
void turn(int at_most_ms); /* handle what arrives */
void wait_ms(int ms);
void say(struct connection *c, const char *text, size_t size);
void open_again(void); /* those whose moment has come */

/* events.c */
extern struct followed {
  long events, gaps, repeats, replays, snapshots;
} followed;
bool is_event(const uint8_t *text, size_t size);
void follow_event(struct connection *c, const uint8_t *text, size_t size);
long left_behind(void); /* how many have not seen the last event that somebody has */
/* from the greeting */
void take_place(struct connection *c, const uint8_t *text, size_t size);

/* fanout.c, votes.c: the two things it measures; each prints its figures as members of JSON */
void measure_fanout(void);
void measure_votes(void);
