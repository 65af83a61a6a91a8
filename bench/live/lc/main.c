/* lc: a load client for servers of websockets, one thread.
 *
 * Opens many connections and measures one of two things, by its own clock:
 *   fan-out (default)  one message after another is published; each must reach everybody
 *   votes (-V)         every connection votes once and waits for the acknowledgement
 * It reads the servers' processor time and memory from /proc, and prints one line of JSON; before
 * it measures, it says "measuring" to stderr.
 *
 * gcc -O2 -o lc *.c
 *
 *   -p PORT[,PORT]  where to connect on this machine; connections take the ports in turn
 *   -P PATH         path of the websocket (/ws)
 *   -n N            connections that read (1000); -z N  further ones that never read (0)
 *   -X HEADER       one more header line; -F FILE  its lines are the values of {X}
 *   -M sio          speak as a client of socket.io
 *   -w TEXT         a connection is ready once a message holds this (at once after the upgrade)
 *   -k N            open at most N a second (no limit); -c N  at most N under way (200)
 *   -W MS           wait so long once all are open, before measuring (1500)
 *   -T S            give up after so many seconds (30)
 *   -b TEXT         what a refusal holds; refusals are shown on stderr
 *   -S PID[,PID]    processes whose time and memory count
 *   -l TEXT         a label for the line
 * fan-out:
 *   -m N            messages, after two to warm up (20; 0 only connects)
 *   -i MS           from one to the next (100); -s BYTES  size of each (200)
 *   -j MESSAGE      publish this instead; {M} is a marker that each copy must hold
 *   -x TEXT         each copy holds this instead of the marker
 *   -g              every message from the next connection, not all from connection 0
 * votes:
 *   -V MS           length of the window; -v MESSAGE  the vote
 *   -O A,B,C        the choices, {C} in the vote (0,1,2)
 *   -a TEXT         what an acknowledgement holds ("ack")
 *   -e MS           -j is published so often meanwhile
 *   -r              come back after a loss, and vote again what was not acknowledged
 *   -A FILE         write there who was acknowledged, one "NUMBER CHOICE" a line
 *
 * In -P, -X, -v and -j: {I} is the number of the connection, {X} its line of -F, {N} the number of
 * the message, {E} and {S} epoch and number of the last event seen.
 */
#include "lc.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options ask = {
    .ports = {9001},
    .port_count = 1,
    .path = "/ws",
    .label = "",
    .sockets = 1000,
    .under_way = 200,
    .settle_ms = 1500,
    .timeout_s = 30,
    .messages = 20,
    .interval_ms = 100,
    .size = 200,
    .vote = "{\"do\":\"vote\",\"rid\":{I},\"poll\":1,\"choice\":{C}}",
    .ack_mark = "\"ack\"",
};
struct counts count;
struct connection *all;

static void read_options(int size, char **given) {
  static char default_choices[] = "0,1,2";
  int option;
  while ((option = getopt(size, given, "p:P:n:z:X:F:M:w:k:c:W:T:S:l:m:i:s:j:x:gV:v:O:a:b:e:rA:")) !=
         -1) {
    switch (option) {
    case 'p': ports_from(optarg); break;
    case 'P': ask.path = optarg; break;
    case 'n': ask.sockets = atoi(optarg); break;
    case 'z': ask.stalled = atoi(optarg); break;
    case 'X': ask.header = optarg; break;
    case 'F': values_from(optarg); break;
    case 'M': ask.dialect = strcmp(optarg, "sio") ? RAW : SOCKET_IO; break;
    case 'w': ask.ready_mark = optarg; break;
    case 'k': ask.rate = atoi(optarg); break;
    case 'c': ask.under_way = atoi(optarg); break;
    case 'W': ask.settle_ms = atoi(optarg); break;
    case 'T': ask.timeout_s = atoi(optarg); break;
    case 'S': pids_from(optarg); break;
    case 'l': ask.label = optarg; break;
    case 'm': ask.messages = atoi(optarg); break;
    case 'i': ask.interval_ms = atoi(optarg); break;
    case 's': ask.size = atoi(optarg); break;
    case 'j': ask.publish = optarg; break;
    case 'x': ask.copy_mark = optarg; break;
    case 'g': ask.in_turn = true; break;
    case 'V': ask.window_ms = atoi(optarg); break;
    case 'v': ask.vote = optarg; break;
    case 'O': choices_from(optarg); break;
    case 'a': ask.ack_mark = optarg; break;
    case 'b': ask.nack_mark = optarg; break;
    case 'e': ask.publish_every_ms = atoi(optarg); break;
    case 'r': ask.come_back = true; break;
    case 'A': ask.acked_file = optarg; break;
    default: exit(2);
    }
  }
  if (!ask.choice_count) choices_from(default_choices);
}

int main(int size, char **given) {
  read_options(size, given);
  srand(42); /* the same moments and choices for every server */
  prepare();
  double memory = memory_kb();
  uint64_t began = now(), processor = processor_ns();
  open_all();
  double took = (now() - began) / 1e9, used = seconds_since(processor);
  int wanted = ask.sockets + ask.stalled;
  printf("{\"label\":\"%s\",\"sockets\":%d,\"connected\":%d,\"refused\":%d", ask.label, wanted,
         count.ready, count.refused);
  if (count.ready < wanted) {
    printf(",\"error\":\"only %d of %d connections were accepted\"}\n", count.ready, wanted);
    return 1;
  }
  leave_stalled_alone();
  wait_ms(ask.settle_ms);
  printf(",\"connects_per_s\":%.0f,\"connects_per_cpu_s\":%.0f,\"kb_per_socket\":%.2f",
         wanted / took, used > 0 ? wanted / used : 0, (memory_kb() - memory) / wanted);
  fputs("measuring\n", stderr);
  if (ask.window_ms) measure_votes();
  else if (ask.messages) measure_fanout();
  printf(",\"gone\":%d}\n", count.gone);
  return 0;
}
