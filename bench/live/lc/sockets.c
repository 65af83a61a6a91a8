/* Opens many websockets and hears what they get: one thread, one epoll. */
#include "lc.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10, LARGEST = 1 << 18 };

hearing *heard;
void (*returned)(struct connection *c);
static int epoll;
static bool opened; /* all were ready once: who connects now has come back */

static int port_of(const struct connection *c) { return ask.ports[(c - all) % ask.port_count]; }

void prepare(void) {
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  all = calloc(ask.sockets + ask.stalled, sizeof *all);
  epoll = epoll_create1(0);
}

/* Closes it; `again` says whether it is to be opened once more after a while. */
static void lose(struct connection *c, bool again) {
  if (c->state == READY) {
    count.ready--;
    count.readers -= !stalls(c);
  } else count.under_way--;
  close(c->fd);
  free(c->rest);
  c->rest = NULL;
  c->rest_size = 0;
  c->state = again ? CLOSED : GONE;
  if (again) c->again_at = now() + (200 + rand() % 1300) * 1000000ull;
  else count.gone++;
}

/* The kernel keeps megabytes for a reader on this machine, for one far away only some tens of kB:
 * with a small window and the packets of Ethernet a stalled reader is as costly as a real one. */
static void narrow(struct connection *c) {
  int window = 2048, packet = 1400;
  setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
  setsockopt(c->fd, IPPROTO_TCP, TCP_MAXSEG, &packet, sizeof packet);
}

static void open_one(struct connection *c) {
  c->again_at = 0;
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (c->fd < 0) {
    perror("socket");
    exit(1);
  }
  int on = 1;
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (stalls(c)) narrow(c);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port_of(c))};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  c->state = CONNECTING;
  count.under_way++;
  if (connect(c->fd, (void *)&to, sizeof to) < 0 && errno != EINPROGRESS) {
    lose(c, ask.come_back);
    return;
  }
  struct epoll_event wanted = {.events = EPOLLOUT, .data.ptr = c};
  epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &wanted);
}

static void ask_for_websocket(struct connection *c) {
  char request[2048], path[600], header[600] = "";
  fill(path, sizeof path, ask.path, c, (struct blanks){0});
  if (ask.header) {
    size_t size = fill(header, sizeof header - 2, ask.header, c, (struct blanks){0});
    strcpy(header + size, "\r\n");
  }
  int port = port_of(c);
  int size = snprintf(request, sizeof request,
                      "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\n"
                      "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                      "Sec-WebSocket-Version: 13\r\n%s\r\n",
                      path, port, port, header);
  if (send(c->fd, request, size, MSG_NOSIGNAL) != size) {
    lose(c, ask.come_back);
    return;
  }
  c->state = UPGRADING;
  struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = c};
  epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &wanted);
}

static void send_frame(struct connection *c, int kind, const void *payload, size_t size) {
  static uint8_t frame[LARGEST];
  static const uint8_t mask[4] = {0x11, 0x22, 0x33, 0x44};
  size_t used = 0;
  frame[used++] = 0x80 | kind;
  if (size < 126) frame[used++] = 0x80 | size;
  else {
    frame[used++] = 0x80 | 126;
    frame[used++] = size >> 8;
    frame[used++] = size & 255;
  }
  memcpy(frame + used, mask, 4);
  used += 4;
  for (size_t i = 0; i < size; i++) frame[used++] = ((const uint8_t *)payload)[i] ^ mask[i & 3];
  if (send(c->fd, frame, used, MSG_NOSIGNAL) != (ssize_t)used) lose(c, ask.come_back);
}

void say(struct connection *c, const char *text, size_t size) {
  static char wrapped[70000];
  if (ask.dialect == SOCKET_IO) {
    size = snprintf(wrapped, sizeof wrapped, "42[\"p\",%.*s]", (int)size, text);
    text = wrapped;
  }
  send_frame(c, TEXT, text, size);
}

static void is_ready(struct connection *c, const uint8_t *text, size_t size) {
  c->state = READY;
  count.ready++;
  count.readers += !stalls(c);
  count.under_way--;
  if (text && ask.dialect == RAW) take_place(c, text, size);
  if (!opened) return;
  count.came_back++;
  count.came_back_last = now();
  if (!count.came_back_first) count.came_back_first = count.came_back_last;
  if (returned) returned(c);
}

static void join(struct connection *c) {
  c->state = JOINING;
  if (ask.dialect == SOCKET_IO) send_frame(c, TEXT, "40", 2);
  else if (!ask.ready_mark) is_ready(c, NULL, 0);
}

static void hear(struct connection *c, int kind, const uint8_t *text, size_t size, uint64_t at) {
  if (kind == PING) send_frame(c, PONG, text, size > 125 ? 125 : size);
  if (kind == CLOSE) lose(c, ask.come_back);
  if (kind != TEXT && kind != BINARY) return;
  if (ask.dialect == SOCKET_IO && size == 1 && text[0] == '2') send_frame(c, TEXT, "3", 1);
  if (c->state == JOINING) {
    if (ask.dialect == SOCKET_IO ? size >= 2 && !memcmp(text, "40", 2)
                                 : holds(text, size, ask.ready_mark))
      is_ready(c, text, size);
    return;
  }
  if (heard && !stalls(c)) heard(c, text, size, at);
}

/* Returns the size of the answer's head once it is whole and says yes; 0 before that. */
static size_t upgraded(struct connection *c, const uint8_t *got, size_t size) {
  const uint8_t *end = memmem(got, size, "\r\n\r\n", 4);
  if (!end) return 0;
  if (!memcmp(got + 8, " 101", 4)) return end + 4 - got;
  bool busy = !memcmp(got + 8, " 503", 4);
  if (busy) count.refused++;
  else if (count.gone < 3) fprintf(stderr, "%.*s\n", (int)(size > 300 ? 300 : size), got);
  lose(c, busy || ask.come_back);
  return 0;
}

/* Hears every whole frame and returns how much of what was got is used up. */
static size_t hear_frames(struct connection *c, const uint8_t *got, size_t size, uint64_t at) {
  size_t used = 0;
  while (size - used >= 2 && (c->state == JOINING || c->state == READY)) {
    const uint8_t *frame = got + used;
    size_t left = size - used, length = frame[1] & 127, head = 2;
    if (length == 126) head = 4;
    if (length == 127) head = 10;
    if (left < head) break;
    if (head > 2) {
      length = 0;
      for (size_t i = 2; i < head; i++) length = length << 8 | frame[i];
    }
    if (left < head + length) break;
    hear(c, frame[0] & 15, frame + head, length, at);
    used += head + length;
  }
  return used;
}

static void receive(struct connection *c) {
  static uint8_t got[2 * LARGEST];
  size_t size = c->rest_size, used = 0;
  if (size) memcpy(got, c->rest, size);
  ssize_t more = recv(c->fd, got + size, sizeof got - size, 0);
  if (more < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (more <= 0) {
    lose(c, ask.come_back);
    return;
  }
  uint64_t at = now();
  size += more;
  if (c->state == UPGRADING && (used = upgraded(c, got, size))) join(c);
  if (c->state == JOINING || c->state == READY) used += hear_frames(c, got + used, size - used, at);
  if (c->state == CLOSED || c->state == GONE) return;
  c->rest_size = size - used;
  if (!c->rest_size) return;
  c->rest = realloc(c->rest, c->rest_size);
  memcpy(c->rest, got + used, c->rest_size);
}

void turn(int at_most_ms) {
  static struct epoll_event events[4096];
  int happened = epoll_wait(epoll, events, 4096, at_most_ms);
  for (int i = 0; i < happened; i++) {
    struct connection *c = events[i].data.ptr;
    if (c->state == CONNECTING && events[i].events & (EPOLLERR | EPOLLHUP)) lose(c, ask.come_back);
    else if (c->state == CONNECTING) ask_for_websocket(c);
    else if (c->state == UPGRADING || c->state == JOINING || c->state == READY) receive(c);
  }
}

void wait_ms(int ms) {
  uint64_t end = now() + ms * 1000000ull, at;
  while ((at = now()) < end) turn((end - at) / 1000000);
}

void open_again(void) {
  uint64_t at = now();
  for (struct connection *c = all; c < all + ask.sockets + ask.stalled; c++)
    if (c->state == CLOSED && c->again_at && c->again_at <= at && count.under_way < ask.under_way)
      open_one(c);
}

void open_all(void) {
  int total = ask.sockets + ask.stalled, begun = 0;
  uint64_t began = now(), swept = began, end = began + ask.timeout_s * 1000000000ull, at;
  while (count.ready + count.gone < total && (at = now()) < end) {
    int allowed = ask.rate ? (at - began) / 1e9 * ask.rate + 1 : total;
    while (begun < total && begun < allowed && count.under_way < ask.under_way)
      open_one(&all[begun++]);
    turn(begun < total && ask.rate ? 1 : 50);
    if (at - swept > 50000000) {
      open_again();
      swept = at;
    }
  }
  opened = true;
}

void leave_stalled_alone(void) {
  for (struct connection *c = all + ask.sockets; c < all + ask.sockets + ask.stalled; c++)
    if (c->state == READY) epoll_ctl(epoll, EPOLL_CTL_DEL, c->fd, NULL);
}
